""""""

import pytest

from harmscope.importers.log.entry import BadRow


def test_an_event_carries_table_and_digest(entry, scribe):
    row = entry(id=1)
    scribe.event(row, "notice", "1", "2026-01-01", "post", part="closed")
    scribe.journal.settle()
    ((event,),) = scribe.journal.groups()
    assert (event.ref, event.digest) == (("rows#closed", "1"), row.digest)
    assert scribe.written == 1


def test_an_unknown_code_becomes_other(entry, scribe):
    found = scribe.code(entry(), "category", "mastodon@4", "invented", other="other")
    assert found == {"scheme": "mastodon@4", "code": "other", "role": "category"}
    (finding,) = scribe.task.tally.samples()
    assert finding.pointer == "/category"
    assert "invented" not in str(finding)


def test_a_broken_time_is_refused_without_its_value(entry, scribe):
    with pytest.raises(BadRow) as caught:
        scribe.time(entry(at="planted@mail.example"), "at")
    assert caught.value.name == "at"
    assert "planted" not in str(caught.value)


def test_no_time_is_no_fault(entry, scribe):
    assert scribe.time_or_none(entry(at=None), "at") == ""


def test_text_is_dropped_unless_it_is_asked_for(entry, scribe):
    assert scribe.text(entry(comment="words"), "comment") == {}
    scribe.task.keep_text = True
    assert scribe.text(entry(comment="words"), "comment") == {"text": "words"}
    assert scribe.text(entry(comment=" "), "comment") == {}


def test_a_text_that_is_cut_is_told(entry, scribe):
    scribe.task.keep_text = True
    assert len(scribe.text(entry(comment="x" * 5001), "comment")["text"]) == 5000
    assert list(scribe.task.notes) == ["texts cut after 5,000 characters"]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2026-01-01T08:00:00.000Z", "2026-01-01 09:00:00"),
        ("2026-01-01T08:00:00Z", "2026-01-01T08:00:00.5Z"),
        ("0", "1"),
    ],
)
def test_versions_are_ordered_as_times(entry, scribe, older, newer):
    for version in (newer, older):
        row = entry(id=1, updated_at=version)
        scribe.event(row, "notice", "1", "2026-01-01", version, version=version)
    scribe.journal.settle()
    ((event,),) = scribe.journal.groups()
    assert event.subject == newer


def test_accounts_become_pseudonyms(scribe):
    assert scribe.account("7") == scribe.pseudonyms.of("account", "7")


def test_policies_that_are_cut_are_told(scribe):
    assert scribe.policy("") == {}
    assert scribe.policy("Rule 4") == {"policy_ref": "Rule 4"}
    assert not scribe.task.notes
    assert scribe.policy("p" * 501) == {"policy_ref": "p" * 500}
    assert list(scribe.task.notes) == ["policies cut after 500 characters"]
