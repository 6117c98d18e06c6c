"""Claims with their right answers: show 2 of the issue that asked for them."""

import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harmscope.claims import answer, parse
from harmscope.comparison.axes import AXES
from harmscope.reading import LoadedReport

CLAIMS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("sixty.toml").read_text(encoding="utf-8")
)["claim"]
Reports = Callable[[str], list[LoadedReport]]


def test_there_are_sixty_and_a_third_cannot_be_said() -> None:
    states = Counter(one["state"] for one in CLAIMS)
    assert len(CLAIMS) >= 60
    assert 3 * states["cannot_say"] >= len(CLAIMS)
    assert min(states.values()) >= 10
    axes = {one["axis"] for one in CLAIMS if one["state"] == "cannot_say"}
    assert len(axes) >= 10
    assert axes <= {axis.id for axis in AXES}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda one: f"{one['reports']}: {one['text']}")
def test_a_claim_has_its_right_answer(claim: dict[str, Any], reports: Reports) -> None:
    found = answer(parse(claim["text"]), reports(claim["reports"]))
    assert (found.state, found.axis) == (claim["state"], claim.get("axis")), found.reason
    if found.state == "cannot_say":
        assert found.reason
    elif claim["text"].find("does not report") < 0:
        assert found.sides
