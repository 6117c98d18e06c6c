from harmscope.comparison import Comparison
from harmscope.comparison.groups import main_groups
from harmscope.render.html.compare_page import comparison_page, is_listed, style


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
    assert ".hatched" in style()
