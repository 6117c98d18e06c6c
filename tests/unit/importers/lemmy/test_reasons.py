from harmscope.importers.lemmy.reasons import harms
from harmscope.importers.own_codes import OwnCodes


def test_without_a_mapping_a_reason_is_no_fault(entry, scribe):
    assert harms(entry(reason="spam"), scribe) == {}
    assert scribe.task.tally.total() == 0


def test_phrases_are_found_whatever_their_case(entry, scribe):
    scribe.own = OwnCodes({"reasons": {"Hate Speech": ("hate",), "spam": ("platform-abuse.spam",)}})
    found = harms(entry(reason="SPAM and hate speech"), scribe)
    assert found == {"harms": ["hate", "platform-abuse.spam"]}


def test_a_reason_without_a_phrase_is_told(entry, scribe):
    scribe.own = OwnCodes({"reasons": {"spam": ("platform-abuse.spam",)}})
    assert harms(entry(reason="off topic"), scribe) == {}
    assert scribe.task.tally.total("warning") == 1


def test_no_reason_is_no_fault(entry, scribe):
    scribe.own = OwnCodes({"reasons": {"spam": ("platform-abuse.spam",)}})
    assert harms(entry(reason=None), scribe) == {}
    assert scribe.task.tally.total() == 0
