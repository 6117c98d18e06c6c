"""File rules: a survey of all accepted records against the thresholds of a ruleset."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from statistics import median

from harmscope.validation.survey import DIFFERING, LATENESS, Survey

Found = tuple[str, str]
"""A rule's code, and what was counted."""


def judged(survey: Survey, limits: dict[str, float]) -> Iterator[Found]:
    """Every file rule that the records together break."""
    counts = survey.settle().counts
    if counts["records"] >= limits["few"]:
        yield from _shares(survey, limits)
        yield from _series(survey, limits)
    yield from _texts(survey, limits)
    if counts["records"] >= limits["very_many"] and not counts["illegal"]:
        yield "HS212", f"none of {counts['records']:,}"
    if counts["records"] >= limits["many"]:
        for name in DIFFERING:
            if len(survey.values.get(name, ())) == 1:
                yield "HS207", name
    yield from _headers(survey)


def _shares(survey: Survey, limits: dict[str, float]) -> Iterator[Found]:
    counts, records = survey.counts, survey.counts["records"]
    late = min((days for days in LATENESS if days >= limits["late_days"]), default=LATENESS[-1])
    above = (
        ("HS206", "other", records, limits["other_share"]),
        ("HS208", "instant", counts["timed"], limits["instant_share"]),
        ("HS209", "manual_instant", counts["manual"], limits["manual_instant_share"]),
        ("HS210", "synthetic", records, limits["synthetic_share"]),
        ("HS214", f"late_{late}", counts["filed"], limits["late_share"]),
        ("HS217", "trusted", records, limits["trusted_share"]),
    )
    for code, name, whole, limit in above:
        if whole >= limits["few"] and counts[name] > limit * whole:
            yield code, _share(counts[name], whole)
    if counts["keyword"] < limits["keyword_share"] * counts["categorised"]:
        yield "HS211", _share(counts["keyword"], counts["categorised"])
    missing = records - counts["language"]
    if missing > limits["language_missing_share"] * records:
        yield "HS213", f"{_share(missing, records)} without"


def _texts(survey: Survey, limits: dict[str, float]) -> Iterator[Found]:
    """Members in which one text is common. A text below the limit by less than was taken off its
    count (see ``texts``) is not told: what is said is surely so."""
    for member, most, filled, exact in survey.texts.common():
        if filled >= limits["few"] and most > limits["text_share"] * filled:
            yield "HS222", f"{member}: {'' if exact else 'at least '}{_share(most, filled)}"


def _series(survey: Survey, limits: dict[str, float]) -> Iterator[Found]:
    days = sorted(found for text in survey.days if (found := _day(text)))
    if len(days) < limits["active_days"]:
        return
    usual = median(survey.days[day.isoformat()] for day in days)
    peak = max(days, key=lambda day: survey.days[day.isoformat()])
    most = survey.days[peak.isoformat()]
    if most > limits["spike_factor"] * usual:
        yield "HS215", f"{most:,} on {peak}, usually {usual:,.0f}"
    for before, after in pairwise(days):
        silent = (after - before).days - 1
        if silent > limits["gap_days"]:
            yield "HS216", f"{silent} days after {before}"


def _headers(survey: Survey) -> Iterator[Found]:
    total = sum(survey.services.values())
    services = {str(header.get("service", "")) for header in survey.headers}
    if survey.headers and "" not in services:
        strangers = sum(count for name, count in survey.services.items() if name not in services)
        if strangers:
            yield "HS219", f"{strangers:,} of {total:,} records"
    spans = [header.get("period") for header in survey.headers]
    outside = _outside(survey, [span for span in spans if isinstance(span, dict)])
    if spans and all(isinstance(span, dict) for span in spans) and outside:
        yield "HS220", f"{outside:,} of {sum(survey.days.values()):,} records with a day"


def _outside(survey: Survey, spans: list[dict[str, object]]) -> int:
    edges = [(str(span.get("start")), str(span.get("end"))) for span in spans]
    return sum(
        count
        for day, count in survey.days.items()
        if day and not any(start <= day <= end for start, end in edges)
    )


def written(headers: list[dict[str, object]]) -> int | None:
    """How many records the headers say there are; None where one does not say it."""
    counts = [header.get("counts") for header in headers]
    said = [each.get("records", each.get("written")) for each in counts if isinstance(each, dict)]
    whole = [number for number in said if isinstance(number, int)]
    return sum(whole) if headers and len(whole) == len(headers) else None


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,}, {100 * part / whole:.1f} %" if whole else f"{part:,}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
