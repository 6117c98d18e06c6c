import msgspec

from harmscope.validation.accept.shapes import typed
from harmscope.validation.published import shape, versions
from harmscope.validation.survey import Survey
from harmscope.validation.view import NOTHING, View, view

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


def test_a_view_and_a_struct_of_one_record_are_surveyed_alike() -> None:
    types = typed("incident", shape("incident", versions()["incident"][-1]))
    one, other = Survey(), Survey()
    one.see("incident", view("incident", ROW))
    other.see("incident", msgspec.convert(ROW, types.type))
    assert one.settle() == other.settle()
    assert list(one.twins) == list(other.twins) != []
