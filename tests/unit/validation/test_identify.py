""""""

import json
from base64 import b64encode

import msgspec

from harmscope.validation.identify import (
    NOTHING,
    View,
    holds_statements,
    identity,
    kind_of,
    otherwise,
    signed_record,
    view,
)
from harmscope.validation.schemas import shape, versions
from harmscope.validation.statistics import Statistics
from harmscope.validation.typed_records import typed

STATEMENT = {"decision_ground": "x", "category": "y", "source_type": "z"}


def test_a_record_says_its_kind() -> None:
    assert kind_of({"record": "notice"}, None) == "notice"
    assert kind_of({"record": "notice"}, "notice") == "notice"


def test_a_header_may_stand_before_any_kind() -> None:
    assert kind_of({"record": "dataset"}, "notice") == "dataset"


def test_another_kind_than_the_given_one_is_none() -> None:
    assert kind_of({"record": "incident"}, "notice") is None
    assert kind_of({"record": "nothing"}, None) is None
    assert kind_of({"record": 5}, "notice") is None


def test_statements_are_known_by_their_members() -> None:
    assert kind_of(STATEMENT, None) == "dsa-sor"
    assert kind_of({"category": "y"}, None) is None
    assert kind_of({"category": "y"}, "dsa-sor") == "dsa-sor"


def test_ids() -> None:
    one, other = ({"notice_id": "n", "service": name} for name in ("A", "B"))
    assert identity("notice", one) == identity("notice", dict(one))
    assert identity("notice", one) != identity("notice", other)
    assert identity("notice", {"notice_id": 5}) is None
    assert identity("dataset", {"dataset_id": "d"}) is None
    one, other = ({"puid": "p", "platform_name": name} for name in ("A", "B"))
    assert identity("dsa-sor", one) != identity("dsa-sor", other)


def test_columns_tell_whether_a_table_holds_statements() -> None:
    columns = ["decision_ground", "category", "source_type", "puid"]
    assert holds_statements(columns, None)
    assert holds_statements(["puid"], "dsa-sor")
    assert not holds_statements(["puid"], None)
    assert not holds_statements(columns, "incident")
    assert not holds_statements([*columns, "record"], "dsa-sor")


def test_a_record_of_another_kind_is_told_from_one_of_no_kind() -> None:
    assert all(otherwise({"record": "incident"}, "notice"))
    assert otherwise({"record": "nothing"}, "notice") == ("", "")
    assert otherwise({"record": "incident"}, None) == ("", "")


ROW: dict[str, object] = {
    "record": "incident",
    "version": versions()["incident"][-1],
    "incident_id": "i1",
    "service": "Example",
    "subject_kind": "content",
    "native": [{"scheme": "dsa@v2", "code": "KEYWORD_HATE_SPEECH"}],
    "content": {"medium": ["text"], "created_at": "2026-01-01"},
    "decisions": [{"id": "d", "decided_at": "2026-01-05T10:00:00Z", "ground": "law"}],
    "detection": {"source": "user_flag", "automated": True},
    "source": {"id": "s", "filed_at": "2026-02-15", "reference": "r1"},
}


def test_members_are_attributes_at_every_depth() -> None:
    seen = View(ROW)
    assert seen.content.created_at == "2026-01-01"
    assert seen.content.medium == ("text",)
    assert seen.native[0].code == "KEYWORD_HATE_SPEECH"
    assert seen.harm is seen.content.languages is NOTHING.anything is None


def test_a_statement_is_seen_in_the_shape_of_a_request() -> None:
    row: dict[str, object] = {"platform_uid": "p1", "content_type": '["CONTENT_TYPE_TEXT"]'}
    seen = view("dsa-sor", row)
    assert (seen.puid, seen.content_type) == ("p1", ("CONTENT_TYPE_TEXT",))


def test_a_view_and_a_struct_of_one_record_are_counted_alike() -> None:
    types = typed("incident", shape("incident", versions()["incident"][-1]))
    one, other = Statistics(), Statistics()
    one.see("incident", view("incident", ROW))
    other.see("incident", msgspec.convert(ROW, types.type))
    assert one.settle() == other.settle()
    assert list(one.cases) == list(other.cases) != []


def test_a_signed_record_is_taken_out_of_its_envelope() -> None:
    record = {"record": "receipt", "version": "1.0", "registry": "\u00fb\u00ff\u00fe>>>???"}
    payload = b64encode(json.dumps(record).encode()).decode()
    envelope = {"payloadType": "application/vnd.harmscope.receipt+json", "payload": payload}
    assert signed_record(envelope) == record
    url_safe = payload.replace("+", "-").replace("/", "_")
    assert signed_record(envelope | {"payload": url_safe}) == record
    for other in ({"payloadType": "text/plain"}, {"payload": "?"}, {"payload": "e30K!"}):
        assert signed_record(envelope | other) == envelope | other
    assert signed_record({"record": "notice"}) == {"record": "notice"}
