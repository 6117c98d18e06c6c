"""Every text that a command takes means the same with the line ends of Windows."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
WAIVERS = """\
[[waiver]]
rule = "HS202"
reason = "copies of a drill"
expires = 2026-12-31
file = "records*.jsonl"
"""


@pytest.fixture
def folders(tmp_path: Path) -> dict[bytes, Path]:
    """The same files twice: with line feeds, and as Windows writes them."""
    texts = {
        "raw/meldungen.csv": EXAMPLES / "importers" / "home-made" / "raw" / "meldungen.csv",
        "mapping.toml": EXAMPLES / "importers" / "home-made" / "mapping.toml",
        "dataset.toml": EXAMPLES / "demo" / "dataset.toml",
        "statements.csv": EXAMPLES / "demo" / "statements" / "2025-04-to-06.csv",
        "records.jsonl": EXAMPLES / "platform-export" / "records.jsonl",
        "declared.toml": EXAMPLES / "platform-export" / "declared.toml",
        "profile.toml": ROOT / "src" / "harmscope" / "profiles" / "core.toml",
        "few.toml": ROOT / "tests" / "cases" / "few.toml",
    }
    found = {}
    for end in (b"\n", b"\r\n"):
        folder = found[end] = tmp_path / str(len(end))
        for name, path in texts.items():
            data = path.read_bytes().replace(b"\r\n", b"\n")
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data.replace(b"\n", end))
        (folder / "waivers.toml").write_bytes(WAIVERS.encode().replace(b"\n", end))
        (folder / "key").write_bytes(b"ab" * 32 + end)
        (folder / "key").chmod(0o600)
    return found


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code in (0, 1), done.output
    return done.stdout


def same(folders: dict[bytes, Path], *names: str) -> None:
    one, other = folders.values()
    for name in names:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def test_imports(folders: dict[bytes, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    mapped = ["import", "raw", "--from", "mapping", "--mapping", "mapping.toml"]
    for folder in folders.values():
        run(folder, monkeypatch, *mapped, "--key-file", "key", "-o", "mapped.jsonl")
        words = ["import", "statements.csv", "--from", "dsa-sor", "--dataset", "dataset.toml"]
        run(folder, monkeypatch, *words, "-o", "imported.jsonl")
    for name in ("mapped.jsonl", "imported.jsonl"):
        one, other = ((folder / name).read_bytes().splitlines() for folder in folders.values())
        assert one[1:] == other[1:]
        # The header holds the digest and the size of the sources.
        heads = [json.loads(lines[0]) | {"sources": None} for lines in (one, other)]
        assert heads[0] == heads[1]


def test_validate(folders: dict[bytes, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for folder in folders.values():
        lines = (folder / "records.jsonl").read_bytes().splitlines(keepends=True)
        (folder / "records.jsonl").write_bytes(b"".join([*lines, *lines[-3:]]))
        words = ["--waivers", "waivers.toml", "--ruleset", "few.toml", "--clock", "2026-07-10"]
        for form in (["records.jsonl"], ["statements.csv", "--kind", "dsa-sor"]):
            out = run(folder, monkeypatch, "validate", *form, *words, "--format", "json")
            found.append(json.loads(out))
    half = len(found) // 2
    for one, other in zip(found[:half], found[half:], strict=True):
        assert one["findings"] == other["findings"]
        assert one["findings"]
        assert one["rows"] == other["rows"]


def test_reports(folders: dict[bytes, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    told = ["--service", "Lanternfish", "--clock", "2026-07-10", "--period", "2025-H2"]
    for folder in folders.values():
        declared = ["--profile", "dsa-harmonised", "--declared", "declared.toml"]
        run(folder, monkeypatch, "report", "records.jsonl", *told, *declared, "-o", "dsa")
        own = ["--profile", "profile.toml"]
        run(folder, monkeypatch, "report", "records.jsonl", *told, *own, "-o", "own")
    same(folders, "dsa/figures.csv", "own/figures.csv")


def test_keys(folders: dict[bytes, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = folders.values()
    clock = ["--clock", "2026-04-10"]
    run(one, monkeypatch, "submit", "keys", "new", "--name", "h", "--out", "keys", *clock)
    shutil.copytree(one / "keys", other / "keys")
    for path in (other / "keys").iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    said = []
    for folder in folders.values():
        records = str(EXAMPLES / "regulator-pool" / "harbour.jsonl")
        words = ["--sender", "h", "--service", "Harbour", "--period", "2026-Q1", "-o", "p.zip"]
        run(folder, monkeypatch, "submit", "pack", records, *words, *clock)
        run(folder, monkeypatch, "submit", "sign", "p.zip", "--key", "keys/h.key.pem")
        words = ["verify", "p.zip", "--key", "keys/h.public.json", *clock]
        said.append(run(folder, monkeypatch, "submit", *words))
    assert said[0] == said[1]
    same(folders, "p.zip")
