"""Whether reports carry a claim: its tests on the figures, and the axes that could turn them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from harmscope.claims import subjects
from harmscope.claims.claim import Answer, Claim, Measurement, State
from harmscope.claims.grammar import bearings, measurements, said_of, series_notes, titled
from harmscope.claims.limits import blurred, holds, limits_of, together
from harmscope.claims.reporting import BY_HAND, reported
from harmscope.claims.sentences import sentence
from harmscope.claims.spans import short
from harmscope.claims.undecided import UndecidedError
from harmscope.comparison.axes import AXES, CENSUS, Context, unit
from harmscope.comparison.compare import Placed
from harmscope.comparison.concepts import concept_of
from harmscope.comparison.side import Side, Sizes
from harmscope.comparison.verdicts import Pair, judge
from harmscope.model.period import Period
from harmscope.reading import LoadedReport
from harmscope.reading.ranges import Range

OF_ONE = frozenset({"meta-cser", "tiktok-cger"})
"""Formats that one publisher uses for all of its services."""

_STATES: dict[bool, State] = {True: "supported", False: "not_supported"}


def answer(claim: Claim, reports: Sequence[LoadedReport]) -> Answer:
    """What the reports say of a claim.

    Raises UserError where it names a service, a category or a measure that is not known.
    """
    figures = subjects.placed(reports)
    known = {service for _, service, _ in figures}
    a = subjects.service_named(claim.a, known)
    b = subjects.service_named(claim.b, known) if claim.b else None
    claim = replace(claim, a=a, b=b)
    if claim.form == "reports":
        return reported(claim, reports, figures)
    try:
        subjects.known_words(claim.what, figures)
        return _answered(claim, reports, figures)
    except UndecidedError as error:
        found = Answer(claim, "cannot_say", error.reason, error.axis, reports=tuple(reports))
        return replace(found, instead=_instead(claim, reports))


def _answered(claim: Claim, reports: Sequence[LoadedReport], figures: Sequence[Placed]) -> Answer:
    measure = claim.measure
    assert measure is not None
    if claim.b == claim.a:
        raise UndecidedError("numerator", "the claim compares a service with itself")
    services = (claim.a, claim.b) if claim.b else (claim.a,)
    found, notes = _figures(claim, measure, reports, figures, services)
    case = _Case(claim, measure, reports, notes)
    if claim.form == "change":
        old, new = _change_periods(claim, found[0], figures)
        later = subjects.in_period(found[0], new, claim.a)
        return _compared(case, later, subjects.in_period(found[0], old, claim.a))
    period = claim.periods[0] if claim.periods else subjects.only_period(found)
    parts = [
        subjects.in_period(part, period, service)
        for part, service in zip(found, services, strict=True)
    ]
    return _limit(case, parts[0]) if claim.form == "limit" else _compared(case, *parts)


def _figures(
    claim: Claim,
    measure: Measurement,
    reports: Sequence[LoadedReport],
    figures: Sequence[Placed],
    services: Sequence[str],
) -> tuple[list[list[Placed]], list[str]]:
    """The figures of each service, and what is to be said of the category."""
    wanted = {str(period) for period in claim.periods} if not claim.since else set()
    of_time = [one for one in figures if not wanted or one[2].period in wanted]
    found, notes = [], []
    for service in services:
        there = [one for one in of_time if one[1] == service]
        chosen, near = subjects.figures_of(there, service, measure, claim.what)
        if not chosen:
            others = [one for one in figures if one[1] == service]
            again, _ = subjects.figures_of(others, service, measure, claim.what)
            if again:
                subjects.in_period(again, claim.periods[0], service)
            raise _absent(claim, measure, others, service)
        subjects.of_kind(claim.what, service, {reports[at].format for at, _, _ in chosen})
        if near:
            notes.append(f"the claim's words stand for the report's category “{near}”")
        found.append(chosen)
    return found, list(dict.fromkeys(notes))


def _absent(
    claim: Claim, measure: Measurement, own: Sequence[Placed], service: str
) -> UndecidedError:
    """Why a service has no figure for a claim: a part of it, another measure, or nothing."""
    given = {
        (one[2].metric, tuple(e for e in one[2].place if e[0] not in subjects.NAMES)) for one in own
    }
    for other in (measurements()[name] for name in measure.also):
        if (other.metric, other.splits) in given:
            return UndecidedError("numerator", f"{service} gives another measure: {titled(other)}")
    beside = [m for m in concept_of(measure.metric).metrics if m in {metric for metric, _ in given}]
    if measure.metric in {metric for metric, _ in given} and claim.what:
        return UndecidedError("category", f"{service} does not split {titled(measure)} by category")
    if measure.metric in {metric for metric, splits in given if splits == measure.splits}:
        return UndecidedError(
            "category", f"{service} gives {titled(measure)} by category alone, and no total"
        )
    if beside and beside[0] != measure.metric:
        titles = f"{said_of(beside[0])}, and not {titled(measure)}"
        return UndecidedError("numerator", f"{service} gives another measure: {titles}")
    return UndecidedError("missing", f"{service} gives no figure for this, which is not zero")


def _change_periods(
    claim: Claim, chosen: Sequence[Placed], figures: Sequence[Placed]
) -> tuple[Period, Period]:
    """The earlier and the later period. Raises UndecidedError where the newest one that the reports
    are about has no such figure: what came after an older one is not known."""
    old = claim.periods[0]
    if not claim.since:
        return old, claim.periods[1]
    subjects.in_period(chosen, old, claim.a)
    new = subjects.newest(chosen, old)
    last = subjects.newest([one for one in figures if one[1] == claim.a], old)
    if last != new:
        reason = f"{claim.a}: these reports reach to {last.end} and give no such figure there"
        raise UndecidedError("missing", reason)
    return old, new


# Every reading of the figures must give one answer.


@dataclass(frozen=True, slots=True)
class _Case:
    """A claim with its measurement, the reports, and what is to be said of the category."""

    claim: Claim
    measure: Measurement
    reports: Sequence[LoadedReport]
    notes: Sequence[str]


def _limit(case: _Case, chosen: Sequence[Placed]) -> Answer:
    sides = subjects.sides(case.reports, chosen)
    return replace(_agreed([_one(case, side) for side in sides]), reports=tuple(case.reports))


def _one(case: _Case, side: Side) -> Answer:
    """The answer that one figure gives to a claim with a limit."""
    measure = case.measure
    own = ["counted by the service's own rules"] if _by_own_rules(side) else []
    said = (*case.notes, *_own_notes(measure, [side]), *own, *_area(case.claim, [side]))
    base = Answer(case.claim, "cannot_say", "", None, (side,), None, said)
    try:
        subjects.place_fits(case.claim, [side])
        slip = unit(side, side, Context())
        if slip.state == "fails":
            raise UndecidedError("unit", slip.reason)
        share_of = side.figure.denominator_name or side.figure.assurance == "computed"
        if measure.kind == "share" and not share_of:
            raise UndecidedError(
                "denominator", f"{side.service} does not state what it is a share of"
            )
        first = _range(measure, side)
        scaled = [replace(one, shift=one.shift / _per(side)) for one in case.claim.conditions]
        held = together([holds(one, first, None) for one in scaled])
        if held is None:
            raise _open(measure, [(side, first)])
    except UndecidedError as error:
        return replace(base, axis=error.axis, reason=error.reason)
    return replace(base, state=_STATES[held])


def _by_own_rules(side: Side) -> bool:
    return side.figure.estimand in CENSUS and side.figure.assurance != "computed"


def _per(side: Side) -> float:
    """Hours in the unit of a time; 1 for all else."""
    return 24.0 if side.figure.unit == "days" else 1.0


def _range(measure: Measurement, side: Side) -> Range:
    """The limits on which a figure is tested. Raises UndecidedError where it has none, and where
    it counts what a machine found, and the claim is about what it decided."""
    stated = (side.figure.basis or {}).get("automation")
    asked = measure.automation if side.figure.assurance != "computed" else ()
    if asked and stated not in asked:
        raise UndecidedError("automation", f"{side.service} states: {stated or 'nothing'}")
    found = limits_of(side.figure, side.service)
    return Range(found.low, 1, None, "bounds") if measure.at_least else found


def _open(
    measure: Measurement, pairs: Sequence[tuple[Side, Range]], *, times: bool = False
) -> UndecidedError:
    """Why limits leave a claim open; ``times`` says that one number is so many times the other."""
    if measure.at_least:
        return UndecidedError(measure.at_least, measure.at_least_because)
    if times and not pairs[-1][1].low:
        side, found = pairs[-1]
        zero = "is zero" if found.high == 0 else "may be zero"
        reason = f"{side.service}: a number {zero}, and nothing is a number of times zero"
        return UndecidedError("denominator", reason)
    for side, found in pairs:
        if measure.rest_open and found.reason == "bounds":
            return UndecidedError("denominator", f"{side.service}: {measure.rest_open}")
    axes = [axis for side, found in pairs if (axis := blurred(side, found))]
    axis = next((one for one in _OPEN if one in axes), "rounding")
    if axis == "rounding" and any(side.figure.value is None for side, _ in pairs):
        return UndecidedError("missing", "a report gives limits alone, and they leave it open")
    if axis == "rounding" and any(side.figure.rounding is None for side, _ in pairs):
        return UndecidedError(axis, "it is not stated how the number was rounded")
    return UndecidedError(axis, _OPEN[axis])


_OPEN = {
    "contradiction": "the report contradicts itself, and its numbers give different answers",
    "interval": "the intervals leave it open",
    "category": "a figure is a lower limit: more may belong to the category",
    "missing": "a figure is a lower limit: more may be missing from it",
    "rounding": "rounding leaves it open",
}


def _compared(case: _Case, first: Sequence[Placed], second: Sequence[Placed]) -> Answer:
    made = subjects.sides(case.reports, [*first, *second])
    if case.claim.form == "compare":
        ones = [side for side in made if side.service == case.claim.a]
        twos = [side for side in made if side.service == case.claim.b]
    else:
        ones = [side for side in made if side.figure.period == first[0][2].period]
        twos = [side for side in made if side.figure.period == second[0][2].period]
    pairs = [(one, two) for one in ones for two in twos]
    for alike in (_of_one_whole, _of_one_report):
        pairs = [(one, two) for one, two in pairs if alike(one, two)] or pairs
    answers = [_both(case, one, two) for one, two in pairs]
    return replace(_agreed(answers), reports=tuple(case.reports))


def _whole(side: Side) -> str | None:
    return side.figure.denominator_name


def _of_one_whole(one: Side, two: Side) -> bool:
    return _whole(one) == _whole(two)


def _of_one_report(one: Side, two: Side) -> bool:
    return one.report == two.report


def _both(case: _Case, one: Side, two: Side) -> Answer:
    """The answer that two figures give to a claim."""
    claim, measure = case.claim, case.measure
    pair = judge(one, two, Sizes({}))
    own = [*_own_notes(measure, [one, two]), *_area(claim, [one, two])]
    said = tuple(dict.fromkeys((*case.notes, *own, *_limits_said(pair, measure, case.reports))))
    base = Answer(claim, "cannot_say", "", None, (one, two), pair, said)
    try:
        subjects.place_fits(claim, (one, two))
        blocking = next(_blocking(pair, measure, case.reports), None)
        if blocking is not None:
            raise UndecidedError(blocking, pair.axes[blocking].reason)
        first, second = _range(measure, one), _range(measure, two)
        held = together([holds(each, first, second) for each in claim.conditions])
        if held is None:
            times = any(each.factor != 1 for each in claim.conditions)
            raise _open(measure, [(one, first), (two, second)], times=times)
    except UndecidedError as error:
        return replace(base, axis=error.axis, reason=error.reason)
    return replace(base, state=_STATES[held])


def _blocking(pair: Pair, measure: Measurement, reports: Sequence[LoadedReport]) -> Iterator[str]:
    """The axes that could turn the answer, in their order."""
    for axis in AXES:
        state = pair.axes[axis.id].state
        unclear = state in ("care", "unknown")
        if state == "fails" or (unclear and _bearing(pair, axis.id, measure, reports) == "blocks"):
            yield axis.id


def _bearing(pair: Pair, axis: str, measure: Measurement, reports: Sequence[LoadedReport]) -> str:
    outcome = pair.axes[axis]
    if axis in measure.settled:
        return "note"
    if axis == "category" and pair.a.category.native == pair.b.category.native:
        return "note"
    if outcome.state == "unknown" and axis in series_notes() and _one_series(pair, reports):
        return "note"
    return bearings()[axis][outcome.state]


def _one_series(pair: Pair, reports: Sequence[LoadedReport]) -> bool:
    """Whether one publisher lays the two figures side by side, by one method."""
    a, b = pair.a, pair.b
    form = reports[a.report].format if a.report == b.report else None
    if a.service != b.service:
        return form in OF_ONE
    return pair.axes["definition"].state == "same" or form not in (None, BY_HAND)


def _limits_said(pair: Pair, measure: Measurement, reports: Sequence[LoadedReport]) -> list[str]:
    """The limits to print with an answer: every axis that is not the same, and bears as a note."""
    shown = []
    for axis in AXES:
        outcome = pair.axes[axis.id]
        if outcome.state not in ("care", "unknown") or axis.id in measure.settled:
            continue
        if _bearing(pair, axis.id, measure, reports) == "blocks":
            continue
        if axis.id == "contradiction":
            continue
        if axis.id == "denominator" and outcome.state == "care":
            shown.append("these are counts of services that may differ in size")
        elif axis.id == "restatement" and outcome.state == "care":
            shown.append("the figures are of two editions")
        else:
            shown.append(outcome.reason)
    return list(dict.fromkeys(shown))


def _own_notes(measure: Measurement, sides: Sequence[Side]) -> list[str]:
    contested = dict.fromkeys(s.service for s in sides if s.figure.status == "contested")
    notes = [measure.note.rstrip(".")] if measure.note else []
    return [*notes, *(f"{one}'s report contradicts itself about this number" for one in contested)]


def _area(claim: Claim, sides: Sequence[Side]) -> list[str]:
    """What to say of the place where the claim names none, and the figures cover a part."""
    areas = {side.figure.scope.geography for side in sides if side.figure.scope} - {"world"}
    named = sorted(area for area in areas if area)
    shown = ", ".join("the EU" if area == "EU" else area for area in named)
    return [f"the figures cover {shown} alone"] if named and not claim.place else []


def _agreed(answers: Sequence[Answer]) -> Answer:
    """The one answer that all figures give; where they differ, what they differ in decides."""
    shown = max(answers, key=lambda one: [side.edition or "" for side in one.sides])
    if len({one.state for one in answers}) == 1:
        return shown
    sides = tuple({side.number: side for one in answers for side in one.sides}.values())
    scopes = [side.figure.scope for side in sides]
    for axis, word, members in (
        ("restatement", "editions", [side.edition for side in sides]),
        ("denominator", "shares of different wholes", [_whole(side) for side in sides]),
        ("surface", "surfaces", [scope.surface if scope else None for scope in scopes]),
        (
            "geography",
            "parts of the world",
            [scope.geography if scope else None for scope in scopes],
        ),
    ):
        if _vary(sides, members):
            listed = ", ".join(sorted({str(one or "not stated") for one in members}))
            reason = f"{word} give different answers: {listed}"
            return replace(shown, state="cannot_say", axis=axis, reason=reason, sides=sides)
    reason = "the reports hold several numbers for this, which give different answers"
    return replace(shown, state="cannot_say", axis="contradiction", reason=reason, sides=sides)


def _vary(sides: Sequence[Side], members: Sequence[str | None]) -> bool:
    """Whether figures of one service and period differ in a member."""
    found: dict[tuple[str, str | None], set[str | None]] = {}
    for side, member in zip(sides, members, strict=True):
        found.setdefault((side.service, side.figure.period), set()).add(member)
    return any(len(each) > 1 for each in found.values())


def _instead(claim: Claim, reports: Sequence[LoadedReport]) -> Answer | None:
    """A narrower claim of the same words that these reports do answer."""
    measure = claim.measure
    for name in measure.also if measure else ():
        other = measurements()[name]
        when = short(claim.periods[0]) if claim.periods else ""
        words = sentence(claim, other, when)
        if not words:
            continue
        found = answer(replace(claim, text=words, measure=other), reports)
        if found.state != "cannot_say":
            return found
    return None
