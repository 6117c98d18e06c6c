import pytest

from harmscope.importers.drafting.column import MOST_VALUES, Column


def seen(*cells):
    column = Column("c")
    for cell in cells:
        column.see(cell)
    return column


@pytest.mark.parametrize(
    ("cells", "form"),
    [
        (("24.10.2025 09:15", "01.11.2025 00:30"), "%d.%m.%Y %H:%M"),
        (("2025-10-24", ""), "%Y-%m-%d"),
        (("01/13/2025 3:05 PM", "01/14/2025 11:00 AM"), "%m/%d/%Y %I:%M %p"),
        (("24.10.2025", "soon"), ""),
        ((), ""),
    ],
)
def test_a_form_fits_every_filled_cell(cells, form):
    assert seen(*cells).time_form == form


def test_day_and_month_that_may_be_swapped_are_told():
    assert seen("01/02/2025").other_form
    assert not seen("13/02/2025").other_form


def test_addresses_and_handles_are_people():
    assert seen("planted@mail.example").is_about_people
    assert seen("@handle").is_about_people
    assert seen("203.0.113.7").is_about_people
    assert not seen("Spam").is_about_people


def test_values_are_given_up_where_there_are_many():
    assert seen("a", "b", "a").values == {"a": 2, "b": 1}
    assert seen(*map(str, range(MOST_VALUES + 1))).values is None
