import pytest

from harmscope.importers.log.entry import BadRow
from harmscope.importers.mapped_cells import Cells, Codes, as_text, cell, fault_of, shape
from harmscope.importers.mapping_file import read_mapping

VALUES = '[values.category]\nHass = "hate"\nBetrug = "fraud"\n'


@pytest.fixture
def cells(mapping_file, writer, entry):
    """``cells(more, **row)``: a row under a mapping file with ``more`` text."""

    def make(more="", **row):
        mapping = read_mapping(mapping_file(more))
        return Cells(entry(**row), mapping, mapping.main, writer)

    return make


def test_cells_by_field(cells):
    assert cells(Nr=" 7 ").text("id") == "7"
    assert cells(Nr="7").text("subject") == ""


def test_a_constant_fills_what_no_column_has(cells):
    assert cells('[constants]\norigin = "local"\n').code("origin") == "local"


def test_values_become_codes(cells):
    assert cells(VALUES, Art="Hass").codes("category") == Codes(("hate",))


def test_several_values_in_one_cell(cells):
    split = VALUES + '[splits]\nArt = ";"\n'
    assert cells(split, Art="Hass; Betrug;Hass").codes("category") == Codes(("hate", "fraud"))


def test_a_value_that_is_not_mapped_is_reported(cells, writer):
    assert cells(VALUES, Art="anderes").codes("category") == Codes((), known=False)
    assert writer.task.tally.total("warning") == 1


def test_a_broken_time_names_its_column(cells):
    with pytest.raises(BadRow) as caught:
        cells(Wann="bald").time("decision.decided_at", needed=True)
    assert caught.value.name == "Wann"
    assert caught.value.reported


@pytest.mark.parametrize("time", ["2025-10-26 02:30", "2025-03-30 02:30"])
def test_the_hour_at_which_clocks_change_is_reported_once(cells, writer, time):
    berlin = '[times]\nzone = "Europe/Berlin"\n'
    with pytest.raises(BadRow) as caught:
        cells(berlin, Wann=time).time("decision.decided_at", needed=True)
    assert [one.rule for one in writer.task.tally.samples()] == ["IM007"]
    assert caught.value.reported


def told(writer):
    return [one.rule for one in writer.task.tally.samples()]


def test_a_broken_time_that_the_row_can_do_without_is_a_finding(cells, writer):
    assert cells(Wann="31.02.2025").time("decision.decided_at") == ""
    (finding,) = writer.task.tally.samples()
    assert (finding.rule, finding.pointer, finding.line) == ("IM031", "/Wann", 1)
    assert "no day of the calendar, like 99.99.9999" in finding.message
    assert "31" not in finding.message


def test_a_day_that_two_forms_read_in_two_ways_is_not_guessed(cells, writer):
    both = '[times]\nformats = ["%d/%m/%Y", "%m/%d/%Y"]\n'
    assert cells(both, Wann="01/02/2026").time("decision.decided_at") == ""
    assert told(writer) == ["IM032"]
    assert cells(both, Wann="02/02/2026").time("decision.decided_at") == "2026-02-02"
    assert cells(both, Wann="13/02/2026").time("decision.decided_at") == "2026-02-13"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("31.02.2025", "no day of the calendar, like 99.99.9999"),
        ("2025-13-45", "no day of the calendar, like 9999-99-99"),
        ("01.02.2025", "a form that is not in formats, like 99.99.9999"),
        ("soon", "no date"),
        ("12 o'clock", "no date that is understood, like 99 a?aaaaa"),
    ],
)
def test_the_fault_of_a_time_is_said_without_its_value(text, fault):
    assert fault_of(text) == fault


def test_a_shape_holds_nothing_of_a_cell():
    assert shape("Ann 1987@x") == "aaa 9999?a"


def test_a_value_left_empty_is_open(cells):
    left = '[values."decision.action"]\nweg = ""\n'
    assert cells(left, Was="weg").codes("decision.action") == Codes((), open_=True)
    assert cells(left, Was="").codes("decision.action") == Codes((), open_=True)


def test_an_empty_cell_means_what_the_file_says(cells):
    empty = '[values."decision.action"]\n"" = "no-action"\n'
    assert cells(empty, Was="").code("decision.action") == "no-action"


@pytest.mark.parametrize("word", ["nan", "NaT", "None", "NULL", "\\N", "NA", "n/a", "-"])
def test_words_for_no_value_are_empty_and_said_once_a_column(cells, writer, word):
    assert cells(Wann=word).time("decision.decided_at") == ""
    assert cells(Was=word).codes("decision.action").open_
    assert not writer.task.tally.total()


def test_words_are_known_in_any_case(cells):
    assert cells(VALUES, Art="HASS").code("category") == "hate"


MEMBERS = """\
mapping = "1.0"
from = "table"
[columns]
Nr = "id"
ein = "notice.received_at"
weg = "notice.removed_at"
ok = "notice.valid"
zahl = "notice.item_count"
staat = "order.state"
art = "order.kind"
alt = "content.created_at"
spr = "content.language"
kind = "depicted.minor"
ki = ["generation.ai_involvement", "detection.automated"]
[values."generation.ai_involvement"]
ja = "synthetic"
[values."detection.automated"]
ja = "yes"
[constants]
"notice.jurisdiction" = "EU"
"""


@pytest.fixture
def rich(mapping_file, entry, writer):
    mapping = read_mapping(mapping_file(base=MEMBERS))
    return lambda **row: Cells(entry(**row), mapping, mapping.main, writer)


def test_fields_become_members_where_the_record_has_them(rich):
    cells = rich(weg="2026-01-02", ok="ja", zahl="3.0", staat="de", art="act")
    assert cells.members("notice") == {
        "removed_at": "2026-01-02",
        "valid": True,
        "item_count": 3,
        "order": {"state": "DE", "kind": "act"},
        "jurisdictions": ["EU"],
    }


def test_one_column_feeds_several_fields(rich):
    assert rich(ki="ja", spr="DE", kind="nein", alt="2026-01-01").members("case") == {
        "generation": {"ai_involvement": "synthetic"},
        "detection": {"automated": True},
        "content": {"languages": ["de"], "created_at": "2026-01-01"},
        "depicted": {"minor": "no"},
    }


def test_a_cell_that_its_field_does_not_take_is_a_finding(rich, writer):
    assert (
        rich(zahl="viele", ok="vielleicht").members("notice", frozenset(("notice.jurisdiction",)))
        == {}
    )
    assert sorted(told(writer)) == ["IM002", "IM035"]


def test_inner_members_of_json_are_columns(entry):
    data = {"a": {"b": [{"c": True}]}, "x.y": 1}
    assert cell(data, "a.b.0.c") is True
    assert cell(data, "a.b.1.c") is None
    assert cell(data, "x.y") == 1


@pytest.mark.parametrize(
    ("value", "text"), [(True, "true"), (3.0, "3"), (2.5, "2.5"), (None, ""), ([1], ""), (7, "7")]
)
def test_values_as_a_table_writes_them(value, text):
    assert as_text(value) == text


FLAGS = """
[flags]
Spam = { category = "platform-abuse.spam" }
Betrug = { category = "fraud" }
Weg = { "decision.action" = "visibility.removed" }
"""


def test_marks_in_columns_are_codes(cells, writer):
    found = cells(FLAGS, Spam="x", Betrug="ja", Weg="nein", Art="hate")
    assert found.codes("category") == Codes(("hate", "platform-abuse.spam", "fraud"))
    assert found.codes("decision.action").open_
    assert not writer.task.tally.total()


def test_a_mark_that_is_none_is_a_finding(cells, writer):
    assert cells(FLAGS, Spam="vielleicht").codes("category").found == ()
    assert told(writer) == ["IM002"]


def test_no_mark_at_all_means_what_the_file_says(cells):
    more = FLAGS + '[values."decision.action"]\n"" = "no-action"\n'
    assert cells(more, Weg="").code("decision.action") == "no-action"


def test_a_day_number_of_a_spreadsheet_is_called_so() -> None:
    assert fault_of("45678").startswith("a day number of a spreadsheet")
    assert fault_of("45678.5").startswith("a day number of a spreadsheet")
    assert "spreadsheet" not in fault_of("12345678")
