from harmscope.registry.chain import Entry
from harmscope.registry.topics import Mention, all_mentions, digest, mentions


def entry(number: int, kind: str, **body: object) -> Entry:
    return Entry(number, "2026-04-20T10:00:00Z", kind, body, "", "")


def test_what_was_taken_in_is_about_its_service_and_period() -> None:
    told = {"service": "Alpha", "start": "2026-01-01", "end": "2026-03-31"}
    taken = entry(1, "submission", status="partly", **told)
    assert mentions(taken, lambda _: []) == [
        Mention("service", digest("Alpha"), "2026-01-01", "2026-03-31")
    ]
    refused = entry(2, "submission", status="rejected", **told)
    assert mentions(refused, lambda _: []) == [Mention("other", "")]


def test_what_is_done_to_a_submission_is_about_the_same() -> None:
    told = {"service": "Alpha", "start": "2026-01-01", "end": "2026-03-31"}
    taken, act = entry(1, "submission", status="accepted", **told), entry(2, "withdrawal", seq=1)
    (_, first), (_, second) = all_mentions([taken, act])
    assert first == second


def test_every_entry_is_about_something() -> None:
    kinds = ("sender", "revocation", "submission", "decision", "deadline", "publication")
    found = {seq for seq, _ in all_mentions(entry(i, kind) for i, kind in enumerate(kinds))}
    assert found == set(range(len(kinds)))
