"""What is remembered gives the same bytes as what is translated."""

import orjson
from hypothesis import given
from hypothesis import strategies as st

from harmscope.formats.spool import Spool
from harmscope.importers.columns import Columns
from harmscope.importers.dsa_sor import identifier, incident
from harmscope.importers.dsa_sor_cells import Cells
from harmscope.importers.dsa_sor_memo import Memo
from tests.unit.importers.conftest import BASE

DIGEST = "0123456789abcdef" * 4
DATES = (
    *("", " ", None, "2025-06-30", "2025-06-30 10:11:12", "2025-07-01T00:00:00Z", "NaN", "soon"),
    *("2025-07-02 00:00:00", "2025-07-02 23:59:59", "2999-01-01", "2025-02-30", 7),
)
CELLS = {
    "uuid": ("", None, "u-1", "u-2", " u-2 ", "not an id", "NaN", 5),
    "puid": ("", None, "p-1", 'a "quoted" one'),
    "platform_uid": ("", None, "u-1", "ä/1", "x" * 501),
    "platform_name": ("Plazza", "100 % %b", "T03:17:41Z", "harmscope.hole.0", "", None, 3),
    "decision_ground": ("DECISION_GROUND_ILLEGAL_CONTENT", "x", None, True),
    "decision_visibility": (
        '["DECISION_VISIBILITY_OTHER"]',
        ["DECISION_VISIBILITY_OTHER"],
        "",
        "[",
    ),
    "decision_visibility_other": ("", "not in search", "y" * 501),
    "decision_account": ("", "DECISION_ACCOUNT_SUSPENDED"),
    "decision_monetary": ("", "DECISION_MONETARY_TERMINATION"),
    "category_specification": ("", '["KEYWORD_OTHER"]', ["KEYWORD_PHISHING"]),
    "content_id_ean": ("", "4006381333931", 4006381333931, 4006381333931.0),
    "decision_facts": ("", "facts\n", "é", "z" * 5001, "None", ["x"], "half \ud800"),
    "source_identity": ("", "Somebody", "null", "NULL"),
    "content_type": (None, ["CONTENT_TYPE_OTHER"], '["CONTENT_TYPE_SYNTHETIC_MEDIA"]', [1], 10**30),
    **dict.fromkeys(
        (
            *("application_date", "content_date", "created_at"),
            *("end_date_visibility_restriction", "end_date_account_restriction"),
            "end_date_monetary_restriction",
        ),
        DATES,
    ),
}
changed = st.dictionaries(st.sampled_from(sorted(CELLS)), st.integers(0, 20), max_size=5).map(
    lambda found: {name: CELLS[name][place % len(CELLS[name])] for name, place in found.items()}
)


def row(cells, without=()):
    return {name: value for name, value in (BASE | cells).items() if name not in without}


def translated(data, *, keep_text):
    cells = Cells(data, columns := Columns())
    record = incident(cells, "Own", DIGEST, keep_text=keep_text)
    faults = {(rule.code, name): (rule, name) for rule, name in cells.faults}
    return record, tuple(faults.values()), columns.words


@given(
    st.lists(changed, min_size=1, max_size=4),
    st.booleans(),
    st.sets(st.sampled_from(sorted(BASE)), max_size=2),
)
def test_a_remembered_record_has_the_bytes_of_a_translated_one(cells, keep_text, without):
    memo = Memo(incident, "Own", keep_text=keep_text)
    rows = [row(one, without) for one in cells]
    for data in [*rows, *rows, *(one | {"uuid": "u-3"} for one in rows)]:
        columns = Columns()
        found = memo.record(data, DIGEST, columns)
        if found is None:
            continue
        record, faults, words = translated(data, keep_text=keep_text)
        ready, said = found
        assert ready.line == Spool.line(record)
        assert ready.form == orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
        assert (ready.kind, ready.id, ready.service) == (
            "incident",
            record["incident_id"],
            record["service"],
        )
        assert said == faults
        assert columns.words == words


def record_of(memo, **cells):
    return memo.record(row(cells), DIGEST, Columns())


def test_a_kind_of_statement_is_known_from_the_second_on():
    memo = Memo(incident, "", keep_text=False)
    days = ("2025-07-02", "2025-07-03", "2025-07-05 10:00:00")
    found = [
        record_of(memo, uuid=f"u-{day[:10]}", application_date="2025-07-02", created_at=day)
        for day in days
    ]
    assert found[0] is None
    assert found[1] is not None
    record = orjson.loads(found[2][0].line)
    assert record["incident_id"] == record["source"]["id"] == "u-2025-07-05"
    assert record["source"]["filed_at"] == "2025-07-05T10:00:00Z"
    assert record["decisions"][0]["id"] == "u-2025-07-05:1"


def test_what_would_be_a_finding_is_left_to_the_translation():
    memo = Memo(incident, "", keep_text=False)
    assert [record_of(memo) for _ in range(3)][1:] != [None, None]
    for cells in (
        {"uuid": "", "platform_uid": ""},
        {"created_at": "soon"},
        {"created_at": "2025-06-30"},
        {"content_date": "2025-07-03"},
        {"end_date_account_restriction": "2025-07-01"},
        {"application_date": "2999-01-01"},
        {"platform_uid": "x" * 501},
    ):
        assert record_of(memo, **cells) is None


def test_the_id_of_a_remembered_record_is_that_of_the_row():
    memo = Memo(incident, "", keep_text=False)
    for number in range(3):
        cells = {"uuid": "no id", "puid": f" p-{number} "}
        found = record_of(memo, **cells)
    assert found is not None
    assert found[0].id == identifier(Cells(row(cells))) == "p-2"
