"""Referrals with enough to act on."""

from collections.abc import Callable
from typing import Any

import pytest

from harmscope.aggregation.figures import FigureMaker
from harmscope.aggregation.flatten import referral_values
from harmscope.aggregation.labels import gaps_of
from harmscope.engine import DuckDb
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period

Make = Callable[..., dict[str, Any]]
ENOUGH = ["reported_user", "location"]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"contents": ENOUGH}, ("no", "yes")),
        ({"contents": ["reported_user"]}, ("no", "no")),
        ({"contents": ["nothing"], "annotations": ["informational"]}, ("yes", "no")),
        ({"annotations": ["spam"]}, ("no", None)),
        ({}, (None, None)),
    ],
)
def test_what_a_referral_says_of_itself(
    members: dict[str, Any], expected: tuple[str | None, str | None]
) -> None:
    referral: Any = {"body": "ncmec", "incident_type": "A", **members}
    assert referral_values(referral) == ("ncmec", "A", *expected)


@pytest.fixture
def figures(counted: Callable[..., DuckDb], incident: Make) -> Callable[..., dict[str, Figure]]:
    def run(*referrals: dict[str, Any]) -> dict[str, Figure]:
        sent = [{"body": "ncmec", "sent_at": "2025-07-04", **one} for one in referrals]
        engine = counted(*(incident(f"i{n}", referrals=[one]) for n, one in enumerate(sent)))
        maker = FigureMaker(engine, parse_period("2025-07"), gaps_of([]))
        names = ("sent", "described", "actionable", "informational", "actionable_share")
        return {name: maker.figures(f"referrals.{name}")[0] for name in names}

    return run


def test_the_share_is_over_those_of_which_it_is_known(
    figures: Callable[..., dict[str, Figure]],
) -> None:
    found = figures(
        {"contents": ENOUGH},
        {"contents": [*ENOUGH, "victim"], "annotations": ["informational"]},
        {"contents": ["nothing"]},
        {"contents": [*ENOUGH, "conversation"]},
    )
    assert {name: (one.value, one.status) for name, one in found.items()} == {
        "sent": (4, "exact"),
        "described": (4, "exact"),
        "actionable": (2, "exact"),
        "informational": (1, "exact"),
        "actionable_share": (0.5, "exact"),
    }


def test_a_referral_that_does_not_say_what_it_holds_is_in_no_share(
    figures: Callable[..., dict[str, Figure]],
) -> None:
    found = figures({"contents": ENOUGH}, {})
    assert found["sent"].value == 2
    assert (found["actionable"].value, found["actionable"].status) == (1, "at_least")
    share = found["actionable_share"]
    assert (share.value, share.status) == (1, "approx")
