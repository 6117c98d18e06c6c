from pathlib import Path

from harmscope.schemagen import KINDS
from harmscope.schemagen.record_pages import record_pages, write_record_pages

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
