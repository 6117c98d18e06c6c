"""What the reports of a submission say about its service, brought to the form of counts."""

from harmscope.model.changes import Step
from harmscope.model.figure import Figure
from harmscope.model.report import Report
from harmscope.registry.counting import Key, Part
from harmscope.registry.older import newest_report
from harmscope.registry.plan import Plan, Split
from harmscope.registry.state import Received
from harmscope.registry.store import Store

_COUNTS = ("exact", "approx")


def reported(
    one: Received, store: Store, plan: Plan, known: tuple[Step, ...] | None = None
) -> Part:
    """The part of a service as its reports give it: what they say, no more.

    A report of an older version is brought forward first, by the steps ``known`` or else the
    shipped ones; where that would be a guess, nothing of it is taken over and ``unclear`` says so.

    A figure that is rounded, estimated or a limit is no count and is not taken over; its metric
    stands in ``inexact``. Where two figures of one place differ, neither is taken over and the
    metric stands in ``contested``.
    """
    part = Part(str(one.service), from_records=False)
    wanted = {(metric, split) for split, names in plan.counted().items() for metric in names}
    clashes: set[tuple[str, Split, Key]] = set()
    for item in one.objects:
        if item["role"] == "report":
            brought = newest_report(store.path(item["name"]).read_bytes(), known)
            part.unclear |= brought.report is None
            part.zone = brought.report.time_zone if brought.report is not None else part.zone
            for figure in _figures(brought.report) if brought.report is not None else ():
                _take(part, figure, wanted, clashes)
    for metric, split, key in clashes:
        del part.counts[metric, split][key]
        if not split:
            del part.counts[metric, split]
    part.contested = {metric for metric, _, _ in clashes}
    _by_service(part, wanted)
    part.missing = wanted - set(part.counts)
    return part


def _figures(report: Report) -> list[Figure]:
    return [f for section in report.sections for panel in section.panels for f in panel.figures]


def _take(
    part: Part,
    figure: Figure,
    wanted: set[tuple[str, Split]],
    clashes: set[tuple[str, Split, Key]],
) -> None:
    codes = figure.dimensions or {}
    split = next((s for m, s in wanted if m == figure.metric and set(s) == set(codes)), None)
    value = figure.value
    if split is None or value is None:
        return
    if figure.status not in _COUNTS or figure.rounding is not None or not isinstance(value, int):
        part.inexact.add(figure.metric)
        return
    key = tuple(codes[dimension] for dimension in split)
    cells = part.counts.setdefault((figure.metric, split), {})
    if cells.setdefault(key, value) != value:
        clashes.add((figure.metric, split, key))


def _by_service(part: Part, wanted: set[tuple[str, Split]]) -> None:
    """A report is about one service, so its totals are that service's as well."""
    for metric, split in wanted:
        if "service" in split and (metric, split) not in part.counts:
            rest = tuple(name for name in split if name != "service")
            place = split.index("service")
            cells = part.counts.get((metric, rest))
            if cells is not None:
                part.counts[metric, split] = {
                    (*key[:place], part.service, *key[place:]): value
                    for key, value in cells.items()
                }
