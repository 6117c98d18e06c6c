import pytest

from harmscope.formats import Row
from harmscope.validation import identities
from harmscope.validation.identities import Identities, agree, entry_of, key_of, seed


def entry(name: str, raw: bytes, line: int, *, accepted: bool = True) -> bytes:
    row = Row(line, line * 10, {"notice_id": name}, raw)
    return entry_of("notice", name, row, accepted=accepted)


def test_without_bytes_the_members_count() -> None:
    one, other = Row(1, 0, {"notice_id": "n", "a": 1}), Row(1, 0, {"a": 1, "notice_id": "n"})
    entries = {entry_of("notice", "n", row, accepted=True) for row in (one, other)}
    assert len(entries) == 1
    half = Row(1, 0, {"notice_id": "n", "a": "\ud800"})
    assert entry_of("notice", "n", half, accepted=True) not in entries


def test_digests_start_from_a_seed_that_processes_agree_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identities, "_seed", seed())
    before = key_of("notice", "n")
    agree(seed() + 1)
    assert key_of("notice", "n") != before
    agree(seed() - 1)
    assert key_of("notice", "n") == before


@pytest.mark.parametrize("in_memory", [1000, 1])
def test_repeats_in_the_order_of_the_files(in_memory: int) -> None:
    with Identities(in_memory) as seen:
        seen.add(0, b"".join([entry("a", b"1", 1), entry("b", b"1", 2), entry("a", b"1 ", 3)]))
        seen.add(
            1,
            b"".join(
                [entry("b", b"2", 1, accepted=False), entry("c", b"1", 2), entry("a", b"2", 3)]
            ),
        )
        found = [(one.file, one.line, one.rule, one.accepted) for one in seen.repeats()]
    assert found == [
        (0, 3, "HS202", True),
        (1, 1, "HS201", False),
        (1, 3, "HS201", True),
    ]


@pytest.mark.parametrize("in_memory", [5000, 100])
def test_many_entries_are_all_looked_at(in_memory: int) -> None:
    with Identities(in_memory) as seen:
        for block in range(10):
            seen.add(
                0,
                b"".join([entry(f"n{n % 900}", b"1", block * 100 + n % 100) for n in _span(block)]),
            )
        assert len(list(seen.repeats())) == 100


def _span(block: int) -> range:
    return range(block * 100, block * 100 + 100)


@pytest.mark.parametrize("in_memory", [1000, 1])
def test_which_ids_are_there(in_memory: int) -> None:
    keys = {key_of("notice", name) for name in "abz"}
    with Identities(in_memory) as seen:
        seen.add(0, b"".join([entry("a", b"1", 1), entry("b", b"1", 2)]))
        assert seen.held(keys) == keys - {key_of("notice", "z")}
        assert seen.held(set()) == set()


@pytest.mark.parametrize(("ours", "theirs"), [(1000, 1000), (1, 1), (1000, 1), (1, 1000)])
def test_ids_with_other_content_than_in_an_earlier_set(ours: int, theirs: int) -> None:
    with Identities(ours) as seen, Identities(theirs) as earlier:
        earlier.add(0, b"".join([entry("a", b"1", 1), entry("b", b"1", 2), entry("c", b"1", 3)]))
        seen.add(0, b"".join([entry("b", b"2", 1), entry("a", b"1", 2), entry("z", b"1", 3)]))
        seen.add(1, b"".join([entry("c", b"2", 7), entry("c", b"3", 8)]))
        found = [(one.file, one.line, one.rule) for one in seen.changed_since(earlier)]
    assert found == [(0, 1, "HS238"), (1, 7, "HS238")]
