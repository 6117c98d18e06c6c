"""The records behind a figure in words and ids: counted ones, those left out and why, and the row
of the crosswalk that carried each.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from harmscope.aggregation.categories import SCHEME, garm_of, key_of
from harmscope.aggregation.counting import Count
from harmscope.aggregation.labels import label
from harmscope.aggregation.normalise import kept_exposures
from harmscope.aggregation.quality import reason_words
from harmscope.aggregation.report import Made
from harmscope.aggregation.samples import estimates
from harmscope.errors import UserError
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import GARM, NOT_LISTED, SPLITS
from harmscope.metrics.metric import Metric, Sampled
from harmscope.model.explanation import Basis, Carrier, LeftOut, TakenRecord
from harmscope.taxonomy import crosswalk, native_to_harm
from harmscope.taxonomy.crosswalks import COUNTING, Link
from harmscope.tracing.asked import Placed
from harmscope.tracing.inventory import COUNTED, Entry
from harmscope.tracing.standing import (
    KIND_OF,
    NO_ROW,
    OPEN_CODE,
    OTHER_CODE,
    Stand,
    Standing,
    condition_text,
    how_text,
    mapped,
    natives,
    rows_text,
)

_WORDS: Final = {
    "perhaps": "does not say whether it belongs here",
    OPEN_CODE: "counted, without saying under which code: may belong here",
    "no_day": "would belong here, without a day, so in no period",
    OTHER_CODE: "counted under another code",
    "not_met": "does not meet the condition",
    "outside": "its day lies outside the period",
    NO_ROW: "holds nothing that this metric counts",
}
"""Why a record is not counted in a figure, the nearest to being counted first."""

_LISTED: Final = ("perhaps", OPEN_CODE, "no_day")
"""Reasons whose records are named in short explanations, too: these may belong to the figure."""

_BY_HARM: Final = frozenset({"harm", "harm_top", "harm_label", "garm"})


def why(reason: str) -> str:
    """Why a record is left out, in words: a fate of its rows, or the code of a rule."""
    if reason in _WORDS:
        return _WORDS[reason]
    return reason_words(reason) or "left out"


class Bases:
    """Makes the bases of figures. ``entries`` are the records that were read; with ``full``, every
    record that is left out is named, else only those that may belong."""

    def __init__(self, standing: Standing, entries: Sequence[Entry], *, full: bool) -> None:
        self._standing = standing
        self._full = full
        self._entries = entries
        self._by_number = {one.number: one for one in entries if one.number >= 0}
        self._natives: dict[int, list[tuple[str, str | None, str]]] | None = None
        self._mapped: dict[str, dict[int, tuple[str | None, str | None]]] = {}

    def entry(self, number: int) -> Entry:
        """The record of a number of the flat tables."""
        return self._by_number[number]

    def of(self, one: Placed) -> list[Basis]:
        """The bases of a figure, down to the records."""
        metric = METRICS.get(one.figure.metric)
        if metric is not None and isinstance(metric.how, Sampled):
            return [_sampled(self._standing.made, one, metric, metric.how)]
        return [self._basis(one, stand) for stand in self._standing.stands(one)]

    def outline(self, one: Placed) -> list[Basis]:
        """The bases of a figure without any record or number."""
        return [_bare(self._standing.made, one, stand) for stand in self._standing.stands(one)]

    def _basis(self, one: Placed, stand: Stand) -> Basis:
        adds = {seq: found for seq, found in self._standing.adds(stand).items() if found.value}
        values = self._standing.values(stand)
        counted = sorted(
            (self._taken(seq, found, values.get(seq)) for seq, found in adds.items()),
            key=lambda taken: (taken.service, taken.id),
        )
        return _bare(self._standing.made, one, stand).model_copy(
            update={
                "number": sum(found.value for found in adds.values()),
                "counted": counted,
                "left_out": list(self._left_out(stand, set(adds))),
                "carried": self._carried(one, stand, adds),
            }
        )

    def _taken(self, seq: int, found: Count, values: list[int | None] | None) -> TakenRecord:
        entry = self._by_number[seq]
        return TakenRecord(
            kind=entry.kind,
            id=entry.id,
            service=entry.service,
            adds=found.value,
            values=None if values is None else list(values),
        )

    def reasons(self, stand: Stand) -> dict[tuple[str, str, str], str]:
        """Name of the record → why it does not count in the figure, for all of the right kind."""
        fates, kind = self._standing.fates(stand), KIND_OF.get(stand.metric.table, "incident")
        return {
            one.name: fates.get(one.number, NO_ROW) if one.state == COUNTED else one.state
            for one in self._entries
            if one.kind == kind
        }

    def _left_out(self, stand: Stand, counted: set[int]) -> Iterator[LeftOut]:
        fates, kind = self._standing.fates(stand), KIND_OF.get(stand.metric.table, "incident")
        found: dict[str, list[str]] = {}
        for one in self._entries:
            if one.kind == kind and one.number not in counted:
                fate = fates.get(one.number, NO_ROW)
                fate = "not_met" if fate == COUNTED else fate
                found.setdefault(fate if one.state == COUNTED else one.state, []).append(one.id)
        for reason in [*_WORDS, *sorted(set(found) - set(_WORDS))]:
            if reason in found:
                named = self._full or reason in _LISTED or reason not in _WORDS
                ids = {"ids": found[reason]} if named else {}
                text = why(reason)
                yield LeftOut(reason=reason, text=text, records=len(found[reason]), **ids)

    # How counted records came to their category.

    def _carried(self, one: Placed, stand: Stand, adds: dict[int, Count]) -> list[Carrier] | None:
        dimensions = set(one.figure.dimensions or {})
        template = "category" in dimensions
        only = self._standing.made.request.profile.only
        about = _BY_HARM & dimensions or (only is not None and only.concerns(stand.metric))
        if not (template or about):
            return None
        table = stand.metric.table
        if table not in self._mapped:
            self._mapped[table] = mapped(self._standing.made, stand.metric)
        if self._natives is None:
            self._natives = natives(self._standing.made)
        found: Counter[Step] = Counter()
        for seq in adds:
            harm, way = self._mapped[table].get(seq, (None, None))
            own = self._natives.get(seq, [])
            steps = _to_template(own, harm) if template else _to_harm(own, harm, way)
            steps += _to_garm(harm) if "garm" in dimensions else []
            found.update(steps)
        return [_carrier(step, records) for step, records in _sorted(found)]


Step = tuple[str, str, str, str, str]
"""Crosswalk, code, code that it leads to, count rule, words."""


def _sorted(found: Counter[Step]) -> list[tuple[Step, int]]:
    return sorted(found.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0]))


def _carrier(step: Step, records: int) -> Carrier:
    walk, code, to, rule, words = step
    given = {"crosswalk": walk, "code": code, "to": to}
    kept = {name: text for name, text in given.items() if text}
    return Carrier(rule=rule, text=words, records=records, **kept)


Natives = list[tuple[str, str | None, str]]


def _to_harm(own: Natives, harm: str | None, way: str | None) -> list[Step]:
    """The rows over which a record's own codes lead to its harm."""
    if harm is None:
        return [("", "", "", way or "unallocated", "No harm is known.")]
    steps = []
    for scheme in dict.fromkeys(scheme for scheme, *_ in own):
        keys = [c if p is None else f"{p}/{c}" for s, p, c in own if s == scheme]
        try:
            found = native_to_harm(scheme, keys)
        except UserError:  # a list of the platform's own, or one without categories of harm
            continue
        if found.harm == harm:
            rows = [one for one in found.links if one.object == harm and one.count_rule in COUNTING]
            steps += [_row(f"{scheme} to harm", one) for one in rows]
    return list(dict.fromkeys(steps)) or [
        (
            "",
            "",
            harm,
            "stated",
            "The record names its harm itself; no row of a crosswalk leads there.",
        )
    ]


def _row(walk: str, link: Link) -> Step:
    return walk, link.subject, link.object or "", link.count_rule, link.comment or link.relation


def _to_garm(harm: str | None) -> list[Step]:
    walk = f"harm to {GARM}"
    if harm is None:
        return []
    link = crosswalk("harm", GARM).counting(harm)
    if link is not None:
        return [_row(walk, link)]
    gap, rule = garm_of(harm)
    return [(walk, harm, "", rule, label(SPLITS["garm"], gap))]


def _to_template(own: Natives, harm: str | None) -> list[Step]:
    """The record's own codes of the template's list, else the rows from its harm to it."""
    stated = [(parent, code) for scheme, parent, code in own if scheme == SCHEME]
    shown = [key for p, c in stated if (key := key_of(SCHEME, p, c)) != NOT_LISTED]
    if shown:
        codes = ", ".join(key.partition(":")[2] for key in shown)
        return [("", codes, "", "stated", "The record holds this code of the template itself.")]
    if harm is None:
        return [("", "", "", "unallocated", "No code of the template and no harm is known.")]
    walk = crosswalk("harm", SCHEME)
    links = [walk.counting(harm, level) for level in ("keyword", "category")]
    rows = [_row(f"harm to {SCHEME}", link) for link in links if link is not None]
    return rows[:1] or [("", harm, "", "none", "No count travels from this harm to the template.")]


# Filters in words, and samples.


def _bare(made: Made, one: Placed, stand: Stand) -> Basis:
    return Basis(
        role=stand.role,
        metric=one.figure.metric if stand.role in ("count", "cases") else stand.metric.id,
        title=stand.metric.title,
        filters=list(_filters(made, one, stand.metric)),
    )


def _filters(made: Made, one: Placed, metric: Metric) -> Iterator[str]:
    request, figure = made.request, one.figure
    yield rows_text(metric)
    yield f"days: {figure.period or request.period}, in {request.zone}, by the column {metric.day}"
    if request.service != "all":
        yield f"service: {request.service}"
    only = request.profile.only
    if only is not None and figure.scope is not None and figure.scope.policies == only.title:
        yield f"profile: {only.words}"
    condition = condition_text(metric)
    if condition is not None:
        yield f"condition: {condition}"
    for name, code in (figure.dimensions or {}).items():
        yield f"{name} = {code}"
    how = how_text(metric)
    if how:
        yield f"number: {how}"


def _sampled(made: Made, one: Placed, metric: Metric, how: Sampled) -> Basis:
    """The exposure records whose sample gives the figure."""
    figure = one.figure
    exposures = kept_exposures(made.engine, made.intake)
    taken = [
        TakenRecord(kind="exposure", id=record["exposure_id"], service=record["service"], adds=1)
        for found in estimates(metric, how, exposures, made.request.period)
        if _same_sample(found.figure.as_dict(), figure.as_dict())
        for record in found.records
    ]
    units = ", ".join(how.units)
    filters = [rows_text(metric), f"samples of {units} that lie in {made.request.period}"]
    return Basis(
        role="sample",
        metric=metric.id,
        title=metric.title,
        filters=filters,
        counted=taken,
        left_out=[],
    )


_OF_SAMPLE: Final = ("numerator", "denominator", "dimensions", "period")


def _same_sample(one: dict[str, object], other: dict[str, object]) -> bool:
    return all(one.get(name) == other.get(name) for name in _OF_SAMPLE)
