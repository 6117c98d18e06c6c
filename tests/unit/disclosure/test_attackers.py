from harmscope.disclosure.attackers import attacks, floors, guessed, senders
from harmscope.disclosure.cells import Cell, tables
from harmscope.disclosure.level import HIDDEN, Edition, level

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
    assert floors([EDITION], {}, None) == {}
    assert floors([EDITION], {}, "beta") == {KEY: 3}
    assert floors([EDITION], {KEY: {"alpha": 4}}, "beta") == {KEY: 7}


def test_the_guess_is_the_range_of_the_rule() -> None:
    shown = guessed(EDITION, level("public"), {0: "small"}).shown[0]
    assert (shown.low, shown.high) == (1, 9)
