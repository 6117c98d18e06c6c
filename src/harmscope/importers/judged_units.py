"""Units that somebody judged, one by one, counted: the exposure records that they become."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from harmscope.errors import UserError
from harmscope.importers.mapping_file import zone_in
from harmscope.importers.platform_codes import TomlFile
from harmscope.importers.timestamps import Clock
from harmscope.model.base import filled
from harmscope.model.kinds import CURRENT
from harmscope.model.period import parse_period
from harmscope.model.typed import Exposure, Sample
from harmscope.taxonomy import codelist

# What the mapping file says of the units, under [sample] and [exposure].

_SHARE: Final = {"type": "number", "minimum": 0, "maximum": 1}
_LABEL: Final = {"type": "string", "minLength": 1, "maxLength": 500}

TERMS_SCHEMA: Final[dict[str, Any]] = {
    "sample": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "design": {
                "enum": [one for one in codelist("sample-design").codes if one != "stratified"]
            },
            "frame": _LABEL,
            "policies": _LABEL,
            "spam_included": {"enum": [*codelist("answer").codes]},
            "reviewers": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "sensitivity": _SHARE,
                    "specificity": _SHARE,
                    "checked": {"type": "integer", "minimum": 0},
                },
            },
        },
    },
    "exposure": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "every": {"enum": ["month", "log"]},
            "assurance": {"enum": [*codelist("assurance").codes]},
            "zone": _LABEL,
        },
    },
}
"""The JSON Schema of both tables. A stratified design is not among them: a log does not hold the
weights of its strata."""


@dataclass(frozen=True, slots=True)
class SampleTerms:
    """How the units were drawn (a code of ``sample-design``, or empty where nothing says so), what
    is the same in every sample, whether there is a record for each month or one for the log, the
    assurance, and the clock whose days count."""

    design: str = ""
    same: Sample = field(default_factory=Sample)
    monthly: bool = True
    assurance: str = ""
    clock: Clock = field(default_factory=Clock)


def sample_terms(file: TomlFile) -> SampleTerms:
    """The terms in a mapping file that has the form of :data:`TERMS_SCHEMA`. Raises UserError for
    a time zone that does not exist."""
    told, exposure = dict(file.table(("sample",))), file.table(("exposure",))
    design = str(told.pop("design", ""))
    same: Any = told
    return SampleTerms(
        design,
        same,
        exposure.get("every", "month") == "month",
        str(exposure.get("assurance", "")),
        Clock(zone=zone_in(file, ("exposure", "zone"))),
    )


# Counting.


class UnitGroup(NamedTuple):
    """What the units of one record have in common: their kind, the part of the service, the
    version of the safeguard, and what counts as violating; empty where nothing says it."""

    unit: str
    surface: str = ""
    safeguard: str = ""
    policies: str = ""


@dataclass(slots=True)
class JudgedCount:
    """Units of one group in one month: how many were judged, violate, were stopped by a safeguard,
    or were not judged; of how many nothing says whether they were stopped; those that violate by
    suitability tier; the first and the last day."""

    size: int = 0
    violating: int = 0
    stopped: int = 0
    unjudged: int = 0
    silent: int = 0
    tiers: dict[str, int] = field(default_factory=dict)
    first: str = ""
    last: str = ""


_MOST_SURFACES: Final = 100
"""More parts than this no service has: the column holds something else."""


class JudgedUnits:
    """Counts units, and makes exposure records of them. Holds a few numbers for each group."""

    def __init__(self, terms: SampleTerms) -> None:
        self._terms = terms
        self._counts: dict[tuple[UnitGroup, str], JudgedCount] = {}
        self._surfaces: set[str] = set()
        self.first = self.last = ""

    def add(
        self,
        group: UnitGroup,
        at: str,
        *,
        violating: bool | None,
        stopped: bool | None = None,
        tier: str = "",
        times: int = 1,
    ) -> None:
        """Count a unit of a time in the sortable form, or of a day, or several alike. ``violating``
        is None where nobody judged it, ``stopped`` where nothing says whether a safeguard stopped
        it. Raises UserError where the parts of the service are more than a service can have."""
        day = self._terms.clock.day(at)
        month = day[:7] if self._terms.monthly else ""
        count = self._counts.setdefault((group, month), JudgedCount())
        count.first = min(count.first or day, day)
        count.last = max(count.last, day)
        self.first, self.last = min(self.first or day, day), max(self.last, day)
        self._surfaces.add(group.surface)
        if len(self._surfaces) > _MOST_SURFACES:
            fault = f"the log names more than {_MOST_SURFACES} parts of the service"
            fix = "give the field feature a column that names a part of the service"
            raise UserError("--mapping", fault, fix)
        if violating is None:
            count.unjudged += times
            return
        count.size += times
        count.stopped += times * (stopped is True)
        count.silent += times * (stopped is None)
        if violating:
            count.violating += times
            count.tiers[tier] = count.tiers.get(tier, 0) + times

    def exposures(
        self, service: str, importer: str, total: int | None = None
    ) -> Iterator[Exposure]:
        """The records, by group and time. ``total`` is the number of units that the sample was
        drawn from, where it is known and there is one group."""
        beside = Counter(_place(group, month) for group, month in self._counts)
        known = total if len(self._counts) == 1 else None
        for group, month in sorted(self._counts, key=lambda key: (key[1], key[0])):
            span = self._span(group, month, alone=beside[_place(group, month)] == 1)
            count = self._counts[group, month]
            yield from self._records(group, count, span, (service, importer), known)

    @property
    def groups(self) -> int:
        """How many groups there are, by month."""
        return len(self._counts)

    def _span(self, group: UnitGroup, month: str, *, alone: bool) -> tuple[str, str]:
        """The days of a group in a month: the complete month as far as the log goes; where another
        safeguard has a part of it, from the first to the last day, unless the group goes on in the
        month before or after."""
        count = self._counts[group, month]
        start, end = self.first, self.last
        if month:
            first, _, last = str(parse_period(month)).partition("/")
            start, end = max(start, first), min(end, last)
        if alone:
            return start, end
        goes_on = [bool(month) and (group, _month(month, by)) in self._counts for by in (-1, 1)]
        return start if goes_on[0] else count.first, end if goes_on[1] else count.last

    def _records(
        self,
        group: UnitGroup,
        count: JudgedCount,
        span: tuple[str, str],
        told_by: tuple[str, str],
        total: int | None,
    ) -> Iterator[Exposure]:
        design = self._terms.design or "unknown"
        judged = count.size + count.unjudged
        if design == "unknown" and total == judged:
            design = "census"
        whole: Exposure = {
            "record": "exposure",
            "version": CURRENT["exposure"],
            "exposure_id": _id(group, span),
            "service": told_by[0],
            "period": {"start": span[0], "end": span[1]},
            "surface": group.surface,
            "unit": group.unit,
            "safeguard": group.safeguard,
            "total": judged if design == "census" else total or 0,
            "sample": self._sample(group, count, design),
            "assurance": self._terms.assurance,
            "source": {"importer": told_by[1]},
        }
        if not whole["total"]:
            del whole["total"]
        yield filled(whole)
        for tier, violating in sorted(count.tiers.items()) if "" not in count.tiers else ():
            part = whole.copy()
            part["exposure_id"] = f"{whole['exposure_id']}-{tier}"
            part["suitability_tier"] = tier
            part["sample"] = whole["sample"] | Sample(violating=violating)
            yield filled(part)

    def _sample(self, group: UnitGroup, count: JudgedCount, design: str) -> Sample:
        sample: Sample = {"design": design, "size": count.size, "violating": count.violating}
        if count.unjudged:
            sample["unjudged"] = count.unjudged
        if group.unit in ("prompts", "outputs") and not count.silent:
            sample["stopped"] = count.stopped
        if group.policies:
            sample["policies"] = group.policies
        return sample | self._terms.same


def _place(group: UnitGroup, month: str) -> tuple[str, ...]:
    """What versions of a safeguard in one month have in common."""
    return (group.unit, group.surface, group.policies, month)


def _month(month: str, by: int) -> str:
    """The month before or after.

    >>> _month("2026-01", -1), _month("2025-12", 1)
    ('2025-12', '2026-01')
    """
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + by, 12)
    return f"{year:04d}-{number + 1:02d}"


def _id(group: UnitGroup, span: tuple[str, str]) -> str:
    """An id that the same log always gives: the unit, the first day, and a digest of the rest."""
    rest = hashlib.sha256("\0".join((*group, *span)).encode()).hexdigest()[:12]
    return f"{group.unit}-{span[0]}-{rest}"
