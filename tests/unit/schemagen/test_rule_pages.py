from pathlib import Path

from harmscope.rules import CATALOGUE
from harmscope.schemagen.rule_pages import rule_pages, write_pages


def test_the_pages_are_current(root: Path) -> None:
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
