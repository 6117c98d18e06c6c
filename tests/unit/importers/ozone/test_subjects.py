import pytest

from harmscope.importers.entry import BadRow
from harmscope.importers.ozone.subjects import subject_of

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
