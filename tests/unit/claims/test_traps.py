"""Sentences that look like known claims and say something else, or more than the figures do."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harmscope.claims import answer, parse
from harmscope.claims.memos import Line, answer_memo, read_before, read_memo
from harmscope.claims.subjects import of_kind, service_named
from harmscope.claims.undecided import UndecidedError
from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.reading import LoadedReport
from harmscope.render.claim_text import claims_document, claims_md, claims_table, claims_text

Reports = Callable[[str], list[LoadedReport]]


@pytest.mark.parametrize(
    "text",
    [
        "Halcyon's share of complaints granted was higher than Lantern's share of fake accounts",
        "A higher share of Halcyon's complaints were granted than of Lantern's notices",
        "Halcyon's median time from notice to action was shorter than Lantern's complaints",
        "Halcyon received at least 1.200 notices in 2025-H2",
        "Halcyon received fewer than 1,900 or more notices in 2025-H2",
        "Halcyon received at least 1,900 or fewer notices in 2025-H2",
        "Fewer than 150 % of Halcyon's complaints were granted in 2025-H2",
        "Halcyon received at least 1,2 million notices in 2025-H2",
        "Most of Halcyon's complaints were not granted in 2025-H2",
    ],
)
def test_what_says_something_else_is_refused(text: str, reports: Reports) -> None:
    with pytest.raises(UserError):
        answer(parse(text), reports("template"))


@pytest.mark.parametrize(
    "text",
    [
        "Halcyon's median time from notice to action was shorter than Lantern's median time",
        "Halcyon's median time from notice to action was shorter than that of Lantern",
        "Halcyon's median time from notice to action was shorter than Lantern's was",
    ],
)
def test_the_same_thing_may_be_said_again(text: str, reports: Reports) -> None:
    assert answer(parse(text), reports("template")).state == "supported"


def test_the_same_whole_may_be_said_again() -> None:
    given = "a higher share of Alpha's complaints were granted than of Beta's complaints"
    found = parse(given)
    assert (found.a, found.b) == ("Alpha", "Beta")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Alpha's removals fell between 2025-H2 and 2025-H1", "later period stands first"),
        ("Alpha's removals fell from 2025 to 2024", "later period stands first"),
        ("Alpha's removals fell by more than 5 % from 2025 to 2024", "later period stands first"),
        ("Alpha's removals fell between 2025 and 2025-H2", "share days"),
        ("Alpha removed more posts in 2025-H2 than in 2025", "share days"),
    ],
)
def test_two_periods_stand_in_their_order_and_share_no_day(text: str, fault: str) -> None:
    with pytest.raises(UserError, match=fault):
        parse(text)


def _with(report: LoadedReport, *figures: Figure) -> LoadedReport:
    return replace(report, figures=list(figures))


def _first(reports: Reports) -> tuple[LoadedReport, Figure]:
    (small,) = reports("small")
    return small, next(one for one in small.figures if one.metric == "items.removed")


@pytest.mark.parametrize(
    "text",
    [
        "Robin's removals of hate speech at least doubled between 2025-H1 and 2025-H2",
        "Robin's removals of hate speech halved between 2025-H1 and 2025-H2",
        "Robin's removals of hate speech rose by more than 10 % between 2025-H1 and 2025-H2",
        "Robin's removals of hate speech fell by at least 10 % between 2025-H1 and 2025-H2",
    ],
)
@pytest.mark.parametrize("now", [0, 50])
def test_nothing_is_a_number_of_times_zero(text: str, now: int, reports: Reports) -> None:
    small, first = _first(reports)
    old = first.model_copy(update={"value": 0, "period": "2025-01-01/2025-06-30"})
    given = _with(small, old, first.model_copy(update={"value": now}))
    found = answer(parse(text), [given])
    assert (found.state, found.axis) == ("cannot_say", "denominator")
    assert "a number is zero" in found.reason


def test_a_rise_from_zero_is_a_rise(reports: Reports) -> None:
    small, first = _first(reports)
    old = first.model_copy(update={"value": 0, "period": "2025-01-01/2025-06-30"})
    given = _with(small, old, first)
    text = "Robin's removals of hate speech rose between 2025-H1 and 2025-H2"
    assert answer(parse(text), [given]).state == "supported"


def test_since_reaches_to_the_newest_report(reports: Reports) -> None:
    text = "Robin's removals of hate speech rose since 2025-H1"
    (small,) = reports("small")
    assert answer(parse(text), [small]).state == "supported"
    other = next(one for one in small.figures if one.metric == "decisions.automated_share")
    later = other.model_copy(update={"period": "2026-01-01/2026-06-30"})
    found = answer(parse(text), [small, _with(small, later)])
    assert (found.state, found.axis) == ("cannot_say", "missing")
    assert "2026-06-30" in found.reason


def test_a_time_in_whole_hours_may_have_been_rounded(reports: Reports) -> None:
    small, first = _first(reports)
    hours = {
        "metric": "complaints.decision_median", "unit": "hours", "value": 24, "rounding": None,
        "dimensions": None, "scheme": None,
    }  # fmt: skip
    given = [_with(small, first.model_copy(update=hours))]
    words = "Robin's median time to decide on complaints was"
    found = answer(parse(f"{words} at most 24 hours"), given)
    assert (found.state, found.axis) == ("cannot_say", "rounding")
    assert answer(parse(f"{words} at most 25 hours"), given).state == "supported"


@pytest.mark.parametrize("kind", ["videos", "comments", "videos with hate speech"])
def test_one_kind_of_content_is_not_all_of_it(kind: str, reports: Reports) -> None:
    found = answer(parse(f"Robin removed at least 10 {kind} in 2025-H2"), reports("small"))
    assert (found.state, found.axis) == ("cannot_say", "numerator")
    assert "of every kind" in found.reason


def test_a_kind_that_is_all_that_a_service_holds() -> None:
    of_kind("videos", "Alpha", {"tiktok-cger"})
    of_kind("hate speech", "Alpha", {"figures"})
    with pytest.raises(UndecidedError):
        of_kind("videos", "Alpha", {"tiktok-cger", "figures"})


def test_services_that_differ_in_capital_letters_alone_are_told_apart() -> None:
    known = ["lantern", "Lantern", "Swift"]
    assert service_named("lantern", known) == "lantern"
    assert service_named("Lantern", known) == "Lantern"
    assert service_named("SWIFT", known) == "Swift"
    with pytest.raises(UserError, match="capital letters"):
        service_named("LANTERN", known)


def test_what_stands_within_a_broader_category_is_reported_though_not_separately(
    reports: Reports,
) -> None:
    (small,) = reports("small")
    given = [replace(small, format="dsa-report")]
    words = "discrimination"
    apart = answer(parse(f"Robin does not report {words} separately"), given)
    plain = answer(parse(f"Robin does not report {words}"), given)
    assert apart.state == "supported"
    assert (plain.state, plain.axis) == ("cannot_say", "category")


def test_reports_that_define_a_metric_in_other_words_cannot_say(reports: Reports) -> None:
    text = "Lanternfish's share of appeals granted fell since 2025-H2"
    old, new = reports("counted")
    assert answer(parse(text), [old, new]).state == "supported"
    reworded = {metric: f"{said} Otherwise." for metric, said in old.definitions.items()}
    count = "Lanternfish's content acted on did not change between 2025-H2 and 2026-H1"
    assert answer(parse(count), [old, new]).state == "supported"
    found = answer(parse(count), [replace(old, definitions=reworded), new])
    assert found.state == "cannot_say"
    assert found.pair is not None
    assert found.pair.axes["definition"].state == "care"
    answers = dict.fromkeys(old.choices, "Otherwise.")
    assert answers
    found = answer(parse(count), [replace(old, choices=answers), new])
    assert found.state == "cannot_say"
    assert found.pair is not None
    assert "answer differently" in found.pair.axes["definition"].reason


def test_a_change_of_version_inside_of_a_period_breaks_a_series(reports: Reports) -> None:
    text = "Lanternfish acted on more hate speech in 2026-H1 than in 2025-H2"
    old, new = reports("counted")
    for what, state in (("safeguard", "same"), ("codes", "care"), ("taxonomy", "care")):
        cut = [(what, "Another version from 2026-03-01 on.")]
        found = answer(parse(text), [old, replace(new, breaks=cut)])
        assert found.state == "cannot_say"
        assert found.pair is not None
        assert found.pair.axes["definition"].state == state
    assert found.pair.axes["definition"].reason == "Another version from 2026-03-01 on."


def test_a_pooled_number_without_all_services_is_a_lower_limit(reports: Reports) -> None:
    small, first = _first(reports)
    part = first.model_copy(update={"senders": 37, "of": 40})
    given = [_with(small, part)]
    words = "Robin removed {} pieces of hate speech in 2025-H2"
    assert answer(parse(words.format("at least 12,000")), given).state == "supported"
    assert answer(parse(words.format("fewer than 12,000")), given).state == "not_supported"
    found = answer(parse(words.format("fewer than 13,000")), given)
    assert (found.state, found.axis) == ("cannot_say", "missing")
    whole = [_with(small, first.model_copy(update={"senders": 40, "of": 40}))]
    assert answer(parse(words.format("fewer than 13,000")), whole).state == "supported"


def test_a_row_beside_its_parts_is_not_the_whole_category(reports: Reports) -> None:
    small, first = _first(reports)
    whole = first.model_copy(update={"dimensions": {"harm": "hate"}, "value": 4})
    part = first.model_copy(update={"dimensions": {"harm": "hate.attack"}, "value": 9})
    text = "Robin removed fewer than 5 pieces of hate in 2025-H2"
    assert answer(parse(text), [_with(small, whole)]).state == "supported"
    found = answer(parse(text), [_with(small, whole, part)])
    assert (found.state, found.axis) == ("cannot_say", "category")
    top = first.model_copy(update={"dimensions": {"harm_top": "hate"}, "value": 13})
    assert answer(parse(text), [_with(small, whole, part, top)]).state == "not_supported"


MEMO = """\
---
title: What we print
  and: more
---
<!-- a comment
Robin received at least 1 notices in 2025-H2
that ends --> here
~~~
```
Robin received at least 2 notices in 2025-H2
~~~
Robin received <!-- only --> at least 3 notices in 2025-H2
---
Robin received at least 4 notices in 2025-H2
"""


def test_blocks_that_hold_no_claims_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "memo.md"
    path.write_text(MEMO, encoding="utf-8")
    lines, passed_over = read_memo(path)
    assert [line.number for line in lines] == [12, 14]
    assert lines[0].text == "Robin received at least 3 notices in 2025-H2"
    assert passed_over == len(MEMO.splitlines()) - 2
    path.write_text("---\n- Robin received no notices\n---\n", encoding="utf-8")
    assert [line.number for line in read_memo(path)[0]] == [2]


def test_a_sentence_that_is_not_understood_any_more_is_broken(
    tmp_path: Path, reports: Reports
) -> None:
    lines = [Line(1, "Robin received at least 10 notices in 2025-H2")]
    path = tmp_path / "before.json"
    path.write_text(json.dumps(claims_document(answer_memo(lines, reports("small")))))
    later = answer_memo(lines, reports("template"), 0, read_before(path))
    assert later.refused
    assert later.answered[0].mark == "broken"
    assert "BROKEN: it was supported before (Robin" in claims_text(later)
    assert "BROKEN" in claims_md(later)
    assert claims_table(later).rows[0][7] == "broken"
    assert claims_document(later)["refused"][0]["before"]["mark"] == "broken"
