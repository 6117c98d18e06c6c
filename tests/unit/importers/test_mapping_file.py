import pytest

from harmscope.errors import UserError
from harmscope.importers.mapping_file import (
    CODED,
    FIELDS,
    MANY,
    TIMES,
    Filter,
    codes_of,
    read_mapping,
)


def test_every_coded_field_has_codes():
    assert all(codes_of(field) for field in CODED)
    assert set(CODED) <= set(FIELDS)
    assert set(MANY) <= set(CODED)


def test_times_are_known_by_their_names():
    assert "decision.decided_at" in TIMES
    assert "reversal.at" in TIMES
    assert "category" not in TIMES


def test_an_action_may_be_none():
    assert "no-action" in codes_of("decision.action")


def test_a_good_file(mapping_file):
    more = (
        '[times]\nzone = "Europe/Berlin"\n[values.category]\nHass = "hate"\n'
        '[splits]\nArt = ","\n[constants]\nsubject_kind = "account"\n'
        '[[filters]]\ncolumn = "Notiz"\ndrop = ["x"]\n'
    )
    mapping = read_mapping(mapping_file(more))
    assert mapping.columns["category"] == "Art"
    assert mapping.known == {"Nr", "Art", "Was", "Wann", "Notiz"}
    assert mapping.values == {"category": {"Hass": ("hate",)}}
    assert mapping.filters == (Filter("Notiz", frozenset({"x"}), keep=False),)


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ("[invented]\nx = 1\n", 9),
        ('[times]\nzone = "Europe/Nowhere"\n', 10),
        ('[times]\nrepeated_hour = "never"\n', 10),
        ('[values.category]\nHass = "nothing"\n', 10),
        ('[values.id]\nx = "y"\n', 9),
        ('[constants]\nsubject_kind = "nothing"\n', 10),
        ('[constants]\ninvented = "x"\n', 10),
        ('[splits]\nNr = ","\n', 10),
        ('[values."notice.kind"]\nx = ["user_flag", "legal_notice"]\n', 10),
    ],
)
def test_faults_name_their_line(mapping_file, more, line):
    with pytest.raises(UserError) as caught:
        read_mapping(mapping_file(more))
    assert caught.value.where.startswith(f"mapping.toml:{line} ")


@pytest.mark.parametrize(
    ("base", "fault"),
    [
        ('mapping = "1.0"\nfrom = "table"\n', "columns is missing"),
        ('mapping = "9"\nfrom = "table"\n[columns]\na = "id"\n', "another value"),
        ('mapping = "1.0"\nfrom = "table"\n[columns]\na = "nothing"\n', "no such field"),
        ('mapping = "1.0"\nfrom = "table"\n[columns]\na = "id"\nb = "id"\n', "another column"),
        ('mapping = "1.0"\nfrom = "table"\n[columns]\na = 3\n', "wrong kind"),
    ],
)
def test_what_a_file_must_hold(mapping_file, base, fault):
    with pytest.raises(UserError, match=fault):
        read_mapping(mapping_file(base=base))


def test_filters_keep_or_drop():
    assert Filter("a", frozenset({"x"}), keep=True).passes("x")
    assert not Filter("a", frozenset({"x"}), keep=False).passes("x")
