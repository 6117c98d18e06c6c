import pytest

from harmscope.importers.log.entry import BadRow
from harmscope.importers.ozone_terms import (
    SCHEME,
    Subject,
    automation,
    ends_at,
    is_appeal,
    is_automated,
    labels,
    reported,
    stated_automated,
    subject_of,
    takedown,
)
from harmscope.importers.timestamps import from_iso
from harmscope.taxonomy import load_system

DID = "did:plc:x"


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ({"$type": "com.atproto.admin.defs#repoRef", "did": DID}, "account"),
        ({"$type": "x#strongRef", "uri": f"at://{DID}/app.bsky.feed.post/1"}, "content"),
        ({"$type": "x#strongRef", "uri": f"at://{DID}/app.bsky.graph.list/1"}, "other"),
        ({"$type": "chat.bsky.convo.defs#messageRef", "did": DID, "messageId": "m"}, "content"),
        ({"$type": "chat.bsky.convo.defs#convoRef", "did": DID, "convoId": "c"}, "other"),
        ({"type": "account", "subject": DID}, "account"),
    ],
)
def test_kinds_of_subjects(entry, subject, kind):
    found = subject_of(entry(subject=subject))
    assert (found.kind, found.account) == (kind, DID)


@pytest.mark.parametrize("subject", [None, {}, {"uri": "https://x.example/1"}, {"uri": "at://"}])
def test_what_is_no_subject_is_refused(entry, subject):
    with pytest.raises(BadRow):
        subject_of(entry(subject=subject))


@pytest.mark.parametrize("lexicon", ["tools.ozone.report.defs", "com.atproto.moderation.defs"])
def test_both_lists_have_an_appeal(lexicon):
    assert is_appeal(f"{lexicon}#reasonAppeal")


def test_a_report_is_no_appeal():
    assert not is_appeal("tools.ozone.report.defs#reasonOther")


def test_every_reason_of_the_list_is_known(entry, writer):
    for code in load_system(SCHEME).codes.values():
        if code.kind == "reason":
            reported(entry(reportType=f"{code.parent}#{code.code}"), writer, "reportType")
    assert writer.task.tally.total() == 0


@pytest.mark.parametrize(
    ("tool", "automated"),
    [
        ({"name": "ozone-ui/workspace"}, False),
        ({"name": "automod"}, True),
        ({"name": "ozone-ui/x", "meta": {"isAutomated": True}}, True),
        ({"name": ""}, None),
        (None, None),
    ],
)
def test_who_wrote_the_event(entry, tool, automated):
    assert is_automated(entry(modTool=tool)) is automated


def test_nothing_is_said_where_nothing_is_known(entry):
    assert automation(entry()) == {}
    assert automation(entry(modTool={"name": "automod"})) == {"automation": "full"}


def test_the_name_of_a_tool_says_nothing_of_a_report(entry):
    assert stated_automated(entry(modTool={"name": "automod"})) is None
    assert stated_automated(entry(modTool={"name": "x", "meta": {"isAutomated": True}})) is True


ACCOUNT = Subject("did:plc:x", "did:plc:x", "account")
AT = from_iso("2026-01-05T10:00:00Z")


def test_labels_of_one_effect_are_one_action():
    assert labels(["porn", "sexual"], "") == ([{"kind": "visibility.labelled"}], True)


def test_an_unknown_system_label_is_reported():
    actions, known = labels(["!new"], "")
    assert not known
    assert actions[0]["kind"] == "visibility.other"


def test_a_takedown_for_a_time_ends(entry):
    end = ends_at(AT, entry(durationInHours=48))
    assert takedown(ACCOUNT, end) == {
        "kind": "account.suspended",
        "ends_at": "2026-01-07T10:00:00Z",
    }


def test_a_duration_that_is_none_has_no_end(entry):
    for hours in (0, -1, True, "", None, 10**9):
        assert ends_at(AT, entry(durationInHours=hours)) == ""
