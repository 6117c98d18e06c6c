from pathlib import Path

from harmscope.rules import CATALOGUE
from harmscope.schemagen import KINDS
from harmscope.schemagen.pages import (
    example_of,
    record_pages,
    rule_pages,
    write_folder,
    write_pages,
    write_record_pages,
)


def test_a_folder_holds_exactly_the_pages(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("old", encoding="utf-8")
    (tmp_path / "same.md").write_text("same", encoding="utf-8")
    assert write_folder(tmp_path, {"new.md": "new", "same.md": "same"}) == ["new.md", "old.md"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.md", "same.md"]
    assert write_folder(tmp_path, {"new.md": "new", "same.md": "same"}) == []


ROOT = Path(__file__).parents[3]


def test_the_pages_are_current() -> None:
    folder = ROOT / "docs" / "reference" / "records"
    lying = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    assert lying == record_pages(), "run: python -m harmscope.generate"


def test_every_kind_has_its_page() -> None:
    assert set(record_pages()) == {"README.md", *(f"{kind}.md" for kind in KINDS)}


def test_a_page_names_members_their_form_and_what_changed() -> None:
    page = record_pages()["dataset.md"]
    assert "| `time_zone` | always |" in page
    assert "| `coverage.extent` | always | `complete`, `sample`, `selection` |" in page
    assert "- 1.1: renamed `times` to `times_of_day`." in page


def test_pages_of_no_kind_are_removed(tmp_path: Path) -> None:
    assert len(write_record_pages(tmp_path)) == len(KINDS) + 1
    (tmp_path / "docs" / "reference" / "records" / "gone.md").write_text("x", encoding="utf-8")
    assert write_record_pages(tmp_path) == ["docs/reference/records/gone.md"]


def test_rule_pages_the_pages_are_current(root: Path) -> None:
    folder = root / "docs" / "reference" / "rules"
    lying = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    assert lying == rule_pages(root), "run: python -m harmscope.generate"


def test_every_rule_has_a_page_with_its_examples(root: Path) -> None:
    pages = rule_pages(root)
    assert set(pages) == {"README.md", *(f"{code}.md" for code in CATALOGUE)}
    page = pages["HS102.md"]
    assert "tests/cases/HS102/bad.jsonl" in page
    assert '-    "created_at": "2026-01-03T09:30:00Z"' in page


def test_a_page_of_no_rule_is_removed(tmp_path: Path) -> None:
    stray = tmp_path / "docs" / "reference" / "rules" / "HS999.md"
    stray.parent.mkdir(parents=True)
    stray.write_text("old", encoding="utf-8")
    assert "docs/reference/rules/HS999.md" in write_pages(tmp_path)
    assert not stray.exists()
    assert not write_pages(tmp_path)


def test_an_example_says_what_changes_from_bad_to_good(root: Path) -> None:
    example = example_of("HS102", root)
    assert example is not None
    assert (example.bad, example.good) == ("bad.jsonl", "good.jsonl")
    assert '-    "created_at": "2026-01-03T09:30:00Z"' in example.change
    assert example_of("SP001", root) is None
