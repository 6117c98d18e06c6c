import json

from harmscope.disclosure.account import account
from harmscope.disclosure.cells import Cell, tables
from harmscope.disclosure.level import level
from harmscope.disclosure.protect import protect

SHARES = {"alpha": 40, "beta": 30, "gamma": 33}
CELLS = [
    Cell("people.asked", (), 106, "people"),
    Cell("people.asked", (("state", "QX"),), 3, "people"),
    Cell("people.asked", (("state", "QY"),), 103, "people", SHARES),
]


def test_it_says_what_was_done() -> None:
    made = account(protect(tables(CELLS), level("public-exact")))
    assert made["level"] == "public-exact"
    assert made["states"] == {"exact": 1, "hidden": 2}
    assert made["refused"] is False


def test_it_does_not_say_what_was_withheld() -> None:
    text = json.dumps(account(protect(tables(CELLS), level("public-exact"))))
    for secret in ("QX", "QY", "small", "alpha", "106"):
        assert secret not in text


def test_senders_are_counted_not_named() -> None:
    audit = account(protect(tables(CELLS), level("public")))["audit"]
    assert {"attacker": "each sender", "tried": 3, "narrowed_down_at_most": 0} in audit["attackers"]


def test_an_exact_table_is_measured_by_a_level_that_protects() -> None:
    made = account(protect(tables(CELLS), level("statutory")))
    assert made["states"] == {"exact": 3}
    assert (made["judged_by"], made["refused"]) == ("public", False)
    assert made["audit"]["attackers"][0] == {"attacker": "reader", "narrowed_down": 1}
