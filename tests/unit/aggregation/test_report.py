"""Corrected editions."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harmscope.aggregation.editions import read_edition, replaces
from harmscope.aggregation.normalise import judging
from harmscope.aggregation.report import Request, make_report, protected
from harmscope.engine import DuckDb
from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period
from harmscope.model.report import Panel, Report, Section
from harmscope.profiles import load

Run = Callable[..., Report]
Make = Callable[..., dict[str, Any]]


@pytest.fixture
def earlier(tmp_path: Path, report: Run, header: Make, incident: Make) -> Path:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report(header(), incident("a")).as_dict()), encoding="utf-8")
    return path


def test_every_changed_figure_is_listed(
    earlier: Path, report: Run, header: Make, incident: Make
) -> None:
    new = report(header(), incident("a"), incident("b"))
    found = replaces(read_edition(earlier), new.sections, "all", new.period, "One was missing.")
    changes = {change.metric: change for change in found.changes if not change.dimensions}
    assert (changes["items.actioned"].before, changes["items.actioned"].after) == (1, 2)
    assert "notices.received" not in changes
    assert len(found.sha256) == 64


def test_nothing_changed_is_an_empty_list(
    earlier: Path, report: Run, header: Make, incident: Make
) -> None:
    same = report(header(), incident("a"))
    assert replaces(read_edition(earlier), same.sections, "all", same.period, "No.").changes == []


def test_another_service_or_period_is_no_edition(earlier: Path) -> None:
    with pytest.raises(UserError, match="another service or period"):
        replaces(read_edition(earlier), [], "Other", "2025-07-01/2025-07-31", "Why.")


def test_what_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"record": "incident"}', encoding="utf-8")
    with pytest.raises(UserError, match="not a report"):
        read_edition(path)
    with pytest.raises(UserError, match="there is no such file"):
        read_edition(tmp_path / "none.json")


def panel(report: Report, name: str) -> list[Figure]:
    panels = {panel.id: panel for section in report.sections for panel in section.panels}
    return panels[name].figures


def test_totals(report: Run, header: Make, incident: Make, notice: Make) -> None:
    found = report(header(), incident(), notice())
    values = {figure.metric: figure.value for figure in panel(found, "totals")}
    assert values["items.actioned"] == 1
    assert values["notices.received"] == 1
    assert values["appeals.filed"] is None


def test_an_outcome_that_is_not_known_is_filed_and_weakens_the_counts_of_outcomes(
    report: Run, header: Make, incident: Make, notice: Make
) -> None:
    filed = {"channel": "internal", "filed_at": "2025-07-03"}
    appeals = [
        {"id": "1", **filed, "outcome": "granted", "decided_at": "2025-07-05"},
        {"id": "2", **filed, "outcome": "unknown", "decided_at": "2025-07-05"},
        {"id": "3", **filed, "outcome": "pending"},
    ]
    asked = notice(received_at="2025-07-02", outcome="unknown", decided_at="2025-07-03")
    found = report(header(), incident(appeals=appeals), asked)
    totals = {
        one.metric: (one.value, one.status)
        for section in found.sections
        for shown in section.panels
        for one in shown.figures
        if not one.dimensions
    }
    assert totals["appeals.filed"] == (3, "exact")
    assert totals["appeals.granted"] == (1, "at_least")
    assert totals["notices.received"] == (1, "exact")
    assert totals["notices.acted"] == (None, "not_recorded")
    parts = panel(found, "appeals-by-outcome")
    by_outcome = {(one.dimensions or {})["appeal_outcome"]: one.value for one in parts}
    assert by_outcome == {"granted": 1, "unknown": 1, "pending": 1}
    assert {one.status for one in parts if one.metric == "appeals.filed"} == {"exact", "at_least"}


def test_the_order_of_records_does_not_matter(
    report: Run, header: Make, incident: Make, notice: Make
) -> None:
    records = [incident("a"), incident("b", harm={"primary": "hate"}), notice()]
    one, two = report(header(), *records), report(header(), *reversed(records))
    without = {"inputs"}
    assert one.model_dump(exclude=without) == two.model_dump(exclude=without)


def test_it_names_no_place_of_this_machine(report: Run, header: Make, incident: Make) -> None:
    text = json.dumps(report(header(), incident()).as_dict())
    assert "/tmp" not in text
    assert "pytest" not in text


def test_it_defines_every_metric_that_it_shows(report: Run, header: Make) -> None:
    found = report(header())
    shown = {
        metric for section in found.sections for panel in section.panels for metric in panel.metrics
    }
    assert shown <= {definition.metric for definition in found.definitions}


def test_a_service_that_is_not_there_is_the_users_error(
    report: Run, header: Make, incident: Make
) -> None:
    with pytest.raises(UserError, match="--service"):
        report(header(), incident(), service="Nobody")


def test_a_service_named_in_the_header_may_have_nothing_to_report(
    report: Run, header: Make
) -> None:
    assert report(header(), service="Lanternfish").quality.counted == 0


def test_a_file_without_a_header_is_the_users_error(report: Run, incident: Make) -> None:
    with pytest.raises(UserError, match="header"):
        report(incident())


def test_a_file_of_broken_lines_is_refused_for_these_and_not_for_its_header(
    report: Run, tmp_path: Path
) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text('{"record": "incident", oops}\n{"record": oops}\n', encoding="utf-8")
    opened = Request(load("core"), parse_period("2025"), "all", date(2026, 1, 1))
    with pytest.raises(UserError, match="none of the 2 lines") as caught:
        make_report([path], opened, judging(lambda record: []), DuckDb)
    assert caught.value.where == str(path)
    assert "HS001" in str(caught.value)
    assert "validate" in caught.value.fix


@pytest.mark.parametrize(("extent", "share"), [("sample", "approx"), ("selection", "not_recorded")])
def test_a_part_of_the_records_is_no_census(
    report: Run, header: Make, incident: Make, extent: str, share: str
) -> None:
    found = report(header(coverage={"extent": extent, "how": "By lot."}), incident())
    totals = {figure.metric: figure for figure in panel(found, "totals")}
    assert totals["items.actioned"].status == "at_least"
    assert extent in str(totals["items.actioned"].notes)
    (automated,) = panel(found, "automated-share")
    assert automated.status == share
    assert (automated.value is None) == (share == "not_recorded")


def test_a_part_of_the_records_does_not_fill_a_template(
    report: Run, header: Make, incident: Make
) -> None:
    head = header(coverage={"extent": "sample"})
    with pytest.raises(UserError, match="sample"):
        report(head, incident(), profile="dsa-harmonised")


def test_labels_and_items_are_counted_apart(report: Run, header: Make, incident: Make) -> None:
    two = incident("a", harm={"primary": "csea", "also": ["hate"]})
    one = incident("b", harm={"primary": "hate"})
    found = report(header(), two, one, incident("c"))
    values = {figure.metric: figure.value for figure in panel(found, "labels")}
    assert values == {"items.actioned": 3, "items.several_harms": 1, "labels.given": 3}
    by_label = {str(one.dimensions): one.value for one in panel(found, "items-by-label")}
    assert by_label == {
        "{'harm_label': 'hate'}": 2,
        "{'harm_label': 'csea'}": 1,
        "{'harm_label': 'unallocated'}": 1,
    }


def test_times_are_counted_in_whole_hours_rounded_up(
    report: Run, header: Make, notice: Make
) -> None:
    ends = {"a": "01T00:00", "b": "01T02:01", "c": "08T00:00", "d": "08T00:01", "e": ""}
    records = [
        notice(
            name,
            received_at="2025-07-01T00:00:00Z",
            decided_at=f"2025-07-{end}:00Z" if end else "2025-07-03",
        )
        for name, end in ends.items()
    ]
    found = panel(report(header(), *records), "notice-to-action")
    codes = [((one.dimensions or {})["hours_to_act"], one.value) for one in found]
    assert codes == [("1", 1), ("3", 1), ("168", 1), ("192", 1), ("not_stated", 1)]


def count(metric: str, value: int = 3, **members: Any) -> Figure:
    given = {"metric": metric, "value": value, "unit": "accounts", "status": "exact"}
    return Figure.model_validate(given | members)


def test_an_unknown_level_is_the_users_error() -> None:
    with pytest.raises(UserError, match="--disclosure"):
        protected("loose", [], [])


def test_a_trait_of_the_profile_protects_totals_as_well_as_their_parts() -> None:
    figures = [
        count("notices.received", 14),
        count("notices.received", 14, dimensions={"relation": "self"}),
        count("notices.acted", 0),
        count("notices.pending", 43),
    ]
    panel = Panel(id="p", title="P", chart="bars", metrics=["notices.received"], figures=figures)
    section = Section(id="s", title="S", panels=[panel])

    def withheld(*traits: str) -> list[bool]:
        (made,) = protected("public", [section], [], traits)[0][0].panels
        return [one.status == "suppressed" for one in made.figures]

    assert withheld() == [False] * 4
    assert withheld("intimate") == [True, True, True, False]


def test_a_trait_that_there_is_not() -> None:
    plan = replace(load("core"), traits=("intimat",))
    request = Request(plan, parse_period("2025-07"), "all", date(2026, 1, 1))
    with pytest.raises(UserError, match="an unknown trait"):
        make_report([], request, judging(lambda record: []), DuckDb)


def test_sections_keep_their_shape() -> None:
    panel = Panel(
        id="p",
        title="P",
        chart="bars",
        metrics=["accounts.actioned"],
        figures=[count("accounts.actioned")],
    )
    section = Section(id="s", title="S", panels=[panel])
    made, _ = protected("public", [section], [])
    assert made[0].panels[0].figures[0].status == "suppressed"
    assert made[0].title == "S"


def test_of_a_table_that_counts_the_same_cases_again_not_even_the_codes_are_shown() -> None:
    figures = [count("notices.acted", dimensions={"hours_to_act": code}) for code in ("1", "28")]
    panel = Panel(id="p", title="P", chart="curve", metrics=["notices.acted"], figures=figures)
    section = Section(id="s", title="S", panels=[panel])
    (made,) = protected("public", [section], [])[0][0].panels
    assert [(one.status, one.value, one.dimensions) for one in made.figures] == [
        ("suppressed", None, None)
    ]


def test_narrow_harms_add_up_to_the_first_level_and_that_to_the_total() -> None:
    figures = [
        count("accounts.actioned", 60),
        *(
            count("accounts.actioned", value, dimensions={"harm_top": code})
            for code, value in (("hate", 30), ("fraud", 30))
        ),
        count("accounts.actioned", 27, dimensions={"harm": "hate"}),
        count("accounts.actioned", 3, dimensions={"harm": "hate.attack"}),
    ]
    panel = Panel(id="p", title="P", chart="bars", metrics=["accounts.actioned"], figures=figures)
    section = Section(id="s", title="S", panels=[panel])
    (made,) = protected("public-exact", [section], [])[0][0].panels
    hidden = [one.dimensions for one in made.figures if one.status == "suppressed"]
    # The one narrow count is told by its sum unless another of the same sum goes with it.
    assert len(hidden) > 1
