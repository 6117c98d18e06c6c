"""What each authority says: its own pool, or a publication that was taken in, as limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import SPLITS
from harmscope.metrics.metric import Measure
from harmscope.model.period import Period, parse_period
from harmscope.registry.contributions import Key, Plan, Split
from harmscope.registry.folder import same_name
from harmscope.registry.narrowed import ANY, NONE, At, Group, Limits, narrow, sums

Row = Mapping[str, Any]
_DIMENSIONS = {
    "harm": "harm_top",
    "service": "service",
    "territory": "territory",
    "order_state": "order_state",
}
"""Dimensions as they are published, and as they are counted."""

_PUBLISHED = {counted: published for published, counted in _DIMENSIONS.items()}
_PUBLISHED["month"] = "period"
_NOT_RECORDED, _WITHHELD, _NO_CASES = "O", "Q", "M"


class Held(NamedTuple):
    """A service, the authority that holds what it submitted, and the days it reported."""

    authority: str
    service: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Stated:
    """What one authority says of a period.

    ``held`` are the services behind it, ``without`` the numbers of those that do not stand behind
    a group. ``cells`` has the limits of every figure; ``withheld`` are those that it does not show.
    ``about`` is the publication without its figures; empty for our own.
    """

    authority: str
    period: Period
    registered: int
    held: tuple[Held, ...]
    without: Mapping[Group, frozenset[int]]
    cells: dict[Group, dict[Key, Limits]]
    withheld: frozenset[tuple[Group, Key]]
    unknown: tuple[str, ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)

    def behind(self, group: Group) -> frozenset[Held]:
        """The services behind the figures of a group."""
        left_out = self.without.get(group, frozenset())
        return frozenset(one for i, one in enumerate(self.held) if i not in left_out)

    def covers(self, bigger: Group, at: At) -> bool:
        """Whether every service behind a figure stands behind a group, too."""
        (metric, split), key = at
        behind = self.behind((metric, split))
        if "service" in split:
            service = key[split.index("service")]
            behind = frozenset(one for one in behind if one.service == service)
        return behind <= self.behind(bigger)

    def is_full(self, whole: At, group: Group, gone: int) -> bool:
        """Whether a group, split by service at the place ``gone``, has each service behind a
        figure."""
        (bigger, key), there = whole, self.cells.get(group, {})
        if not self.behind(bigger) <= self.behind(group):
            return False
        parts = [(*key[:gone], one.service, *key[gone:]) for one in self.behind(bigger)]
        return all(part in there or self.limits(group, part) == NONE for part in parts)

    def has(self, group: Group) -> bool:
        """Whether it says anything of a group: that there is nothing, too."""
        metric, split = group
        if group in self.cells:
            return bool(self.behind(group))
        total = self.cells.get((metric, ()), {}).get(())
        return total == NONE and "service" not in split and bool(self.behind(group))

    def limits(self, group: Group, key: Key) -> Limits:
        """The limits of one figure of a group that it :meth:`has`. What is left out in a
        publication is zero, unless cases elsewhere may belong there."""
        cells = self.cells.get(group, {})
        if key in cells:
            return cells[key]
        return ANY if any(_is_open(group[1], at, of) for at, of in cells.items()) else NONE


def _is_open(split: Split, key: Key, limits: Limits) -> bool:
    """Whether cases of a figure may belong to others of the same split."""
    unknown = any(SPLITS[name].is_open(code) for name, code in zip(split, key, strict=True))
    return limits.high is None or (unknown and limits.high > 0)


def stated(document: Mapping[str, Any], plan: Plan) -> Stated:
    """What a publication says; ``document`` is its ``publication.json``, checked at intake."""
    period, behind = parse_period(document["period"]), document["behind"]
    held = tuple(
        Held(one["authority"] or document["registry"], one["service"], one["start"], one["end"])
        for one in behind["holders"]
    )
    without = {
        (each["metric"], as_counted(each["split"], plan)): frozenset(one["holders"])
        for one in behind["without"]
        for each in one["figures"]
    }
    about = {name: value for name, value in document.items() if name != "figures"}
    return stating(
        Whose(document["registry"], period, document["services"]["registered"], held, without),
        document["figures"],
        plan,
        about,
    )


class Whose(NamedTuple):
    """Who says something, and on whose submissions it stands."""

    authority: str
    period: Period
    registered: int
    held: tuple[Held, ...]
    without: Mapping[Group, frozenset[int]]


def stating(
    whose: Whose, rows: Sequence[Row], plan: Plan, about: Mapping[str, Any] | None = None
) -> Stated:
    """What published rows say, or rows of the same form that were not protected."""
    cells: dict[Group, dict[Key, Limits]] = {}
    withheld: set[tuple[Group, Key]] = set()
    unknown: dict[str, None] = {}
    for row in rows:
        if row["metric"] not in METRICS:
            unknown[row["metric"]] = None
            continue
        group, key = place_in(row, str(whose.period), plan)
        if row["obs_status"] in (_NOT_RECORDED, _NO_CASES):
            if _may_be_any(row, group, whose):
                cells.setdefault(group, {})[key] = ANY
            continue
        cells.setdefault(group, {})[key] = limits_of(row)
        if row["obs_status"] == _WITHHELD:
            withheld.add((group, key))
    made = Stated(*whose, cells, frozenset(withheld), tuple(unknown), about or {})
    narrow(cells, withheld, [*sums(made, [*plan.sums, *plan.links])])
    return made


def _may_be_any(row: Row, group: Group, whose: Whose) -> bool:
    """Whether a count without a number may be any: a part that some service records. It is not
    zero, as one that is left out."""
    counted = row["obs_status"] == _NOT_RECORDED and isinstance(METRICS[group[0]].how, Measure)
    return counted and bool(group[1]) and len(whose.without.get(group, ())) < len(whose.held)


def respelled(first: Stated, others: Sequence[Stated]) -> list[Stated]:
    """``others`` with every service by one name: that of ``first`` where it has the service, else
    that of the first who has it. Names are the same as :func:`same_name` says."""
    names: dict[str, str] = {}
    for one in (first, *others):
        for held in one.held:
            names.setdefault(same_name(held.service), held.service)
    return [_respelled(one, names) for one in others]


def _respelled(one: Stated, names: Mapping[str, str]) -> Stated:
    spelt = {held.service: names[same_name(held.service)] for held in one.held}
    if len(set(spelt.values())) < len(spelt):
        return one  # two services of its own: they stay two
    if all(old == new for old, new in spelt.items()):
        return one

    def key(group: Group, at: Key) -> Key:
        pairs = zip(group[1], at, strict=True)
        return tuple(spelt.get(code, code) if name == "service" else code for name, code in pairs)

    return replace(
        one,
        held=tuple(held._replace(service=spelt[held.service]) for held in one.held),
        cells={
            group: {key(group, at): limits for at, limits in cells.items()}
            for group, cells in one.cells.items()
        },
        withheld=frozenset((group, key(group, at)) for group, at in one.withheld),
    )


def behind(everybody: Sequence[Stated], plan: Plan, own: str) -> dict[str, Any]:
    """The services behind what these say together, as a publication of ``own`` names them, and
    which figures are made without some of them."""
    held = sorted({holding for one in everybody for holding in one.held})
    groups = dict.fromkeys(plan.wanted)
    groups |= dict.fromkeys(group for one in everybody for group in (*one.cells, *one.without))
    without: dict[tuple[int, ...], list[dict[str, Any]]] = {}
    for group in groups:
        there = frozenset(holding for one in everybody for holding in one.behind(group))
        missing = tuple(number for number, holding in enumerate(held) if holding not in there)
        if missing:
            split = [_PUBLISHED.get(name, name) for name in group[1]]
            without.setdefault(missing, []).append({"metric": group[0], "split": split})
    holders = [
        {**one._asdict(), "authority": None if one.authority == own else one.authority}
        for one in held
    ]
    left_out = [{"figures": told, "holders": list(of)} for of, told in without.items()]
    return {"holders": holders, "without": left_out}


def as_counted(published: Sequence[str], plan: Plan) -> Split:
    """A split by its published names, in the order in which the plan counts it."""
    counted = {shown: name for name, shown in _PUBLISHED.items()}
    names = {counted.get(name, name) for name in published}
    found = (split for _, split in plan.wanted if set(split) == names)
    return next(found, tuple(sorted(names)))


def place_in(row: Row, period: str, plan: Plan) -> tuple[Group, Key]:
    """The group of a published row, and its codes in the order of the split."""
    codes = {counted: row[name] for name, counted in _DIMENSIONS.items() if row[name] is not None}
    if row["period"] not in (None, period):
        codes["month"] = row["period"][:7]
    split = as_counted([*codes], plan)
    return (row["metric"], split), tuple(codes[name] for name in split)


def limits_of(row: Row) -> Limits:
    """The limits of a published row: of a rounded number all that round to it, of a withheld one
    any. Shares are not taken from here: they are made of their counts."""
    half = (row["rounding"] or 0) // 2
    if row["value"] is not None:
        step = row["rounding"] or 1
        return Limits(max(row["value"] - half, 0), row["value"] + (step - 1) // 2)
    if row["low"] is None:
        return ANY
    return Limits(max(row["low"] - half, 0), row["high"])
