import pytest

from harmscope.importers.drafting_columns import (
    MOST_VALUES,
    Column,
    forms_of,
    lines_of_two_readings,
    times_of,
)


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
        ((), ""),
    ],
)
def test_a_form_fits_every_filled_cell(cells, form):
    times = times_of([seen(*cells)])
    assert (times.forms, times.open_) == ((form,) if form else (), ())


def test_day_and_month_that_may_be_swapped_are_reported():
    assert lines_of_two_readings(seen("01/02/2025", "13/02/2025")) == (1, [0])
    assert lines_of_two_readings(seen("01.02.2025")) == (0, [])


def test_other_cells_prove_the_order_of_day_and_month():
    assert times_of([seen("01/02/2025"), seen("13/02/2025 10:00")]).forms == (
        "%d/%m/%Y",
        "%d/%m/%Y %H:%M",
    )
    assert times_of([seen("01/02/2025", "02/13/2025")]).forms == ("%m/%d/%Y",)


def test_without_proof_the_order_stays_open():
    times = times_of([seen("01/02/2025")])
    assert (times.forms, times.open_) == ((), ("%d/%m/%Y",))


def test_two_orders_in_one_table_are_mixed():
    times = times_of([seen("13/02/2025", "02/13/2025", "01/02/2025")])
    assert times.mixed
    assert set(times.forms) == {"%d/%m/%Y", "%m/%d/%Y"}


def test_a_column_of_times_may_hold_some_other_cells():
    assert seen("24.10.2025", "25.10.2025", "26.10.2025", "27.10.2025", "soon").is_time
    assert seen("24.10.2025", "NaT").is_time
    assert not seen("24.10.2025", "soon").is_time
    assert not seen("20260102", "12345").is_time


@pytest.mark.parametrize("cell", ["2026-02-01T10:00:00.123+02:00", "3 Mar 2026", "1.2.2026, 9:05"])
def test_forms_of_one_cell(cell):
    assert forms_of(cell)


def test_a_column_holds_the_values_of_another():
    assert seen("1", "2").holds(seen("1", "2", "3"))
    assert not seen("1", "9").holds(seen("1", "2", "3"))
    assert seen("1", "1").repeats


def test_addresses_and_handles_are_people():
    assert seen("planted@mail.example").is_about_people
    assert seen("@handle").is_about_people
    assert seen("203.0.113.7").is_about_people
    assert not seen("Spam").is_about_people


def test_values_are_given_up_where_there_are_many():
    assert seen("a", "b", "a").values == {"a": 2, "b": 1}
    assert seen(*map(str, range(MOST_VALUES + 1))).values is None
