from harmscope.comparison import Difference
from harmscope.render.html.diff_page import difference_page


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
