import pytest

from harmscope.importers.drafting_guesses import (
    MOST_VALUES,
    Column,
    _words,
    code_for,
    fields_for,
    guesses,
)
from harmscope.importers.mapping_file import CODED, FIELDS, codes_of


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


def test_day_and_month_that_may_be_swapped_are_reported():
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


def test_every_word_leads_to_a_field_or_code_that_exists():
    assert set(_words()["fields"]) <= set(FIELDS)
    for field, table in _words()["values"].items():
        assert field in CODED
        assert set(table) <= codes_of(field)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Fallnummer", "id"),
        ("decided_at", "decision.decided_at"),
        ("Date Reported", "notice.received_at"),
        ("Date Resolved", "decision.decided_at"),
        ("Action Taken", "decision.action"),
        ("Ma\u00dfnahme", "decision.action"),
    ],
)
def test_names_of_columns(name, field):
    assert fields_for(name)[0][0] == field


@pytest.mark.parametrize(
    ("field", "word", "code"),
    [
        ("decision.action", "gel\u00f6scht", "visibility.removed"),
        ("decision.action", "Geloescht", "visibility.removed"),
        ("category", "Hassrede", "hate"),
        ("category", "deepfake", "ncii.synthetic"),
        ("category", "xyzzy", ""),
    ],
)
def test_values(field, word, code):
    assert code_for(field, word)[0] == code


def column(name, *cells):
    made = Column(name)
    for cell in cells:
        made.see(cell)
    return made


def fields(*columns):
    return [one.field for one in guesses(list(columns))]


def test_names_and_cells_must_agree():
    assert fields(column("Gemeldet am", "24.10.2025")) == ["notice.received_at"]
    assert fields(column("Gemeldet am", "soon")) == [""]


def test_a_field_goes_to_the_best_name():
    got = fields(column("Kategorien", "a"), column("Kategorie", "a"))
    assert got == ["", "category"]


def test_people_are_never_codes():
    assert fields(column("Kategorie", "a@b.example")) == [""]
    assert fields(column("Melder", "a@b.example")) == ["notice.reporter"]


def test_every_guess_says_why():
    (one,) = guesses([column("Unbekannt", "x")])
    assert "left out" in one.why
