from dataclasses import replace

from harmscope.registry.entries import (
    START,
    Entry,
    Mention,
    all_mentions,
    breaks,
    digest,
    link,
    mentions,
)


def chain() -> list[Entry]:
    first = link(1, "2026-04-20T10:00:00Z", "sender", {"name": "alpha"}, START)
    second = link(2, "2026-04-20T10:00:01Z", "sender", {"name": "beta"}, first.hash)
    return [first, second, link(3, "2026-04-20T10:00:02Z", "sender", {"name": "c"}, second.hash)]


def test_a_whole_chain_holds() -> None:
    assert list(breaks(chain())) == []


def test_a_changed_entry_is_named() -> None:
    entries = chain()
    entries[1] = replace(entries[1], body={"name": "betb"})
    assert list(breaks(entries)) == [(2, "entry 2 was altered")]


def test_a_taken_out_entry_is_named() -> None:
    first, _, third = chain()
    assert [seq for seq, _ in breaks([first, third])] == [2, 3]


def test_an_entry_made_anew_breaks_the_one_after() -> None:
    first, second, third = chain()
    forged = link(2, second.at, "sender", {"name": "mallory"}, first.hash)
    assert list(breaks([first, forged, third])) == [
        (3, "entry 3 does not follow the one before it")
    ]


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
