"""What the counts of a profile are about."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harmscope.aggregation.normalise import judging
from harmscope.aggregation.report import Request, make_report
from harmscope.engine import DuckDb
from harmscope.errors import UserError
from harmscope.metrics.catalogue import METRICS
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period
from harmscope.profiles import load
from harmscope.profiles.only import only_of

Make = Callable[..., dict[str, Any]]
ACCOUNT = {"id": "d", "decided_at": "2025-07-03", "actions": [{"kind": "account.suspended"}]}
GOOD: dict[str, Any] = {"title": "T", "words": "W.", "cases": [{"harm": ["ncii"]}]}


def test_a_profile_without_it_counts_every_case() -> None:
    assert only_of("mine.toml", {}) is None
    assert load("core").only is None


def test_it_concerns_what_has_a_harm_and_a_making() -> None:
    only = only_of("mine.toml", {"only": GOOD})
    assert only is not None
    assert only.concerns(METRICS["accounts.actioned"])
    assert not only.concerns(METRICS["requests.received"])
    assert "requests.received" not in only.restricted(METRICS)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"words": 3}, "title or words is no text"),
        ({"more": 1}, "wrong members"),
        ({"cases": []}, "no cases"),
        ({"cases": [{"mood": ["x"]}]}, "names something unknown"),
        ({"cases": [{"harm": ["mood"]}]}, "harm names a code"),
        ({"cases": [{"ai_involvement": ["mood"]}]}, "ai_involvement names a code"),
    ],
)
def test_faults_are_named(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(UserError, match=fault):
        only_of("mine.toml", {"only": GOOD | change})


def case(incident: Make, name: str, **members: Any) -> dict[str, Any]:
    return incident(name, depicted={"minor": "no", "real_person": "yes"}, **members)


@pytest.fixture
def panels(
    header: Make, incident: Make, write_records: Callable[..., Path]
) -> Callable[..., dict[str, list[Figure]]]:
    """The figures of the profile on synthetic media, by panel."""

    def run(*records: dict[str, Any]) -> dict[str, list[Figure]]:
        period, day = parse_period("2025-07"), date(2026, 1, 1)
        request = Request(load("synthetic-media"), period, "all", day)
        path = write_records(header(), *records)
        report = make_report([path], request, judging(lambda record: []), DuckDb)
        notes = {p.id: p.note or "" for one in report.sections for p in one.panels}
        assert "Counted are synthetic intimate imagery" in notes["sanctions"]
        assert "Counted are" not in notes["who-asks"]
        return {p.id: p.figures for one in report.sections for p in one.panels}

    return run


def values(figures: list[Figure]) -> dict[str, Any]:
    return {next(iter((one.dimensions or {"": "all"}).values())): one.value for one in figures}


def test_accounts_persons_and_making_are_of_its_harms(
    panels: Callable[..., dict[str, list[Figure]]], incident: Make
) -> None:
    spam = {"harm": {"primary": "platform-abuse.spam"}}
    ours = {"harm": {"primary": "ncii.synthetic"}, "generation": {"ai_involvement": "generated"}}
    authentic = {"harm": {"primary": "ncii.authentic"}}
    found = panels(
        *(case(incident, f"s{n}", decisions=[ACCOUNT], **spam) for n in range(3)),
        case(incident, "o", decisions=[ACCOUNT], **ours),
        case(incident, "i", **ours),
        case(incident, "t", **spam),
        case(incident, "a", **authentic),
    )
    assert values(found["sanctions"]) == {"account.suspended": 1}
    assert values(found["cases-by-real-person"]) == {"yes": 2}
    assert values(found["cases-by-minor"]) == {"no": 2}
    assert values(found["items-by-making"]) == {"generated": 1}
    figures = [*found["sanctions"], *found["items-by-making"]]
    assert {one.status for one in figures} == {"exact"}
    assert {one.scope.policies for one in figures if one.scope} == {
        "Synthetic intimate imagery and likenesses"
    }


def test_what_does_not_say_its_harm_or_making_makes_a_lower_limit(
    panels: Callable[..., dict[str, list[Figure]]], incident: Make
) -> None:
    ours = {"harm": {"primary": "ncii.synthetic"}}
    found = panels(
        case(incident, "o", **ours),
        case(incident, "u"),
        case(incident, "m", harm={"primary": "ncii"}),
    )
    (figure,) = found["cases-by-minor"]
    assert (figure.value, figure.status) == (1, "at_least")
    assert figure.notes == [
        "2 records do not say whether they belong here, and are not counted.",
    ]
