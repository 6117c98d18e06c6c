import pytest

from harmscope.importers.log.entry import BadRow
from harmscope.importers.log.event_writer import with_own


def test_an_event_carries_table_and_digest(entry, writer):
    row = entry(id=1)
    writer.write(row, "notice", "1", "2026-01-01", "post", part="closed")
    writer.store.deduplicate()
    ((event,),) = writer.store.groups()
    assert (event.ref, event.digest) == (("rows#closed", "1"), row.digest)
    assert writer.written == 1


def test_each_row_has_a_digest_of_its_own_though_rows_share_a_place_in_memory(entry, writer):
    for number in range(3):
        writer.write(entry(id=number), "notice", str(number), "2026-01-01", "post")
    writer.store.deduplicate()
    ((*events,),) = writer.store.groups()
    assert len({event.digest for event in events}) == 3


def test_an_unknown_code_becomes_other(entry, writer):
    found = writer.code(entry(), "category", "mastodon@4", "invented", other="other")
    assert found == {"scheme": "mastodon@4", "code": "other", "role": "category"}
    (finding,) = writer.task.tally.samples()
    assert finding.pointer == "/category"
    assert "invented" not in str(finding)


def test_a_broken_time_is_refused_without_its_value(entry, writer):
    with pytest.raises(BadRow) as caught:
        writer.time(entry(at="planted@mail.example"), "at")
    assert caught.value.name == "at"
    assert "planted" not in str(caught.value)


def test_no_time_is_no_fault(entry, writer):
    assert writer.time_or_none(entry(at=None), "at") == ""


def test_text_is_dropped_unless_it_is_asked_for(entry, writer):
    assert writer.text(entry(comment="words"), "comment") == {}
    writer.task.keep_text = True
    assert writer.text(entry(comment="words"), "comment") == {"text": "words"}
    assert writer.text(entry(comment=" "), "comment") == {}


def test_a_text_that_is_cut_is_reported(entry, writer):
    writer.task.keep_text = True
    assert len(writer.text(entry(comment="x" * 5001), "comment")["text"]) == 5000
    assert list(writer.task.notes) == ["texts cut after 5,000 characters"]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2026-01-01T08:00:00.000Z", "2026-01-01 09:00:00"),
        ("2026-01-01T08:00:00Z", "2026-01-01T08:00:00.5Z"),
        ("0", "1"),
    ],
)
def test_versions_are_ordered_as_times(entry, writer, older, newer):
    for version in (newer, older):
        row = entry(id=1, updated_at=version)
        writer.write(row, "notice", "1", "2026-01-01", version, version=version)
    writer.store.deduplicate()
    ((event,),) = writer.store.groups()
    assert event.subject == newer


def test_accounts_become_pseudonyms(writer):
    assert writer.account("7") == writer.pseudonyms.of("account", "7")


def test_policies_that_are_cut_are_reported(writer):
    assert writer.policy("") == {}
    assert writer.policy("Rule 4") == {"policy_ref": "Rule 4"}
    assert not writer.task.notes
    assert writer.policy("p" * 501) == {"policy_ref": "p" * 500}
    assert list(writer.task.notes) == ["policies cut after 500 characters"]


def test_an_end_before_its_start_is_left_out_with_a_finding(writer, entry):
    action = {"kind": "account.suspended", "ends_at": "2026-01-01"}
    at = "2026-01-05T10:00:00.000000Z"
    writer.write(entry(id=1), "decision", "1", at, "x", decision={"actions": [action]})
    (event,) = next(writer.store.groups()) if not writer.store.deduplicate() else ()
    assert event.decision["actions"] == [{"kind": "account.suspended"}]
    assert writer.task.tally.counts["IM038"] == 1


def test_equal_rows_without_an_id_are_different_rows(writer, entry):
    first, second, third = (writer.row_id(entry(a=1)) for _ in range(3))
    assert len({first, second, third}) == 3
    assert first == entry(a=1).digest
    assert writer.task.tally.counts["IM008"] == 2


def test_a_row_that_is_kept_counts_as_written(writer, entry):
    writer.keep("2026-01-05", "Post", "1", entry(id=1))
    assert (writer.written, len(writer.kept)) == (1, 1)


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("other", ["other"]),
        ("invented", ["other", "invented"]),
        ("planted@mail.example", ["other"]),
        ("", ["other"]),
    ],
)
def test_a_code_that_the_list_lacks_is_kept_as_one_of_the_platforms_own(code, codes):
    native = {"scheme": "mastodon@4", "code": "other", "role": "category"}
    assert [one["code"] for one in with_own(native, code)] == codes
