"""One header for the records of several data sets: it says no more than each of theirs does."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import cast

from harmscope.aggregation.labels import COMPLETE, gaps_of
from harmscope.errors import UserError
from harmscope.model.typed import Dataset, NotRecorded, Span
from harmscope.times import day_of

_ALIKE = ("time_zone", "taxonomy", "licence")
"""Members on which all headers must agree: they say how every record is to be read or used."""
_OF_ALL = ("record", "version", *_ALIKE, "disclosure")
_SHARED = ("service", "operator", "importer")
"""Members that stay where all headers say the same."""


def merged(headers: Sequence[Dataset]) -> Dataset:
    """The header of all data sets together.

    What one of them did not record is recorded in part; the period is the one that they cover
    without a gap, and is left out where one of them states none. Raises UserError where they
    differ in what must be alike, or where their periods leave days out.
    """
    first = headers[0]
    if len(headers) == 1:
        return first
    for name in _ALIKE:
        if any(header.get(name) != first.get(name) for header in headers):
            fault = f"the headers of the files differ in {name}"
            raise UserError("export", fault, "publish the files one by one")
    all_of_them: list[Mapping[str, object]] = [*headers]
    found = {name: value for name, value in all_of_them[0].items() if name in _OF_ALL}
    for name in _SHARED:
        if name in first and all(one.get(name) == all_of_them[0][name] for one in all_of_them):
            found[name] = all_of_them[0][name]
    gaps = gaps_of(headers)
    whole: list[NotRecorded] = [{"part": one, "reason": why} for one, why in gaps.never.items()]
    partly: list[NotRecorded] = [
        {"part": one, "reason": why, "partly": True}
        for one, why in gaps.partly.items()
        if one not in gaps.never
    ]
    more = {
        "period": _period(headers),
        "coverage": None if gaps.extent == COMPLETE else {"extent": gaps.extent},
        "capabilities": sorted(gaps.offers or ()),
        "not_recorded": sorted(whole + partly, key=lambda gap: gap["part"]),
    }
    return cast("Dataset", found | {name: one for name, one in more.items() if one})


def _period(headers: Sequence[Dataset]) -> Span | None:
    """The one period of all headers; each service must be covered in it without a gap."""
    of_services: dict[str, list[tuple[str, str]]] = {}
    for header in headers:
        stated = header.get("period")
        if stated is None:
            return None
        spans = of_services.setdefault(header.get("service", ""), [])
        spans.append((stated["start"], stated["end"]))
    whole = {_joined(sorted(spans)) for spans in of_services.values()}
    if len(whole) > 1 or None in whole:
        fault = "the periods of the files' headers leave days out"
        fix = "publish files of one period together, or add the files of the days between"
        raise UserError("export", fault, fix)
    (one,) = whole
    return None if one is None else {"start": one[0], "end": one[1]}


def _joined(spans: list[tuple[str, str]]) -> tuple[str, str] | None:
    start, end = spans[0]
    for later, last in spans[1:]:
        if day_of(later) > day_of(end) + timedelta(days=1):
            return None
        end = max(end, last)
    return start, end
