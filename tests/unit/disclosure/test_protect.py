import json
from typing import Any

import pytest

from harmscope.disclosure.cells import Cell, Tables, tables
from harmscope.disclosure.level import level
from harmscope.disclosure.protect import Keeps, Proposal, Tried, account, cost, proposals, protect


def row(*parts: int) -> Tables:
    cells = [Cell("t", (("state", f"S{i}"),), v, "people") for i, v in enumerate(parts)]
    return tables([Cell("t", (), sum(parts), "people"), *cells])


def states(result: object) -> str:
    return "".join(one.state[0] for one in result.shown)  # type: ignore[attr-defined]


def test_public_exact_withholds_a_partner() -> None:
    result = protect(row(3, 90, 20), level("public-exact"))
    assert states(result) == "eheh"
    assert not result.refused


def test_public_rounds_and_needs_no_partner_where_rounding_suffices() -> None:
    result = protect(row(3, 90, 20, 41), level("public"))
    assert states(result) == "rhrrr"
    assert not result.refused


def test_statutory_shows_everything_and_says_so() -> None:
    result = protect(row(3, 90), level("statutory"))
    assert states(result) == "eee"
    assert not result.enforced
    assert not result.refused


def test_statutory_stays_exact_where_an_earlier_edition_withheld() -> None:
    first = protect(row(3, 90, 20), level("public-exact"))
    again = protect(row(3, 90, 20), level("statutory"), [first.edition()])
    assert states(again) == "eeee"


def test_attackers_tell_what_a_level_without_protection_gives_away() -> None:
    reader = protect(row(3, 90, 20), level("statutory")).attacks[0]
    assert [one.key for one in reader.exposures] == [row(3, 90, 20).cells[1].key]


def test_a_count_shown_before_cannot_be_withheld_again() -> None:
    first = protect(row(3, 90), level("statutory"))
    again = protect(row(3, 90), level("public-exact"), [first.edition()])
    assert again.refused


def test_a_correction_does_not_undo_what_was_withheld() -> None:
    first = protect(row(3, 90, 20), level("public-exact"))
    second = protect(row(3, 95, 20), level("public-exact"), [first.edition()])
    assert not second.refused
    assert second.shown[1].state == second.shown[3].state == "hidden"


def test_what_senders_published_is_no_secret_but_counted() -> None:
    made = row(3, 90, 20)
    key = made.cells[1].key
    result = protect(made, level("public-exact"), known={key: {"alpha": 3}})
    assert result.already_public == 1
    assert not result.refused


def test_a_partner_that_is_public_protects_nothing() -> None:
    made = row(3, 90)
    known = {made.cells[2].key: {"alpha": 90}}
    result = protect(made, level("public-exact"), known=known)
    assert states(result) == "hhe"


def test_bands_are_audited_too() -> None:
    assert protect(row(3, 90, 20), level("bands")).share_shown == 1


def two_way() -> Tables:
    values = {("a", "X"): 3, ("a", "Y"): 40, ("b", "X"): 60, ("b", "Y"): 80}
    cells = [Cell("t", (), sum(values.values()), "people")]
    for i, name in enumerate(("harm", "state")):
        for code in sorted({key[i] for key in values}):
            total = sum(v for key, v in values.items() if key[i] == code)
            cells.append(Cell("t", ((name, code),), total, "people"))
    cells += [Cell("t", (("harm", h), ("state", s)), v, "people") for (h, s), v in values.items()]
    return tables(cells)


def tried(made: Tables, name: str, parents: Any = None, **more: Any) -> list[Proposal]:
    """Every coarsening, protected on its own."""

    def attempt(keeps: Keeps) -> Tried:
        kept = made.where(i for i, cell in enumerate(made.cells) if keeps(cell.place))
        result = protect(kept, level(name))
        shown = sum(one.state != "hidden" for one in result.shown)
        return Tried(len(kept.cells), shown, result.refused)

    return proposals(made, attempt, parents, **more)


def test_every_coarsening_is_tried_out() -> None:
    found = tried(two_way(), "public-exact")
    assert {p.change for p in found} == {
        "publish as it is",
        "do not split by harm",
        "do not split by state",
        "do not cross harm with state",
    }


def test_the_fullest_that_passes_comes_first() -> None:
    best = tried(two_way(), "public-exact")[0]
    assert not best.refused
    assert (best.change, best.shown, best.cells) == ("do not cross harm with state", 5, 5)


def test_first_levels_are_proposed_where_there_is_a_hierarchy() -> None:
    parents = {"harm": {"a": None, "a.x": "a"}}
    cells = [Cell("t", (("harm", c),), 50, "people") for c in ("a", "a.x")]
    changes = [p.change for p in tried(tables(cells, parents), "public", parents)]
    assert "only the first level of harm" in changes


def test_what_everything_is_split_by_is_not_proposed() -> None:
    spans = ("2026-01-01/2026-03-31", "2026-01-01/2026-01-31")
    parents = {"period": {spans[1]: spans[0]}}
    cells = [Cell("t", (("period", span),), 50, "people") for span in spans]
    cells.append(Cell("t", (("harm", "hate"), ("period", spans[0])), 50, "people"))
    changes = {p.change for p in tried(tables(cells, parents), "public", parents)}
    assert changes == {
        "publish as it is",
        "do not split by harm",
        "only the first level of period",
    }


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


def test_a_long_audit_says_what_it_takes_and_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harmscope.disclosure.protect._WORTH_SAYING", 0.0)
    heard: list[str] = []
    protect(row(3, 90, 20, 41), level("public"), said=heard.append)
    assert heard[0] == "audit of 5 cells, 1 of them withheld: about 0 seconds a round"
    assert heard[1] == "round 1, attacker 1 (reader) is through"
    tried(row(3, 90), "public", said=heard.append)
    assert "trying: publish as it is" in heard


def test_a_short_audit_says_nothing_and_cost_grows_with_both() -> None:
    heard: list[str] = []
    protect(row(3, 90, 20, 41), level("public"), said=heard.append)
    assert heard == []
    assert cost(5_000, 3_000) == pytest.approx(3 * cost(5_000, 1_000))
    assert 60 < cost(5_200, 2_800) < 120
