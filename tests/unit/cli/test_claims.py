"""``harmscope claim``: words, reports, exit codes and forms."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import harmscope as hs
from harmscope.cli.app import app

ROOT = Path(__file__).parents[3]
COMPARE = ROOT / "examples" / "advertiser-compare"
TRUE = "Lantern received more notices than Halcyon in 2025-H2"
FALSE = "Halcyon received more notices than Lantern in 2025-H2"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("reports")
    found = []
    for name in ("halcyon", "lantern"):
        read = hs.read(COMPARE / name, "dsa-report", edition="2026-02")
        found.append(str(read.write(folder / f"{name}.json")[0]))
    return found


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["claim", *words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return 2, done.stdout, str(done.exception)
    return done.exit_code, done.stdout, done.stderr


def test_exit_codes_say_the_answer(places: list[str]) -> None:
    assert run(TRUE, "--reports", *places)[0] == 0
    assert run(FALSE, "--reports", places[0], "--reports", places[1])[0] == 1
    unsaid = "Lantern took more own-initiative measures under its terms than Halcyon in 2025-H2"
    code, out, _ = run(unsaid, "--reports", *places)
    assert code == 1
    assert out.startswith("these reports cannot say: ")
    code, out, error = run("Halcyon is lovely", "--reports", *places)
    assert (code, out) == (2, "")
    assert "lists the claims that it knows" in error


def test_forms(places: list[str], tmp_path: Path) -> None:
    out = run(TRUE, "--reports", *places, "--format", "json")[1]
    assert json.loads(out)["claims"][0]["state"] == "supported"
    assert run(TRUE, "--reports", *places, "--format", "md")[1].startswith("# Claims")
    assert run(TRUE, "--reports", *places, "--format", "csv")[1].startswith("line,claim,answer")
    code, out, error = run(TRUE, "--reports", *places, "-o", str(tmp_path / "a.json"))
    assert (code, out) == (0, "")
    assert "wrote" in error


def test_a_memo_with_a_line_that_is_not_understood(places: list[str], tmp_path: Path) -> None:
    memo = tmp_path / "memo.md"
    memo.write_text(f"- {TRUE}\n- Halcyon is lovely\n", encoding="utf-8")
    code, out, _ = run("--claims", str(memo), "--reports", *places)
    assert code == 2
    assert "1: supported" in out
    assert "2: not understood" in out


def test_the_claim_comes_first(places: list[str]) -> None:
    assert "write the claim first" in run(places[0], TRUE, "--reports", places[1])[2]
    assert "there is no claim" in run("--reports", places[1])[2]
