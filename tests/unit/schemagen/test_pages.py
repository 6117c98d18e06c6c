from pathlib import Path

from harmscope.schemagen.pages import write_folder


def test_a_folder_holds_exactly_the_pages(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("old", encoding="utf-8")
    (tmp_path / "same.md").write_text("same", encoding="utf-8")
    assert write_folder(tmp_path, {"new.md": "new", "same.md": "same"}) == ["new.md", "old.md"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.md", "same.md"]
    assert write_folder(tmp_path, {"new.md": "new", "same.md": "same"}) == []
