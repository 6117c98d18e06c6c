"""The grammar as data: every entry has its place, and numbers are read as they are written."""

import re
from pathlib import Path

import pytest

from harmscope.claims.claim import Condition
from harmscope.claims.grammar import (
    amounts,
    bearings,
    canonical,
    conditions_of,
    limits,
    measurements,
    number_of,
    pattern,
    relative,
    said_of,
    series_notes,
    step_of,
    titled,
    words,
)
from harmscope.comparison.axes import AXES


def test_every_axis_has_its_bearing() -> None:
    assert list(bearings()) == [axis.id for axis in AXES]
    assert {one for row in bearings().values() for one in row.values()} == {"note", "blocks"}
    assert all(set(row) == {"care", "unknown"} for row in bearings().values())
    assert series_notes() <= set(bearings())


def test_measurements_name_what_there_is() -> None:
    known = measurements()
    axes = set(bearings())
    for measure in known.values():
        assert set(measure.also) <= set(known)
        assert set(measure.settled) <= axes
        assert "{n}" in measure.said
        assert measure.active or measure.passive or measure.noun


def test_a_pattern_and_its_first_wording() -> None:
    text = "(granted|accepted) {q} of [(its|the) ](appeals|complaints)( about {what}|)"
    assert canonical(text, "most") == "granted most of appeals"
    assert canonical(text, "most", "hate") == "granted most of appeals about hate"
    assert "(?:granted|accepted) most of" in pattern(text, "most")
    assert pattern("removed {q}", "x") == "removed x"


def test_measures_and_metrics_have_words_for_a_sentence() -> None:
    known = measurements()
    assert titled(known["removed_terms"]) == "items removed at its own initiative under its terms"
    assert titled(known["share_proactive"]) == (
        "share of the content found before anyone reported it"
    )
    assert titled(known["time_notice"]) == "median time from notice to action"
    assert (said_of("items.actioned"), said_of("items.removed")) == (
        "items acted on",
        "items removed",
    )
    assert said_of("views.violative_share") == "violative view rate"
    assert said_of("trees.old_ones") == "trees, old ones"
    for measure in known.values():
        assert not {":", "{", "_"} & set(titled(measure) + said_of(measure.metric))


@pytest.mark.parametrize(
    ("text", "number", "step"),
    [
        ("1,234", 1234, 1),
        ("1,200", 1200, 100),
        ("1.5 million", 1_500_000, 100_000),
        ("13.5m", 13_500_000, 100_000),
        ("2 billion", 2_000_000_000, 1_000_000_000),
        ("3.25", 3.25, 0.01),
        ("three", 3, 0),
    ],
)
def test_numbers(text: str, number: float, step: float) -> None:
    assert number_of(text) == pytest.approx(number)
    assert step_of(text) == pytest.approx(step)


@pytest.mark.parametrize("text", ["1,23", "12,", "1.2.3", "many", ""])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        number_of(text)


def test_words_for_amounts_are_conditions() -> None:
    times = (Condition("ge", 3), Condition("lt", 4))
    assert relative("as", "three times as much") == times
    assert conditions_of([["ge", "n"], ["lt", "next"]], 3) == times
    assert relative("than", "more") == (Condition("gt", 1),)
    assert re.fullmatch(amounts("as"), "at least twice as many")
    with pytest.raises(ValueError, match="no amount"):
        relative("as", "nearly as many")
    assert {op for op, _ in limits()} == {"gt", "ge", "lt", "le", "eq"}
    assert words()["fractions"]["half"] == 0.5


def test_the_page_lists_every_measurement(root: Path) -> None:
    page = (root / "docs" / "howto-claim.md").read_text(encoding="utf-8")
    for measure in measurements().values():
        first = (measure.passive or measure.active or measure.noun)[0]
        what = "hate speech" if "{what}" in first and measure.kind == "count" else ""
        amount = {"count": "more"}.get(measure.kind, "")
        assert canonical(first, amount, what) in page, measure.id
