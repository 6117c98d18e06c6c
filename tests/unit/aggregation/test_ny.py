"""The terms of service report of New York, by the statute's five categories."""

from collections.abc import Callable
from typing import Any

import pytest

from harmscope.model.figure import Figure
from harmscope.model.report import Report
from harmscope.profiles import load

Make = Callable[..., dict[str, Any]]
Cells = dict[tuple[str, ...], tuple[Any, str]]


def figures(report: Report, name: str) -> list[Figure]:
    panels = [panel for section in report.sections for panel in section.panels]
    return next(panel.figures for panel in panels if panel.id == name)


def cells(report: Report, name: str) -> Cells:
    plan = next(p for s in load("ny-s895b").sections for p in s.panels if p.id == name)
    return {
        tuple((one.dimensions or {}).get(part, "all") for part in plan.split): (
            one.value,
            one.status,
        )
        for one in figures(report, name)
    }


def case(incident: Make, name: str, harm: str | None, **members: Any) -> dict[str, Any]:
    kinds = members.pop("kinds", ["visibility.removed"])
    made = incident(name, **({"harm": {"primary": harm}} if harm else {}), **members)
    made["decisions"][0]["actions"] = [{"kind": kind} for kind in kinds]
    return made


@pytest.fixture
def made(report: Callable[..., Report], header: Make, incident: Make) -> Report:
    user = {"detection": {"source": "user_flag", "automated": False}}
    machine = {"detection": {"source": "own_initiative", "automated": True}}
    appeal = {
        "id": "a1",
        "channel": "internal",
        "filed_at": "2025-07-05",
        "decided_at": "2025-07-06",
        "outcome": "granted",
        "against": {"decision": "d1"},
    }
    return report(
        header(),
        case(incident, "a", "hate.attack", **user, content={"medium": ["text", "image"]}),
        case(incident, "b", "hate.incitement", **machine, kinds=["monetary.suspended"]),
        case(incident, "c", "harassment.bullying", kinds=["visibility.demoted"], **user),
        case(
            incident,
            "d",
            "misinformation.health",
            kinds=["visibility.disabled", "account.suspended"],
            appeals=[appeal],
            **machine,
        ),
        case(incident, "e", "fraud.scam", kinds=["visibility.labelled"], **machine),
        profile="ny-s895b",
    )


def test_items_stand_in_the_five_categories(made: Report) -> None:
    assert cells(made, "by-category") == {
        ("hate",): (2, "exact"),
        ("harassment",): (1, "exact"),
        ("disinformation",): (1, "exact"),
        ("extremism",): (0, "exact"),
        ("foreign-interference",): (0, "exact"),
        ("outside",): (1, "exact"),
    }
    assert cells(made, "flagged-by-category")["hate",] == (2, "exact")
    labels = {one.id: one.codes for one in made.dimensions or ()}["ny_category"]
    assert labels["hate"] == "Hate speech or racism"
    assert labels["outside"] == "None of these categories"
    (figure, *_) = figures(made, "by-category")
    assert figure.scheme == "ny-s895b@2024"


def test_actions_have_the_names_of_the_statute(made: Report) -> None:
    assert cells(made, "by-action") == {
        ("hate", "removal"): (1, "exact"),
        ("hate", "demonetization"): (1, "exact"),
        ("harassment", "deprioritization"): (1, "exact"),
        ("disinformation", "removal"): (1, "exact"),
        ("outside", "other-action"): (1, "exact"),
    }
    labels = {one.id: one.codes for one in made.dimensions or ()}["ny_action"]
    assert labels["other-action"] == "Other action on the item"
    of_users = cells(made, "by-user-action")
    assert of_users["disinformation",] == (1, "exact")
    assert of_users["hate",] == (0, "exact")


def test_how_items_were_flagged_and_of_which_media(made: Report) -> None:
    assert cells(made, "flagged-by-source")["hate", "user_flag"] == (1, "exact")
    assert cells(made, "flagged-by-machine")["hate", "yes"] == (1, "exact")
    found = cells(made, "flagged-by-medium")
    assert found["hate", "text"] == found["hate", "image"] == (1, "at_least")
    assert found["hate", "not_stated"] == (1, "exact")


def test_appeals_say_what_they_were_against(made: Report) -> None:
    assert cells(made, "granted-by-action") == {("disinformation", "visibility"): (1, "exact")}
    labels = {one.id: one.codes for one in made.dimensions or ()}["against"]
    assert labels == {"visibility": "A restriction of visibility"}


def test_what_is_near_or_splits_is_marked(
    report: Callable[..., Report], header: Make, incident: Make
) -> None:
    found = cells(
        report(
            header(),
            case(incident, "a", "hate"),
            case(incident, "b", "misinformation"),
            case(incident, "c", "misinformation.civic"),
            case(incident, "d", "harassment.stalking"),
            profile="ny-s895b",
        ),
        "by-category",
    )
    assert found == {
        ("hate",): (1, "approx"),
        ("harassment",): (1, "exact"),
        ("disinformation",): (1, "at_least"),
        ("extremism",): (0, "exact"),
        ("foreign-interference",): (0, "at_least"),
        ("split",): (1, "exact"),
    }


def test_a_case_without_a_harm_may_belong_to_any_category(
    report: Callable[..., Report], header: Make, incident: Make
) -> None:
    records = [case(incident, "a", "hate.attack"), case(incident, "b", None)]
    found = cells(report(header(), *records, profile="ny-s895b"), "by-category")
    assert found["hate",] == (1, "at_least")
    assert found["extremism",] == (0, "at_least")
    assert found["unallocated",] == (1, "exact")
