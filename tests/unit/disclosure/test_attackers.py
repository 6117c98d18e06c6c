from harmscope.disclosure.attackers import attacks, floors, guessed, senders
from harmscope.disclosure.cells import Cell, tables
from harmscope.disclosure.level import HIDDEN, Edition, Shown, level

SHARES = {"alpha": 4, "beta": 3}
MADE = tables([Cell("t", (), 7, "people", SHARES)])
EDITION = Edition(MADE, (HIDDEN,), frozenset({0}))
KEY = ("t", ())


def test_every_sender_is_an_attacker() -> None:
    names = [a.attacker for a in attacks([EDITION], level("public"), {0: "small"}, {})]
    assert names == ["reader", "reader who guesses the reason", "sender alpha", "sender beta"]


def test_open_senders_do_not_attack() -> None:
    cell = Cell("t", (), 7, "people", SHARES, frozenset(), open_sender=True)
    assert senders([Edition(tables([cell]), (HIDDEN,), frozenset())]) == []


def test_a_sender_knows_its_own_part_and_what_is_public() -> None:
    assert floors([EDITION], {}) == {}
    assert floors([EDITION], {}, ["beta"]) == {KEY: 3}
    assert floors([EDITION], {KEY: {"alpha": 4}}, ["beta"]) == {KEY: 7}


def test_the_guess_is_the_range_of_the_rule() -> None:
    shown = guessed(EDITION, level("public"), {0: "small"}).shown[0]
    assert (shown.low, shown.high) == (1, 9)


def test_who_knows_several_senders_finds_what_none_of_them_does_alone() -> None:
    services = {"alpha": 30, "beta": 40, "gamma": 6, "delta": 5}
    parts = [
        Cell("t", (("service", name),), value, "people", {name: value}, open_sender=True)
        for name, value in services.items()
    ]
    made = tables([Cell("t", (), 81, "people", services), *parts])
    shown = (Shown("exact", 81, 81, 81), *[HIDDEN] * 4)
    edition = Edition(made, shown, frozenset({3}))
    groups = {"authority Avia": {"alpha", "beta", "delta"}}
    found = list(attacks([edition], level("public"), {3: "small"}, {}, groups=groups))
    assert found[-1].attacker == "authority Avia"
    assert [one.key for one in found[-1].exposures] == [made.cells[3].key]
    assert all(not one.exposures for one in found[:-1])
    # Gamma's own count is no news to whoever has it from gamma.
    groups = {"authority Avia": set(services)}
    found = list(attacks([edition], level("public"), {3: "small"}, {}, groups=groups))
    assert found[-1].exposures == ()
