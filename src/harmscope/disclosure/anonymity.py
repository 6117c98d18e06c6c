"""k-anonymity: every record is like at least k - 1 others in all that outsiders may know of it.

A class is all records of one kind that are alike in their quasi-identifiers. Classes that are too
small give up detail step by step until they meet others; what never does is left out.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from harmscope.disclosure.members_ import Record, select
from harmscope.disclosure.records import coarsened, rules_of

Key = str


def key_of(record: Record) -> Key:
    """The class of a public record: its kind and quasi-identifiers, as canonical JSON."""
    kind = str(record["record"])
    held = {"record": kind, "quasi": select(record, rules_of(kind).quasi)}
    return json.dumps(held, sort_keys=True, separators=(",", ":"))


def small(classes: Mapping[Key, int], least: int) -> int:
    """How many records are in classes of fewer than ``least``."""
    return sum(count for count in classes.values() if count < least)


@dataclass(slots=True)
class Plan:
    """How far each class goes. ``taken`` counts records by the steps that were taken for them;
    ``withheld`` those that stay too few after the last one."""

    levels: dict[Key, int | None]
    taken: Counter[str] = field(default_factory=Counter)
    withheld: int = 0

    def apply(self, record: Record) -> Record | None:
        """A public record as it may be given away, or None where it may not."""
        level = self.levels[key_of(record)]
        return None if level is None else coarsened(record, _steps(record)[:level])


def plan(classes: Mapping[Key, int], least: int) -> Plan:
    """Decide for every class how many steps it takes, so that no class stays below ``least``."""
    levels = dict.fromkeys(classes, 0)
    longest = max((len(_steps(_record(key))) for key in classes), default=0)
    for level in range(1, longest + 1):
        few = _few(classes, levels, least)
        for key in few:
            levels[key] = min(level, len(_steps(_record(key))))
    lost = _few(classes, levels, least)
    made = Plan({key: None if key in lost else level for key, level in levels.items()})
    made.withheld = sum(classes[key] for key in lost)
    for key, level in levels.items():
        if key not in lost:
            made.taken.update(dict.fromkeys(_given_up(key, level), classes[key]))
    return made


def _given_up(key: Key, level: int) -> list[str]:
    """The steps up to ``level`` that change something in a class."""
    steps, ends = _steps(_record(key)), [_end(key, number) for number in range(level + 1)]
    return [step for step, (old, new) in zip(steps, pairwise(ends), strict=False) if old != new]


def _few(classes: Mapping[Key, int], levels: Mapping[Key, int], least: int) -> set[Key]:
    """The classes that, at their levels, together with those they meet, are too small."""
    ends = {key: _end(key, level) for key, level in levels.items()}
    sizes: Counter[Key] = Counter()
    for key, end in ends.items():
        sizes[end] += classes[key]
    return {key for key, end in ends.items() if sizes[end] < least}


def _end(key: Key, level: int) -> Key:
    record = _record(key)
    return key if level == 0 else key_of(coarsened(record, _steps(record)[:level]))


def _record(key: Key) -> Record:
    held = json.loads(key)
    return {**held["quasi"], "record": held["record"]}


def _steps(record: Record) -> tuple[str, ...]:
    return rules_of(str(record["record"])).steps


def classes_of(records: Iterable[Record]) -> Counter[Key]:
    """Public records counted by their class."""
    return Counter(key_of(record) for record in records)
