import pytest

from harmscope.importers.log.entry import BadRow, Entry


def entry(**data):
    return Entry("reports", data, "raw/a.csv", 7, 120)


def test_digest_does_not_depend_on_the_order_of_members():
    assert entry(a=1, b=2).digest == entry(b=2, a=1).digest


def test_digest_depends_on_values():
    assert entry(a=1).digest != entry(a=2).digest


def test_a_missing_member_is_named():
    with pytest.raises(BadRow) as caught:
        entry(id="").need("id")
    assert caught.value.name == "id"


@pytest.mark.parametrize("value", [True, "t", "true", "1", "TRUE"])
def test_flags_as_json_sql_and_csv_write_them(value):
    assert entry(resolved=value).flag("resolved")


@pytest.mark.parametrize("value", [False, "f", "false", "0", None, ""])
def test_flags_that_are_not_set(value):
    assert not entry(resolved=value).flag("resolved")


@pytest.mark.parametrize("value", [["1", "2"], "{1,2}", "[1, 2]", '["1","2"]', [1, 2]])
def test_lists_as_json_and_postgresql_write_them(value):
    assert entry(status_ids=value).items("status_ids") == ["1", "2"]


@pytest.mark.parametrize("value", [None, "", "nothing", 3, "{}", "[]"])
def test_what_is_no_list_is_empty(value):
    assert entry(status_ids=value).items("status_ids") == []


def test_rows_of_a_page_know_their_place():
    (first, second) = entry(events=[{"id": 1}, "no row", {"id": 2}]).inner("events", "events")
    assert (first.pointer, second.pointer) == ("/events/0", "/events/2")
    assert second.line == 7


def test_an_inner_object_is_read_in_the_same_way():
    assert entry(event={"kind": "x"}).sub("event").need("kind") == "x"
    assert entry(event="text").sub("event").data == {}


@pytest.mark.parametrize("value", ["nan", "NULL", "\\N", "NaT", "None", "NA", " "])
def test_words_for_no_value_are_missing(value):
    row = entry(id=value)
    assert not row.has("id")
    assert row.text("id") == ""
    with pytest.raises(BadRow):
        row.need("id")


def test_a_word_for_no_value_that_is_a_code_is_kept_and_not_said():
    row = entry(state="NA")
    assert row.text("state", {"NA"}) == "NA"
    assert not row.columns.words


def test_words_for_no_value_are_counted_by_column():
    row = entry(id="nan")
    assert row.text("id") == row.text("id") == ""
    assert dict(row.columns.words) == {("id", "nan"): 2}


@pytest.mark.parametrize(("value", "said"), [("f", False), (0, False), ("", None), ("x", None)])
def test_an_answer_can_be_missing(value, said):
    assert entry(removed=value).answer("removed") is said


@pytest.mark.parametrize(("value", "number"), [("3", 3), (3.0, 3), ("x", None), (True, None)])
def test_numbers(value, number):
    assert entry(n=value).number("n") == number


def test_an_object_may_stand_in_a_cell():
    assert entry(event='{"kind": "x"}').part("event") == {"kind": "x"}
    assert entry(event="{1,2}").part("event") == {}
    assert entry(at='{"$date": "2026-01-05T10:00:00Z"}').text("at") == "2026-01-05T10:00:00Z"


def test_the_same_row_has_one_digest_as_csv_and_as_json():
    row = entry(id=7, open=False, note=None, posts=["1"], score=2.0)
    assert row.digest == entry(id="7", open="false", posts='["1"]', score="2", note="").digest


def test_a_row_of_another_table_has_its_place_and_its_own_columns():
    row = entry(id=1)
    other = row.other("strikes", {"id": 2}, "/x")
    assert (other.table, other.line, other.pointer) == ("strikes", 7, "/x")
    assert other.columns is row.book.columns("raw/a.csv", "strikes")


def test_members_inside_the_object_that_tells_are_named():
    row = entry(event={"kind": "x", "score": 3})
    assert row.inside("event").text("kind") == "x"
    assert list(row.book.notes()) == [("raw/a.csv (reports: event): not read (1): score", 1)]
