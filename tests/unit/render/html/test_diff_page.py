from harmscope.comparison import Difference
from harmscope.render.html.diff_page import difference_page


def test_every_change_stands_on_the_page(difference: Difference) -> None:
    page = difference_page(difference)
    assert page.count('<td class="kind">') == 3
    assert "by 10; 25 %" in page
    assert "<script" not in page
    assert 'download="changes.csv"' in page
