import shutil
from pathlib import Path

from harmscope.generate import generate


def test_nothing_generated_is_stale(root: Path, tmp_path: Path) -> None:
    for folder in ("schemas", "docs/reference", "tests/cases"):
        shutil.copytree(root / folder, tmp_path / folder)
    stale = generate(tmp_path)
    assert not stale, f"run `make generate` and commit: {stale}"


def test_what_is_missing_is_written(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "schemas", tmp_path / "schemas")
    shutil.copytree(root / "docs" / "reference", tmp_path / "docs" / "reference")
    shutil.copytree(root / "tests" / "cases", tmp_path / "tests" / "cases")
    (tmp_path / "schemas" / "rules.json").unlink()
    assert "schemas/rules.json" in generate(tmp_path)
    assert (tmp_path / "schemas" / "rules.json").is_file()
