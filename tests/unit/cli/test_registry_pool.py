import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desks import AT, Desk
from harmscope.cli.registry import app
from harmscope.errors import UserError
from harmscope.registry.folder import create
from senders import TODAY

RUN = CliRunner()
PERIOD = ("--period", "2026-Q1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, database_of_module: str | None) -> Path:
    top = tmp_path_factory.mktemp("desk")
    with create(top / "registry", "authority", TODAY, database_of_module, "automatic") as registry:
        desk = Desk(registry, top)
        for name in ("alpha", "beta", "gamma"):
            desk.receive(desk.add(name).submission(notices=40))
    return top / "registry"


def run(*words: object, code: int = 0) -> str:
    done = RUN.invoke(app, [str(word) for word in words])
    if isinstance(done.exception, UserError):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


def test_pool_prints_totals(folder: Path) -> None:
    body = json.loads(run("pool", folder, *PERIOD, "--format", "json"))
    totals = {f["metric"]: f["value"] for f in body["figures"] if not f["dimensions"]}
    assert totals["notices.received"] == 120


def test_publish_writes_a_folder(folder: Path, tmp_path: Path) -> None:
    clock = ("--clock", AT.date())
    out = run("publish", folder, *PERIOD, "-o", tmp_path / "p", *clock)
    assert out.startswith("edition 1 as of entry 6: 100.0% of ")
    assert (tmp_path / "p" / "index.html").is_file()
    told = run("publish", folder, *PERIOD, "--as-of", 6, "-o", tmp_path / "q", "--format", "json")
    assert json.loads(told)["published"] is True


def test_a_plan_publishes_nothing(folder: Path) -> None:
    out = run("publish", folder, *PERIOD, "--plan", "--no-services")
    assert "publish as it is" in out
    with pytest.raises(UserError, match="no folder to write into"):
        run("publish", folder, *PERIOD)


def test_export_writes_the_ledger(folder: Path, tmp_path: Path) -> None:
    assert "ledger.jsonl" in run("export", folder, "-o", tmp_path / "out")


def test_measures_stand_beside_a_publication(folder: Path, tmp_path: Path) -> None:
    run("publish", folder, *PERIOD, "-o", tmp_path / "p", "--clock", AT.date())
    shipped = Path(__file__).parents[3] / "examples" / "regulator-pool" / "measures.jsonl"
    page = tmp_path / "m.html"
    run("measures", tmp_path / "p" / "publication.json", shipped, "-o", page)
    assert "Komdigi" in page.read_text()
