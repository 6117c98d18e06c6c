"""What reports say on one category of harm: their own codes, and whether their counts travel."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache

from harmscope.comparison.categories import label_of, native_code
from harmscope.comparison.compare import service_of
from harmscope.errors import UserError
from harmscope.reading import LoadedReport
from harmscope.reading.ranges import range_of
from harmscope.taxonomy import COUNTING, crosswalk, load_system
from harmscope.taxonomy.crosswalks import CountRule

HARM = "harm"


@dataclass(frozen=True, slots=True)
class Mention:
    """One code under which a service publishes figures that touch the category.

    ``rule`` is how a count of the code travels into the category, ``figures`` how many figures have
    a number, ``empty`` how many cells have none: blank, not recorded or withheld.
    """

    service: str
    system: str
    code: str
    label: str
    rule: CountRule
    figures: int
    empty: int

    @property
    def travels(self) -> bool:
        """Whether its counts are compared."""
        return self.rule in COUNTING

    def as_dict(self) -> dict[str, object]:
        """The mention as JSON."""
        return {**asdict(self), "travels": self.travels}


def mentions(reports: Iterable[LoadedReport], category: str) -> list[Mention]:
    """Every code of the reports' figures that touches a category of the harm taxonomy or one below
    it, by service, those whose counts travel first."""
    counts: Counter[tuple[str, str, str]] = Counter()
    empty: Counter[tuple[str, str, str]] = Counter()
    for report in reports:
        for figure in report.figures:
            code = native_code(figure)
            if code is not None and figure.scheme is not None:
                place = service_of(report, figure), figure.scheme, code
                has_number = range_of(figure) is not None
                counts[place] += has_number
                empty[place] += not has_number
    found = []
    for place, count in counts.items():
        service, system, code = place
        rule = _rule(system, code, category)
        if rule is not None:
            label = label_of(system, code)
            found.append(Mention(service, system, code, label, rule, count, empty[place]))
    return sorted(found, key=lambda one: (one.service, not one.travels, one.system, one.code))


@cache
def _rule(system: str, code: str, category: str) -> CountRule | None:
    """How a count of a code travels into the category; None where the two do not touch."""
    try:
        found = load_system(system).find(code)
        if found is None:
            return None
        if found.kind and system.partition("@")[0] == HARM:
            return "equal" if code == category else "rollup" if under(code, category) else None
        links = crosswalk(system, HARM).links(found.key)
    except UserError:
        return None
    rules: list[CountRule] = [
        one.count_rule for one in links if one.object is not None and under(one.object, category)
    ]
    return next((rule for rule in rules if rule in COUNTING), rules[0] if rules else None)


@cache
def relation(system: str, code: str, category: str) -> CountRule | None:
    """What a code counts of a category of the harm taxonomy: ``equal`` and ``approx`` mean the
    category itself, ``rollup`` a part of it; None where the two do not touch."""
    found = _rule(system, code, category)
    if found not in ("equal", "approx") or system.partition("@")[0] == HARM:
        return found
    own = load_system(system).find(code)
    assert own is not None
    links = crosswalk(system, HARM).links(own.key)
    itself = [one.count_rule for one in links if one.object == category]
    return next((rule for rule in itself if rule in ("equal", "approx")), "rollup")


def under(code: str, category: str) -> bool:
    """Whether a code of the harm taxonomy is the category or lies under it."""
    return code == category or code.startswith(f"{category}.")
