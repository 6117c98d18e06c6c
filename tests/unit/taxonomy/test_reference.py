from harmscope.taxonomy.harm import harm
from harmscope.taxonomy.reference import MARK, check, pages, write


def test_the_committed_pages_are_current(root):
    stale = check(root / "docs" / "reference" / "taxonomy")
    assert stale == [], "run: harmscope taxonomy reference --write"


def test_one_page_a_category_that_says_it_is_generated():
    found = pages()
    assert set(found) > {f"{key}.md" for key in harm().categories}
    assert all(text.startswith(MARK) for text in found.values())


def test_a_page_is_readable_on_its_own():
    page = pages()["ncii.synthetic.md"]
    for part in (
        "## Includes",
        "## Excludes",
        "## Boundary cases",
        "## Elsewhere",
        "no equivalent",
    ):
        assert part in page


def test_links_between_pages_lead_somewhere():
    import re

    found = pages()
    targets = {name for text in found.values() for name in re.findall(r"\]\(([^)]+\.md)\)", text)}
    assert targets <= set(found)


def test_write_then_check(tmp_path):
    folder = tmp_path / "pages"
    (folder).mkdir()
    (folder / "left-over.md").write_text("x", encoding="utf-8")
    assert "left-over.md" in check(folder)
    assert write(folder) == len(pages())
    assert check(folder) == []
    (folder / "ip.md").write_text("changed", encoding="utf-8")
    assert check(folder) == ["ip.md"]
