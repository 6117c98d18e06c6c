"""What the sheets of one EU report say about each other.

Each check runs within one service, edition, surface and period: what differs in one of these never
contradicts.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from harmscope.model.figure import Figure, Number
from harmscope.readers.dsa_sums import is_category, parent_of

Key = tuple[str, tuple[tuple[str, str], ...]]
SHEETS = 11
ORDERS = ("orders.act.received", "orders.act.items", "orders.inform.received")
OWN_ROW = ("category", "row", "description")
SCORES = ("automation.accuracy", "automation.precision", "automation.recall")
BLOCK = ", block "
"""What stands between a surface and the number of its second block."""

Group = tuple[str | None, str, str]
"""Service, surface and period."""


class Contradiction(NamedTuple):
    """A rule, the figure at which it fails, and both numbers."""

    code: str
    at: Figure
    detail: str


class Figures:
    """The figures of a report by metric and dimensions, one surface and period at a time."""

    def __init__(self, figures: list[Figure]) -> None:
        self.figures = figures
        self._by_key: dict[Key, Figure] = {}
        for figure in figures:
            self._by_key.setdefault(_key(figure.metric, figure.dimensions or {}), figure)

    def at(self, metric: str, **dimensions: str) -> Figure | None:
        """The figure with exactly these dimensions."""
        return self._by_key.get(_key(metric, dimensions))

    def value(self, metric: str, **dimensions: str) -> Number | None:
        """Its value, or None where it is missing or blank."""
        figure = self.at(metric, **dimensions)
        return None if figure is None else figure.value

    def of(self, metric: str) -> Iterator[tuple[Figure, dict[str, str]]]:
        """Figures of a metric that hold a number, with their dimensions."""
        for figure in self.figures:
            if figure.metric == metric and figure.value is not None:
                yield figure, dict(figure.dimensions or {})


def contradictions(figures: list[Figure]) -> Iterator[Contradiction]:
    """Every contradiction between rows and between sheets that is no plain sum of categories.

    Sheets are held against each other only where each has one block of figures for the surface.
    """
    seen: set[tuple[str, int]] = set()
    for group, several in _groups(figures):
        report = Figures(group)
        checks = [_states, _complaints, _recipients, _moderators, _restrictions, _scores]
        checks += [_blank_categories] if several else [_blank_categories, _measures, _notices]
        for check in checks:
            for found in check(report):
                # A sheet without editions of its own stands in the view of each edition.
                mark = (found.code, id(found.at))
                if mark not in seen:
                    seen.add(mark)
                    yield found


def _groups(figures: list[Figure]) -> Iterator[tuple[list[Figure], bool]]:
    """Figures that belong together, and whether their surface has several blocks."""
    groups: dict[Group, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.period is not None:
            scope = figure.scope
            service, surface = (scope.service, scope.surface) if scope else (None, None)
            groups[service, surface or "", figure.period].append(figure)
    surfaces = {surface.partition(BLOCK)[0] for _, surface, _ in groups if BLOCK in surface}
    for (_, surface, _), members in groups.items():
        for view in _editions(members):
            yield view, surface.partition(BLOCK)[0] in surfaces


def _editions(figures: list[Figure]) -> Iterator[list[Figure]]:
    """The figures of each edition, with those sheets that have no edition of that name."""
    editions: dict[str | None, list[Figure]] = defaultdict(list)
    for figure in figures:
        editions[figure.edition].append(figure)
    for edition, members in editions.items():
        sheets = {_sheet(figure) for figure in members}
        others = [f for f in editions.get(None, ()) if _sheet(f) not in sheets] if edition else []
        yield [*members, *others]


def _sheet(figure: Figure) -> tuple[str, str]:
    return figure.metric.split(".")[0], (figure.dimensions or {}).get("ground", "")


def sheets_missing(figures: list[Figure]) -> list[int]:
    """Numbers of sheets of the template from which no figure was read (1 and 2 hold none)."""
    named = {
        "orders": 3,
        "notices": 4,
        "complaints": 7,
        "disputes": 7,
        "automation": 8,
        "moderators": 9,
        "recipients": 10,
        "qualitative": 11,
    }
    seen = {named.get(figure.metric.split(".")[0], 0) for figure in figures}
    grounds = {"illegal": 5, "terms": 6}
    seen |= {
        grounds.get((figure.dimensions or {}).get("ground", ""), 0)
        for figure in figures
        if figure.metric.startswith("measures.")
    }
    return [sheet for sheet in range(3, SHEETS + 1) if sheet not in seen]


def _key(metric: str, dimensions: dict[str, str]) -> Key:
    return metric, tuple(sorted(dimensions.items()))


# Orders: the states against the block for all of them.


class _State:
    """What the rows of one state say, category by category.

    A category without a row of its own is what its sub-categories add up to; one of which nothing
    stands there lies between 0 and what is left of the level above.
    """

    def __init__(self) -> None:
        self.rows: dict[str, Number] = defaultdict(int)

    def range_of(self, code: str) -> tuple[Number, Number]:
        """The least and the most that the state may have in a category, a sub-category or all."""
        if code in self.rows:
            return self.rows[code], self.rows[code]
        if code == "":
            return (total := self._parts("")), total
        if is_category(code) and any(parent_of(each) == code for each in self.rows):
            return (own := self._parts(code)), own
        above = "" if is_category(code) else parent_of(code)
        if above is None:
            return 0, self.range_of("")[1]
        return 0, max(self.range_of(above)[1] - self._parts(above), 0)

    def _parts(self, above: str) -> Number:
        if above:
            return sum(value for code, value in self.rows.items() if parent_of(code) == above)
        tops = {code for code in self.rows if code and is_category(code)}
        loose = {code for code in self.rows if code and not is_category(code)}
        return sum(self.rows[code] for code in tops) + sum(
            self.rows[code] for code in loose if parent_of(code) not in tops
        )


def _states(report: Figures) -> Iterator[Contradiction]:
    for metric in ORDERS:
        states: dict[str, _State] = defaultdict(_State)
        for figure, dimensions in report.of(metric):
            if "territory" in dimensions and figure.value is not None:
                code = dimensions.get("category", "")
                states[dimensions["territory"]].rows[code] += figure.value
        unread = any(
            figure.value is None
            and figure.status != "blank"
            and "territory" in (figure.dimensions or {})
            for figure in report.figures
            if figure.metric == metric
        )
        if not states or unread:
            continue
        for figure, dimensions in report.of(metric):
            code = dimensions.get("category", "")
            if set(dimensions) - {"category"} or "/" in code or figure.value is None:
                continue
            ranges = [state.range_of(code) for state in states.values()]
            low, high = (sum(each[side] for each in ranges) for side in (0, 1))
            if not low <= figure.value <= high:
                words = f"{figure.value:,} stated, states add up to {low:,}"
                yield Contradiction("HS601", figure, words)


# Sheets 7, 9 and 10, each within itself.


def _complaints(report: Figures) -> Iterator[Contradiction]:
    total = report.at("complaints.received")
    kinds = [
        figure.value
        for figure, dimensions in report.of("complaints.received")
        if set(dimensions) == {"against"} and figure.value is not None
    ]
    if total is not None and total.value is not None and kinds and sum(kinds) != total.value:
        words = f"{total.value:,} stated, kinds add up to {sum(kinds):,}"
        yield Contradiction("HS603", total, words)


def _recipients(report: Figures) -> Iterator[Contradiction]:
    total = report.at("recipients.monthly_active")
    # A scope that no reader knows (SP for Spain) is still a part of the whole.
    parts = [
        figure.value
        for figure, dimensions in report.of("recipients.monthly_active")
        if dimensions and figure.value is not None
    ]
    if total is not None and total.value is not None and parts and sum(parts) < total.value:
        words = f"{total.value:,} stated, states add up to {sum(parts):,}"
        yield Contradiction("HS604", total, words)


def _moderators(report: Figures) -> Iterator[Contradiction]:
    parts = [report.value(f"moderators.{kind}") for kind in ("internal", "external")]
    known = [value for value in parts if value is not None]
    linguistic = report.at("moderators.linguistic")
    if len(known) < len(parts) or linguistic is None or linguistic.value is None:
        return
    if linguistic.value > sum(known):
        words = f"{linguistic.value:,} with expertise, {sum(known):,} in all"
        yield Contradiction("HS605", linguistic, words)


def _scores(report: Figures) -> Iterator[Contradiction]:
    for metric in SCORES:
        for figure, _ in report.of(metric):
            if figure.value == 1:
                yield Contradiction("HS606", figure, "")


# Sheets 3 to 6: measures and their kinds, blank categories.


def _restrictions(report: Figures) -> Iterator[Contradiction]:
    for ground in ("illegal", "terms"):
        taken = report.at("measures.taken", ground=ground)
        kinds = [
            figure.value
            for figure, dimensions in report.of("measures.restrictions")
            if set(dimensions) == {"ground", "action"} and dimensions["ground"] == ground
            if figure.value is not None
        ]
        if taken is not None and taken.value is not None and kinds and sum(kinds) < taken.value:
            words = f"{taken.value:,} measures, {sum(kinds):,} restrictions"
            yield Contradiction("HS607", taken, words)


def _blank_categories(report: Figures) -> Iterator[Contradiction]:
    parts: set[Key] = set()
    for figure in report.figures:
        dimensions = dict(figure.dimensions or {})
        parent = parent_of(dimensions.get("category", ""))
        if parent and figure.value:
            kept = {name: code for name, code in dimensions.items() if name not in OWN_ROW}
            parts.add(_key(figure.metric, {**kept, "category": parent}))
    for figure in report.figures:
        blank = figure.status == "blank" and figure.unit != "hours"
        if blank and _key(figure.metric, dict(figure.dimensions or {})) in parts:
            yield Contradiction("HS609", figure, "")


# Sheet against sheet.


def _measures(report: Figures) -> Iterator[Contradiction]:
    taken = [report.at("measures.taken", ground=ground) for ground in ("illegal", "terms")]
    if any(each is not None and each.value is None and each.status != "blank" for each in taken):
        return
    if None in taken and len(sheets_missing(report.figures)) > 1:
        # In a report that is otherwise whole, a sheet that is not there says that nothing happened.
        return
    known = [each.value for each in taken if each is not None and each.value is not None]
    solely = report.at("automation.measures_solely", origin="own_initiative")
    if not known or solely is None or solely.value is None:
        return
    other = report.value("automation.measures_not", origin="own_initiative") or 0
    if solely.value + other > sum(known):
        words = f"{solely.value + other:,} on sheet 8, {sum(known):,} on sheets 5 and 6"
        yield Contradiction("HS602", solely, words)


def _notices(report: Figures) -> Iterator[Contradiction]:
    received = report.value("notices.received")
    solely = report.at("automation.notices_solely", origin="notices")
    if received is None or solely is None or solely.value is None:
        return
    other = report.value("automation.notices_not", origin="notices") or 0
    if solely.value + other > received:
        words = f"{solely.value + other:,} on sheet 8, {received:,} on sheet 4"
        yield Contradiction("HS610", solely, words)
