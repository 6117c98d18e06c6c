from dataclasses import replace

from harmscope.registry.chain import START, Entry, breaks, link


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
