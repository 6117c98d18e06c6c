import random

import pytest

from harmscope.importers.log.event_store import EventStore


def settled(events):
    store = EventStore()
    for one in events:
        store.add(one)
    store.deduplicate()
    return store


def groups(events):
    with settled(events) as store:
        return [[one.ref[1] for one in group] for group in store.groups()]


def test_events_come_out_by_group_and_time_whatever_the_order(event):
    events = [event("notice", n, n % 28 + 1, group=f"g{n % 3}") for n in range(60)]
    first = groups(events)
    random.Random(7).shuffle(events)
    assert groups(events) == first
    assert len(first) == 3


def test_a_copy_is_kept_once(event):
    with settled([event("notice", 1, 1), event("notice", 1, 1)]) as store:
        assert [len(group) for group in store.groups()] == [1]
        assert (store.repeated, store.conflicting.total()) == (1, 0)


def test_the_newest_version_is_kept_with_all_its_events(event):
    old = [event("notice", 1, 1, version="a"), event("notice", 2, 1)]
    new = event("notice", 1, 3, version="b")
    with settled([new, *old]) as store:
        (group,) = store.groups()
        assert [(one.ref[1], one.at[:10]) for one in group] == [
            ("2", "2026-01-01"),
            ("1", "2026-01-03"),
        ]
        assert (store.repeated, store.conflicting.total()) == (1, 0)


@pytest.mark.parametrize("order", [1, -1])
def test_copies_that_differ_are_reported_and_one_is_kept(event, order):
    from msgspec.structs import replace

    one = event("notice", 1, 1)
    other = replace(one, digest="f" * 64, subject="other")
    third = replace(one, digest="e" * 64, subject="third")
    with settled([one, other, third][::order]) as store:
        (group,) = store.groups()
        assert [kept.digest for kept in group] == [one.digest]
        assert store.conflicting == {one.ref[0]: 2}


def test_a_link_moves_events_to_their_subject(event):
    with EventStore() as store:
        store.add(event("notice", 1, 1, "review 5", group="review 5"))
        store.link("review 5", "post 9")
        store.deduplicate()
        ((only,),) = store.groups()
        assert (only.group, only.subject) == ("post 9", "post 9")


def test_a_notice_that_another_table_holds_is_dropped(event):
    from msgspec.structs import replace

    one = event("notice", 1, 1, "post 1")
    events = [one, event("notice", 2, 1, "post 2"), replace(one, ref=("reports", "9"))]
    with EventStore() as store:
        for each in events:
            store.add(each)
        assert store.drop_mirrors(one.ref[0], "reports") == 1
        store.deduplicate()
        assert [each.ref[1] for group in store.groups() for each in group] == ["9", "2"]


def test_it_knows_whether_anybody_asked(event):
    with settled([event("restrict", 1, 1)]) as store:
        assert store.has("decision")
        assert not store.has("notice")


def test_the_spool_is_gone_afterwards(event, tmp_path):
    with EventStore(tmp_path) as store:
        store.add(event("notice", 1, 1))
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def test_parts_come_back_by_key_whatever_the_order():
    with EventStore() as store:
        for key, value in (("b", 2), ("a", 1), ("b", 1)):
            store.add_part(("rows", key), {"item_count": value})
        found = [(key, [part["item_count"] for part in group]) for key, group in store.parts()]
    assert found == [(("rows", "a"), [1]), (("rows", "b"), [1, 2])]


def test_events_of_a_moment_can_be_dropped(event):
    with EventStore() as store:
        store.add(event("restrict", 1, 1, version="x"))
        store.add(event("restrict", 2, 1))
        assert store.drop_at("rows", "x", event("restrict", 1, 1).at) == 1
        assert store.size() == 1


def test_events_on_an_alias_of_a_subject_can_be_told_anew(event):
    with EventStore() as store:
        store.add(event("restrict", 1, 1, subject="alias", case={"subject_kind": "content"}))
        store.add(event("decision", 2, 2, subject="alias"))
        store.add(event("restrict", 3, 3, subject="other"))
        store.link("alias", "User 9")
        store.retell("rows", "User ", "account", "account.terminated")
        store.deduplicate()
        found = {one.ref[1]: one for group in store.groups() for one in group}
    assert found["1"].decision["actions"] == [{"kind": "account.terminated"}]
    assert found["1"].case["subject_kind"] == "account"
    assert "actions" not in found["2"].decision
    assert found["3"].decision["actions"] == [{"kind": "visibility.removed"}]
