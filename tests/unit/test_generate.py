import shutil
from pathlib import Path

import pytest

from harmscope import generate as module
from harmscope.generate import generate, main

FOLDERS = ("schemas", "docs/reference", "tests/cases", "src/harmscope/model")


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    """A copy of everything that is generated."""
    for folder in FOLDERS:
        shutil.copytree(root / folder, tmp_path / folder)
    shutil.copy(root / "docs" / "api.md", tmp_path / "docs")
    return tmp_path


def test_nothing_generated_is_stale(checkout: Path) -> None:
    stale = generate(checkout)
    assert not stale, f"run `make generate` and commit: {stale}"


def test_what_is_missing_is_written_and_named(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["schemas/rules.json", "src/harmscope/model/typed.py"]
    for name in names:
        (checkout / name).unlink()
    monkeypatch.setattr(module, "__file__", str(checkout / "src" / "harmscope" / "generate.py"))
    main()
    assert capsys.readouterr().out.splitlines() == names
    assert all((checkout / name).is_file() for name in names)
