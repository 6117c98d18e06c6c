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
