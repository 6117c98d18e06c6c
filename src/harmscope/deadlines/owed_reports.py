"""Reports and declared figures that are owed by profile, and which of them are there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from harmscope.aggregation.declared import parsed_declared
from harmscope.aggregation.declared_questions import questions
from harmscope.deadlines.outlook import Due, Outlook, end_of_day, standing_at
from harmscope.errors import UserError
from harmscope.model.figure import Declared
from harmscope.model.period import Period, parse_period
from harmscope.profiles import Profile, load, shipped
from harmscope.profiles.owed import Owed
from harmscope.reading.report_file import load as load_report
from harmscope.reading.report_file import title_of

ALL = "all"

_TOTAL: Final = " (TOTAL)"
"""Ends the title of a question of the template about the whole, and not about a part."""


@dataclass(frozen=True, slots=True)
class Made:
    """A report that is there: its profile, service and period."""

    profile: str
    service: str
    period: str


def with_duties() -> list[str]:
    """Names of the shipped profiles of which the law is known that owes them."""
    return [name for name in shipped() if load(name).owed]


def made_reports(places: Iterable[str | Path]) -> list[Made]:
    """The reports in ``places``: files, or folders with a ``report.json`` somewhere below.

    Raises UserError where a place holds none, or a file is no report of ours.
    """
    found = []
    for place in map(Path, places):
        files = sorted(place.rglob("report.json")) if place.is_dir() else [place]
        if not files:
            raise UserError(place.name, "there is no report.json in it", "name a report's folder")
        for file in files:
            made = load_report(file)
            if made.profile is not None and made.service is not None and made.period is not None:
                found.append(Made(made.profile, made.service, made.period))
    return found


def owed_reports(
    profiles: Sequence[str],
    now: datetime,
    services: Sequence[str] = (),
    made: Sequence[Made] | None = None,
    declared: Path | None = None,
) -> Outlook:
    """What is owed under ``profiles`` at ``now``: for each duty the last period whose day is over,
    and every one from there on that has started.

    ``services`` each owe a report; none means that nothing is said of a service. ``made`` are the
    reports that are there: one that is not, and whose day is over, is late. Without ``made`` that
    is not known. ``declared`` is a file of declared facts: what it leaves open is said beside the
    report that it is for. Raises UserError for a profile that is not known, or owes nothing.
    """
    outlook = Outlook(now)
    owing: Sequence[str | None] = services or [None]
    stated = None if declared is None else parsed_declared(declared)
    for name in profiles:
        profile = load(name)
        if not profile.owed:
            fix = f"name one of {', '.join(with_duties())}"
            raise UserError("--profile", "no duty is known that owes this report", fix)
        for duty in profile.owed:
            for period, day in _spans(duty, now.date()):
                for service in owing:
                    if not _is_made(profile, duty, period, service, made):
                        one = _due(profile, duty, period, day, service, now, made is not None)
                        if not duty.figures:
                            told = _declared_for(profile, period, service, stated)
                            one = replace(one, declared=told)
                        outlook.items.append(one)
    return outlook.settle()


def _spans(duty: Owed, today: date) -> list[tuple[Period, date | None]]:
    """The last period that is over and whose day is, and all behind it."""
    found = list(duty.deadlines(today))
    over = [n for n, (span, day) in enumerate(found) if _over(span, day, today)]
    return found[over[-1] :] if over else found


def _over(span: Period, day: date | None, today: date) -> bool:
    return (span.end if day is None else day) < today


def _is_made(
    profile: Profile,
    duty: Owed,
    period: Period,
    service: str | None,
    made: Sequence[Made] | None,
) -> bool:
    return not duty.figures and any(
        one.profile == profile.id
        and one.period == str(period)
        and (one.service == ALL or service in (None, one.service))
        for one in made or ()
    )


def _due(  # noqa: PLR0917 - what one row of the answer says
    profile: Profile,
    duty: Owed,
    period: Period,
    day: date | None,
    service: str | None,
    now: datetime,
    checked: bool,
) -> Due:
    end = None if day is None else end_of_day(day)
    standing = "no_limit" if end is None else standing_at(now, end, None)
    if standing == "late" and (duty.figures or not checked):
        standing = "not_known"
    told = f"{duty.who} (source: {duty.certainty})"
    return Due(
        what="figures" if duty.figures else "report",
        standing=standing,
        jurisdiction=duty.jurisdiction,
        law=profile.id,
        title=_title(profile, duty),
        duty=duty.id,
        due=end,
        day=day,
        service=service,
        period=str(period),
        note=". ".join([told, *([duty.note] if duty.note else [])]),
    )


def _title(profile: Profile, duty: Owed) -> str:
    """What is owed in words: the figures as the template or the profile asks for them, else the
    report."""
    asked: dict[str, str] = {}
    for one in questions(profile):
        asked.setdefault(one.metric, one.title.removesuffix(_TOTAL))
    figures = [asked.get(metric) or title_of(metric) for metric in duty.figures]
    return ", ".join(figures) or profile.title


def _declared_for(
    profile: Profile, period: Period, service: str | None, declared: Declared | None
) -> tuple[int, int] | None:
    """How many figures and texts a report asks for that no log holds, and how many of them are
    declared; None where it asks for none."""
    asked = list(questions(profile))
    if not asked:
        return None
    if not _is_for(declared, profile, period, service):
        return len(asked), 0
    assert declared is not None
    there = {_key(one.metric, one.dimensions) for one in declared.figures or ()}
    there |= {_key(one.metric, one.dimensions) for one in declared.texts or ()}
    return len(asked), sum(_key(one.metric, one.dimensions) in there for one in asked)


def _is_for(
    declared: Declared | None, profile: Profile, period: Period, service: str | None
) -> bool:
    return (
        declared is not None
        and declared.profile == profile.id
        and parse_period(declared.period) == period
        and service in (None, declared.service)
    )


def _key(metric: str, dimensions: Mapping[str, str] | None) -> tuple[object, ...]:
    return metric, *sorted((dimensions or {}).items())
