from harmscope.validation.statement import across, excused, normal, pointer, reader, requests

DUMP = {
    "uuid": "u",
    "platform_uid": "p",
    "content_type": '["CONTENT_TYPE_TEXT"]',
    "category_addition": "[]",
    "decision_monetary": "",
    "account_type": "null",
    "content_date": "2026-01-01 00:00:00",
    "created_at": "2026-01-02 10:11:12",
}


def test_a_dump_row_in_the_shape_of_a_request() -> None:
    assert normal(DUMP) == {
        "puid": "p",
        "content_type": ["CONTENT_TYPE_TEXT"],
        "content_date": "2026-01-01",
        "created_at": "2026-01-02",
    }


def test_what_is_no_list_and_no_day_stays_to_be_judged() -> None:
    row: dict[str, object] = {"content_type": "[broken", "content_date": "2026-01-01 10:00:00"}
    assert normal(row) == row


def test_pointers_name_the_column_of_the_file() -> None:
    assert pointer("/puid", DUMP) == "/platform_uid"
    assert pointer("/puid", {"puid": "p"}) == "/puid"
    assert pointer("/category", DUMP) == "/category"


def test_a_light_dump_is_not_asked_for_what_it_leaves_out() -> None:
    assert excused("/decision_facts", DUMP)
    assert not excused("/decision_facts", {**DUMP, "decision_facts": ""})
    assert not excused("/decision_facts", {"puid": "p"})
    assert not excused("/category", DUMP)


def test_column_by_column_says_what_row_by_row_does() -> None:
    cells = ["", "null", "[]", '["a","b"]', "2026-01-01 00:00:00", "[broken", "x", "x"]
    names = [*DUMP, "puid", "category", "territorial_scope"]
    rows = [
        {name: cells[(place * 3 + number) % len(cells)] for place, name in enumerate(names)}
        for number in range(20)
    ]
    columns = {name: [row[name] for row in rows] for name in names}
    assert requests(columns, 20) == [normal(dict(row)) for row in rows]


def test_rows_without_anything_are_requests_without_members() -> None:
    assert requests({"puid": ["", "null"]}, 2) == [{}, {}]


def test_cells_of_any_type_are_read_as_those_of_rows() -> None:
    cells = ["", "null", [], ["a"], '["a"]', None, 0, False, "2026-01-01 00:00:00", {"m": 1}]
    for name in ("content_type", "content_date", "platform_uid", "category", "created_at", "uuid"):
        member, read = reader(name)
        rows = across([(member, list(map(read, cells)))] if member else [], len(cells))
        assert rows == [normal({name: cell}) for cell in cells]
