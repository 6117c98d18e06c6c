""""""

from harmscope.comparison import Comparison, Difference
from harmscope.comparison.groups import main_groups
from harmscope.render.html.comparison_page import (
    comparison_page,
    comparison_parts,
    difference_page,
    difference_parts,
    heat_tables,
    is_listed,
)


def test_a_cell_is_shaded_by_its_share_and_hatched_without_a_number(
    comparison: Comparison,
) -> None:
    heat = heat_tables(comparison)[0]
    label, cells = heat.rows[0]
    assert (heat.title, label) == ("Notices received", "Illegal or harmful speech")
    by_service = dict(zip(heat.services, cells, strict=True))
    assert (by_service["=<b>Beta"].text, by_service["=<b>Beta"].hatched) == ("not reported", True)
    # Its only partner has no number, so there is nothing to compare it with.
    assert (by_service["Alpha"].text, by_service["Alpha"].hatched) == ("12", True)
    assert by_service["Alpha"].share == "30 %"


def test_verdicts_stand_before_numbers(comparison: Comparison) -> None:
    page = comparison_page(comparison)
    verdicts, open_, figures = (
        page.index(f'id="{name}"') for name in ("verdicts", "open", "other")
    )
    assert verdicts < open_ < figures


def test_the_page_asks_nobody_and_runs_nothing(comparison: Comparison) -> None:
    page = comparison_page(comparison)
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
    assert "default-src 'none'" in page


def test_names_are_escaped(comparison: Comparison) -> None:
    page = comparison_page(comparison)
    assert "<b>Beta" not in page
    assert "&lt;b&gt;Beta" in page


def test_a_missing_number_is_hatched_and_contradictions_are_told(comparison: Comparison) -> None:
    page = comparison_page(comparison)
    assert '<td class="hatched"' in page
    assert "the total and its parts disagree" in page
    assert "What these reports cannot answer" in page


def test_totals_are_the_main_groups(comparison: Comparison) -> None:
    main = main_groups(comparison.groups)
    assert [group.category for group in main] == ["", ""]
    assert [is_listed(group) for group in main] == [True, False]
    assert ".hatched" in comparison_page(comparison)


def test_every_change_stands_on_the_page(difference: Difference) -> None:
    page = difference_page(difference)
    assert page.count('<td class="kind">') == 3
    assert "by 10; 25 %" in page
    assert "<script" not in page
    assert 'download="changes.csv"' in page


def test_a_narrow_screen_keeps_every_cell_with_its_name(difference: Difference) -> None:
    page = difference_page(difference)
    for name in ("Period", "Old", "New", "Difference"):
        assert page.count(f'<td data-label="{name}">') == 3


def test_the_pieces_are_those_of_the_page(comparison: Comparison, difference: Difference) -> None:
    for pieces, page in (
        (comparison_parts(comparison), comparison_page(comparison)),
        (difference_parts(difference), difference_page(difference)),
    ):
        assert list(pieces) == ["mast", "contents", "main", "foot"]
        for piece in pieces.values():
            assert piece in page
            assert "<style" not in piece
        assert "<h1>" in pieces["mast"]
        assert "<section" in pieces["main"]
