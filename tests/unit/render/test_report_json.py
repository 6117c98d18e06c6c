"""Canonical JSON."""

from harmscope.model.figure import Figure
from harmscope.render.report_json import report_json


def test_members_are_sorted_and_text_is_as_it_is() -> None:
    figure = Figure(metric="a.b", value=1, unit="items", status="exact", notes=["ü"])
    text = report_json(figure)
    assert text.endswith("}\n")
    assert text.index('"metric"') < text.index('"notes"') < text.index('"status"')
    assert "ü" in text


def test_the_order_in_which_members_were_given_does_not_matter() -> None:
    one = Figure(metric="a.b", unit="items", status="exact", dimensions={"x": "1", "y": "2"})
    two = Figure(dimensions={"y": "2", "x": "1"}, status="exact", unit="items", metric="a.b")
    assert report_json(one) == report_json(two)
