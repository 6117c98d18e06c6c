"""Documents that point at the tree point at what is there, and decisions have one form."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
PATHS = ROOT / "docs" / "design.md"
FILE = re.compile(r"`((?:src|tests|taxonomy|schemas|docs|examples|benchmarks)/[\w./-]*)`")
LINK = re.compile(r"\]\(([^)\s:#]*)(?:#([\w-]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
STEP = re.compile(r"^\d+\. `(src/harmscope/[\w/]+\.py)`: \S", re.MULTILINE)
MOST = 8
"""Files from a command to its output."""


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_files_that_a_document_names_are_there(path: Path) -> None:
    named = FILE.findall(path.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def headings(path: Path) -> set[str]:
    """The names that headings of a page have in links."""
    found = HEADING.findall(path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in found}


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_of_a_document_lead_somewhere(path: Path) -> None:
    broken = []
    for name, part in LINK.findall(path.read_text(encoding="utf-8")):
        aim = path.parent / name if name else path
        if not aim.exists() or (part and part not in headings(aim)):
            broken.append(f"{name}#{part}")
    assert broken == []


def test_the_readme_leads_to_every_tutorial_and_how_to_page() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = [*(ROOT / "docs").glob("tutorial-*.md"), *(ROOT / "docs").glob("howto-*.md")]
    assert len(pages) >= 8
    assert [page.name for page in pages if f"](docs/{page.name})" not in text] == []


@pytest.mark.parametrize("command", ["validate", "import", "report", "registry receive"])
def test_the_way_of_a_command_is_told_in_few_files(command: str) -> None:
    text = PATHS.read_text(encoding="utf-8")
    section = text.partition(f"### `{command}`\n")[2].partition("\n#")[0]
    steps = STEP.findall(section)
    assert 3 <= len(steps) <= MOST, steps
    assert all((ROOT / step).is_file() for step in steps)
    assert len(set(steps)) == len(steps)


def test_decisions_are_numbered_and_listed() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in DECISIONS] == re.findall(r"\]\(([\w-]+\.md)\)", index)


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name[:4])
def test_a_decision_is_one_short_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    title = re.match(r"# (\d{4}) .+\n\nDate: \d{4}-\d\d-\d\d\n", text)
    assert title is not None
    assert title[1] == path.name[:4]
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequence"]
    assert len(text.split()) <= 300
