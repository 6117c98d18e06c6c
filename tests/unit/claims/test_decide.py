"""How a claim is decided: what blocks an answer, what is printed with it, and nearer claims."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from harmscope.claims import answer, parse
from harmscope.claims.reporting import reported
from harmscope.claims.subjects import placed
from harmscope.errors import UserError
from harmscope.reading import LoadedReport

Reports = Callable[[str], list[LoadedReport]]


def test_an_answer_brings_its_figures_its_axes_and_its_limits(reports: Reports) -> None:
    claim = parse(
        "Lantern removed more scams and fraud at its own initiative under its terms than Halcyon"
    )
    found = answer(claim, reports("template"))
    assert [(side.service, side.figure.value) for side in found.sides] == [
        ("Lantern", 309000),
        ("Halcyon", 33000),
    ]
    assert found.pair is not None
    assert found.pair.axes["period"].state == "same"
    assert "these are counts of services that may differ in size" in found.notes
    assert len(found.reports) == 2


def test_where_a_part_of_the_measure_is_reported_the_narrower_claim_is_answered(
    reports: Reports,
) -> None:
    found = answer(
        parse("Lantern removed more scams and fraud than Halcyon in 2025-H2"), reports("template")
    )
    assert found.state == "cannot_say"
    assert found.instead is not None
    assert found.instead.state == "supported"
    assert answer(parse(found.instead.claim.text), reports("template")).state == "supported"


def test_each_edition_by_itself_gives_its_answer(reports: Reports) -> None:
    text = "Aperture acted on fewer than 1.4 million pieces of hate speech in 2025-Q2"
    found = answer(parse(text), reports("both_quarters"))
    assert found.axis == "restatement"
    assert "2025Q3, 2025Q4" in found.reason
    assert {side.edition for side in found.sides} == {"2025Q3", "2025Q4"}


@pytest.mark.parametrize(
    ("text", "axis"),
    [
        ("Robin removed more posts than Robin in 2025-H2", "numerator"),
        ("Robin removed more hate speech than Swift in 2024", "period"),
        ("Robin's removals of hate speech were above 1,000", "period"),
        ("Heron received more notices than Robin in 2025-H2", "missing"),
        ("Heron removed more posts than Robin in 2025-H2", "category"),
        ("Robin received more notices about hate speech than Swift in 2025-H2", "category"),
        ("Swift removed at least 10 pieces of NCII in 2025-H2", "missing"),
    ],
)
def test_what_the_reports_do_not_hold_is_not_zero(text: str, axis: str, reports: Reports) -> None:
    found = answer(parse(text), reports("small"))
    assert (found.state, found.axis) == ("cannot_say", axis), found.reason


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Robbin removed more posts than Swift in 2025-H2", "a service that no report is about"),
        ("Robin removed more gardening than Swift in 2025-H2", "a category or a measure"),
        ("Robin reports gardening separately", "a category or a measure"),
    ],
)
def test_what_is_not_known_is_refused(text: str, fault: str, reports: Reports) -> None:
    with pytest.raises(UserError, match=fault):
        answer(parse(text), reports("small"))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Robin reports NCII separately", "supported"),
        ("Robin did not report NCII separately", "not_supported"),
        ("Robin reports removals by hate speech", "supported"),
        ("Robin reports removals by terrorism", "cannot_say"),
        ("Robin reports notices about hate speech", "cannot_say"),
        ("Heron reports notices", "cannot_say"),
        ("Robin reports hate speech separately in 2024", "cannot_say"),
        ("Robin reports NCII separately in the EU", "cannot_say"),
    ],
)
def test_claims_about_reporting(text: str, state: str, reports: Reports) -> None:
    given = reports("small")
    found = reported(parse(text), given, placed(given))
    assert found.state == state, found.reason


def test_a_reading_of_several_publishers_is_no_series_of_one(reports: Reports) -> None:
    text = "Snapchat granted a lower share of its complaints than Zalando in 2025-H2"
    apart = reports("real_template")
    merged = replace(apart[0], figures=[one for report in apart for one in report.figures])
    for given in (apart, [merged]):
        found = answer(parse(text), given)
        assert found.state == "cannot_say", found.reason


def test_figures_copied_by_hand_are_a_series_only_by_a_stated_definition(
    reports: Reports,
) -> None:
    claim = parse("Robin removed more hate speech in 2025-H2 than in 2025-H1")
    (small,) = reports("small")
    assert answer(claim, [small]).state == "supported"
    unstated = [one.model_copy(update={"basis": None}) for one in small.figures]
    found = answer(claim, [replace(small, figures=unstated)])
    assert (found.state, found.axis) == ("cannot_say", "definition")


def test_another_measure_is_named_in_words(reports: Reports) -> None:
    text = "Aperture removed more hate speech than Cinema in 2025-Q3"
    found = answer(parse(text), reports("both_quarters"))
    assert (found.state, found.axis) == ("cannot_say", "numerator")
    assert found.reason == ("Aperture gives another measure: items acted on, and not items removed")
