"""What a level did to a figure: said as anybody can conclude it, and always true."""

from typing import Any

import pytest

from harmscope.disclosure.apply import Layout, apply
from harmscope.disclosure.level import level
from harmscope.disclosure.reading_back import Treated, treated
from harmscope.model.figure import Figure


def figure(metric: str, unit: str, **members: Any) -> Figure:
    given = {"metric": metric, "unit": unit, "status": "exact"} | members
    return Figure.model_validate(given)


def counts(harm: str) -> list[Figure]:
    """Counts of notices from 0 to 70, none of them the sum of others."""
    return [
        figure("notices.received", "notices", value=n, dimensions={"harm": harm, "kind": f"k{n}"})
        for n in range(71)
    ]


@pytest.mark.parametrize("harm", ["fraud", "ncii"])
@pytest.mark.parametrize("name", ["public", "public-exact", "bands"])
def test_the_limits_of_a_count_hold_the_true_one(name: str, harm: str) -> None:
    made, found = level(name), []
    exact = counts(harm)
    applied = apply(made, exact, Layout(lambda one: one.place))
    for one in exact:
        shown = applied.figure(one)
        told = treated(made, shown)
        if told is None:
            assert (shown.value, shown.status) == (one.value, "exact")
            continue
        found.append(told.how)
        assert told.low <= (one.value or 0) <= (1000 if told.high is None else told.high)
        # Nothing of it but what is published: another count shown alike is told alike.
        alike = [o for o in exact if _bare(applied.figure(o)) == _bare(shown)]
        assert {treated(made, applied.figure(o)) for o in alike} == {told}
        if told.how == "rounded":
            least, most = min(o.value or 0 for o in alike), max(o.value or 0 for o in alike)
            if most < 68:  # the last ones have no neighbours here
                assert (told.low, told.high) == (least, most)
        if told.how == "withheld":
            assert (told.low, told.high) == (0, None)
    hows = {"public": {"rounded", "withheld"}, "public-exact": {"withheld"}, "bands": {"band"}}
    assert set(found) == hows[name]


def _bare(one: Figure) -> Figure:
    return one.model_copy(update={"dimensions": None})


def test_the_limits_of_a_share_hold_the_true_one() -> None:
    made = level("public")
    for upper, lower in ((12, 23), (23, 23), (0, 41), (62, 140), (11, 12)):
        share = figure(
            "notices.acted_share", "share", value=round(upper / lower, 4), rounding=0.0001,
            numerator=upper, denominator=lower,
        )  # fmt: skip
        shown = apply(made, [share], Layout(lambda one: one.place)).figure(share)
        told = treated(made, shown)
        assert isinstance(told, Treated)
        assert told.high is not None
        assert told.low <= upper / lower <= told.high <= 1
        assert told.high - told.low < 0.5


def test_each_reason_has_its_words() -> None:
    made = level("public")
    hidden = {"status": "suppressed", "value": None}

    def rule(metric: str, unit: str, split: tuple[str, ...] = (), **members: Any) -> str:
        one = figure(metric, unit, status="suppressed").model_copy(update=hidden | members)
        told = treated(made, one, split=split)
        assert told is not None
        return told.rule

    assert rule("notices.received", "notices").startswith("counts of 1 to 9 and of few senders")
    intimate = rule("items.actioned", "items", dimensions={"harm_top": "ncii"})
    assert intimate.startswith("counts of 1 to 19 and zeros and of few senders are withheld")
    assert rule("items.actioned", "items").startswith("counts that could tell")
    assert "same cases again" in rule("items.actioned", "items", ("harm_label",))
    assert rule("items.actioned", "items", ("harm",)).startswith("counts that could tell")
    assert "one of its two counts" in rule("notices.acted_share", "share")
    assert "times of fewer than 10" in rule("time.notice_to_decision.median", "days")
    assert "shares of fewer than 10" in rule("quality.completeness", "share")
    near = figure("quality.completeness", "share", value=0.25, rounding=0.01, status="approx")
    told = treated(made, near)
    assert told is not None
    assert (told.low, told.high) == (0.245, 0.255)


def test_what_is_shown_as_counted_was_not_treated() -> None:
    exact = figure("items.actioned", "items", value=107)
    for name in ("statutory", "public", "bands"):
        assert treated(level(name), exact) is None
    assert treated(level("statutory"), exact.model_copy(update={"rounding": 5})) is None
    unknown = exact.model_copy(update={"value": None, "status": "not_recorded"})
    assert treated(level("public"), unknown) is None


def test_a_trait_of_the_whole_report_is_known_or_the_limits_are_wider() -> None:
    made = level("public")
    near = figure("accounts.actioned", "accounts", value=20, rounding=5, status="approx")
    open_, known = treated(made, near), treated(made, near, {"intimate"})
    assert open_ is not None
    assert known is not None
    assert [(one.low, one.high) for one in (open_, known)] == [(18, 22), (20, 22)]
