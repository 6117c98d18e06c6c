"""SVG elements escape what is put into them."""

import pytest

from harmscope.render.html.charts.svg import ChartRow, decoration, element, join, share

EVIL = '"><script>x</script>'


def test_text_and_attributes_are_escaped() -> None:
    made = element("text", EVIL, class_=EVIL, aria_label=EVIL)
    assert "<script>" not in made
    assert made.count("&lt;script&gt;") == 3


def test_names_lose_their_underscores_and_none_is_left_out() -> None:
    assert (
        element("rect", class_="a", stroke_width=1, rx=None) == '<rect class="a" stroke-width="1"/>'
    )


def test_decoration_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in decoration(element("rect"))


def test_join_escapes_text_among_parts() -> None:
    assert join([element("b", "x"), "<i>"]) == "<b>x</b>&lt;i&gt;"


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(1, 3) == "33.33%"
    assert share(1, 0) == "0%"


@pytest.mark.parametrize(
    ("value", "brief"), [(9999, "9,999"), (12345, "12.3k"), (2_500_000, "2.5m"), (3e9, "3bn")]
)
def test_narrow_columns_get_few_characters(value: float, brief: str) -> None:
    assert ChartRow("x", value, f"{int(value):,}").brief == brief


def test_a_limit_is_brief_in_narrow_columns() -> None:
    assert ChartRow("May", 7, "at least 7").brief == "≥ 7"
    assert ChartRow("May", 7, "about 7").brief == "≈ 7"
