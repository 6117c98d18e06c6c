"""Limits of figures, narrowed down by the figures beside them: a whole and its parts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import SPLITS
from harmscope.metrics.metric import Measure
from harmscope.model.figure import Number
from harmscope.registry.contributions import Key, Split

Group = tuple[str, Split]
"""A metric, and what it is split by."""

At = tuple[Group, Key]
"""The place of a figure: its group, and its codes in the order of the split."""


class Limits(NamedTuple):
    """Numbers between which another one must lie; ``high`` is None where it is open."""

    low: Number
    high: Number | None

    @property
    def exact(self) -> bool:
        """Whether only one number is left."""
        return self.low == self.high


NONE = Limits(0, 0)
ANY = Limits(0, None)

WIDTH = 5
"""A withheld figure with limits closer than these keeps those that it had: what is withheld stays
so, even where its publication gives it away."""

_ROUNDS = 20
"""So often limits are passed on from sum to sum; to stop early leaves them wider, never wrong."""

Cells = Mapping[Group, dict[Key, Limits]]


class Sum(NamedTuple):
    """A figure and parts of it that have no case in common: together they are at most the whole.
    Where they are ``complete`` they add up to it."""

    whole: At
    parts: tuple[At, ...]
    complete: bool = False


class Says(Protocol):
    """Figures with their limits, and who is behind them."""

    @property
    def cells(self) -> Cells:
        """The limits of every figure, by group."""

    def covers(self, bigger: Group, at: At) -> bool:
        """Whether every service behind a figure stands behind a group, too."""

    def is_full(self, whole: At, group: Group, gone: int) -> bool:
        """Whether a group, split by service at the place ``gone``, has each service behind a
        figure."""


def sums(said: Says, links: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Sum]:
    """Every sum among figures. ``links`` are metrics that count no less than others together.

    Where a case may stand under several codes, each part is at most the whole and no more is known.
    Complete are the services behind a figure, and nothing else: a report may leave cases out of a
    split.
    """
    linked = tuple(links)
    for group, there in said.cells.items():
        metric, split = group
        if not isinstance(METRICS[metric].how, Measure):
            continue  # a part of a share may be any
        for gone in range(len(split)):
            bigger = (metric, (*split[:gone], *split[gone + 1 :]))
            found: dict[Key, list[At]] = {}
            for key in there:
                if said.covers(bigger, (group, key)):
                    found.setdefault((*key[:gone], *key[gone + 1 :]), []).append((group, key))
            for one in _over(said.cells, bigger, found, split[gone : gone + 1]):
                full = split[gone] == "service" and said.is_full(one.whole, group, gone)
                yield one._replace(complete=full and len(one.parts) == len(found[one.whole[1]]))
        if len(split) > 1:
            total = (metric, ())
            parts = [(group, key) for key in there if said.covers(total, (group, key))]
            yield from _over(said.cells, total, {(): parts}, split)
        for whole, smaller in linked:
            if metric == whole:
                yield from _linked(said, group, smaller)


def _over(
    cells: Cells, bigger: Group, found: Mapping[Key, Sequence[At]], over: Split
) -> Iterator[Sum]:
    """The sums of a group over some of its dimensions."""
    metric = METRICS[bigger[0]]
    apart = metric.pooling == "sum" and all(metric.adds_up(SPLITS[name]) for name in over)
    for key, parts in found.items():
        if key not in cells.get(bigger, {}):
            continue
        if apart:
            yield Sum((bigger, key), tuple(parts))
        else:
            yield from (Sum((bigger, key), (part,)) for part in parts)


def _linked(said: Says, group: Group, smaller: Sequence[str]) -> Iterator[Sum]:
    for key in said.cells[group]:
        parts = [((metric, group[1]), key) for metric in smaller]
        there = [one for one in parts if key in said.cells.get(one[0], {})]
        known = tuple(one for one in there if said.covers(group, one))
        if known:
            yield Sum((group, key), known)


def narrow(cells: Cells, withheld: Iterable[At], every: Sequence[Sum]) -> None:
    """Narrow down what is withheld by the sums that it stands in. Readers can do the same, so this
    gives nothing away; limits that would lie closer than ``WIDTH`` are not taken over."""
    hidden = frozenset(withheld)
    if not hidden:
        return
    touched = [one for one in every if not hidden.isdisjoint((one.whole, *one.parts))]
    limits = {at: cells[at[0]][at[1]] for one in touched for at in (one.whole, *one.parts)}
    for _ in range(_ROUNDS):
        changed = [_pass_on(one, limits, hidden) for one in touched]
        if not any(changed):
            break
    for at in hidden & limits.keys():
        low, high = limits[at]
        if high is None or high - low >= WIDTH:
            cells[at[0]][at[1]] = limits[at]


def _pass_on(one: Sum, limits: dict[At, Limits], hidden: frozenset[At]) -> bool:
    """Take over into a sum's withheld figures what the others of it say; whether that is more than
    was known. A sum that does not hold among the figures that are shown says nothing."""
    whole, least = limits[one.whole], sum(limits[at].low for at in one.parts)
    if whole.high is not None and least > whole.high:
        return False
    news: dict[At, Limits] = {}
    tops = [limits[at].high for at in one.parts]
    opens, most = tops.count(None), sum(top for top in tops if top is not None)
    if one.whole in hidden:
        high = most if one.complete and not opens else None
        news[one.whole] = Limits(max(whole.low, least), _lower(whole.high, high))
    for at, top in zip(one.parts, tops, strict=True):
        if at in hidden:
            old = limits[at]
            high = None if whole.high is None else whole.high - (least - old.low)
            others_open, others = opens - (top is None), most - (top or 0)
            low = whole.low - others if one.complete and not others_open else 0
            news[at] = Limits(max(old.low, low), _lower(old.high, high))
    changed = False
    for at, new in news.items():
        if new != limits[at] and (new.high is None or new.low <= new.high):
            limits[at], changed = new, True
    return changed


def _lower(one: Number | None, other: Number | None) -> Number | None:
    return min((high for high in (one, other) if high is not None), default=None)
