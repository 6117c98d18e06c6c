import pytest

from harmscope.importers.drafting.words import _words, code_for, fields_for
from harmscope.importers.mapping.fields import CODED, FIELDS, codes_of


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
