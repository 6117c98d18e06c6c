"""Rules for records in columns: each distinct value is asked once, and so is each combination.

The tests of all demands fall into groups by the members that they look at. A group is compiled like
a whole record (see ``harmscope.validation.compile``), to a function that only ever reads these
members. What it says of a value, or of values that stand together, is remembered, so that a column
of few codes costs a look-up of many rows at once. As with rows, a test may suspect too much and
never too little: a row that is suspected goes to the judge.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import msgspec
from msgspec import structs

from harmscope.demands import Context, Demand
from harmscope.demands import expressions as e
from harmscope.demands.expressions import Expr, Place, alternatives, leaves
from harmscope.validation.compile import RECORD, Spot, Walk
from harmscope.validation.targets import Predicate, Structs, compiled
from harmscope.validation.typed_records import Typed, attribute

if TYPE_CHECKING:
    import numpy as np

Told = Callable[[Any], Any] | None
"""What of a value a group looks at: all of it, or what the function gives."""

Looked = tuple[tuple[str, Told], ...]
"""The members that a group looks at, by name."""

MOST = 20_000
"""Values of a member, or combinations of a group, that are remembered."""

ROOM = 2_000_000
"""Characters of a member's values that are remembered."""

ROOM_OF_TABLE = 2**20
"""Combinations that are remembered in a table."""

_MOST_COMBINED = 2**62
_FINE, _SUSPICIOUS = 1, 2
_ENCODE = msgspec.json.Encoder().encode


def _is_there(value: object) -> bool:
    """Whether a member has a value."""
    return value is not None


class Known:
    """The distinct values of one member, by place; place 0 is for nothing.

    ``values`` are as a struct holds them, ``fragments`` as the record written anew holds them,
    with a comma in front; ``wrong`` says which of them no good record holds. ``suspicious`` is
    asked about a value alone.
    """

    def __init__(
        self, member: str, type_: object, *, required: bool, suspicious: Predicate | None
    ) -> None:
        self._type = type_
        self._several = list.__class_getitem__(type_)
        self._refused = suspicious
        self._head = b"," + _ENCODE(member) + b":"
        self._required = required
        self.clear()

    def clear(self) -> None:
        """Forget all values."""
        self._places: dict[str | bytes, int] = {"": 0}
        self.values: list[Any] = [None]
        self.fragments: list[bytes] = [b""]
        refused = self._refused
        self.wrong = [self._required or (refused is not None and refused(None))]
        self._size = 0

    @property
    def is_full(self) -> bool:
        """Whether there is more than should be remembered."""
        return len(self.values) > MOST or self._size > ROOM

    def places(self, cells: Sequence[object], read: Callable[[Any], object]) -> list[int]:
        """The place of each cell's value; ``read`` gives the value, None for nothing."""
        # The bytes of JSON tell 1, 1.0 and true apart, which a dict does not.
        keys = [cell if type(cell) is str else _ENCODE(cell) for cell in cells]
        found = list(map(self._places.get, keys))
        if None in found:
            for at, place in enumerate(found):
                if place is None:
                    found[at] = self._place(keys[at], read(cells[at]))
        return cast("list[int]", found)

    def judged(self, values: list[Any]) -> tuple[list[Any], list[bytes], list[bool]]:
        """Of values that are not remembered: what a struct holds, what is written anew, and which
        are wrong."""
        try:
            # All at once, as nearly always all are good.
            held = msgspec.convert(values, self._several)
        except (msgspec.ValidationError, RecursionError):
            each = list(map(self._judged, values))
            return [one[0] for one in each], [one[1] for one in each], [one[2] for one in each]
        head, refused = self._head, self._refused
        wrong = [False] * len(held) if refused is None else list(map(refused, held))
        return held, [head + one for one in map(_ENCODE, held)], wrong

    def _judged(self, value: object) -> tuple[object, bytes, bool]:
        try:
            held = msgspec.convert(value, self._type)
        except (msgspec.ValidationError, RecursionError):
            return None, b"", True
        if self._refused is not None and self._refused(held):
            return None, b"", True
        return held, self._head + _ENCODE(held), False

    def _place(self, key: str | bytes, value: object) -> int:
        # It may have come in this call for the second time.
        if key in self._places:
            return self._places[key]
        place = 0
        if value is not None:
            held, fragment, wrong = self._judged(value)
            place = len(self.values)
            self.values.append(held)
            self.fragments.append(fragment)
            self.wrong.append(wrong)
        self._places[key] = place
        self._size += len(key)
        return place


class _Never(msgspec.Struct, forbid_unknown_fields=True):
    """What no cell holds."""

    nothing: None


class _Partial:
    """A record of which only some members are looked at."""

    def __getattr__(self, name: str) -> None:
        return None


def _record(names: Iterable[str], values: Iterable[object]) -> _Partial:
    record = _Partial()
    record.__dict__.update(zip(names, values, strict=True))
    return record


@dataclass
class Spread:
    """A member's values in some rows: distinct ones with ``codes``, else one for each row.

    ``places`` are where each is remembered, of ``known`` places; without, they are not.
    """

    values: Sequence[object]
    fragments: Sequence[bytes]
    codes: "np.ndarray | None"
    places: "np.ndarray | None" = None
    known: int = 0

    def told(self, told: Told, ids: dict[object, int]) -> "tuple[np.ndarray | int, int]":
        """A number for what counts of each row's value, one for all where it is the same, and how
        many numbers there may be; ``ids`` remembers the numbers."""
        import numpy as np

        if told is _is_there:
            return self._there, 2
        if told is None:
            assert self.places is not None
            found, most = self.places, self.known + 1
        else:
            each = [ids.setdefault(told(value), len(ids)) for value in self.values]
            found, most = np.array(each, np.int64), len(ids)
        return self._spread(found), most

    def _spread(self, each: "np.ndarray") -> "np.ndarray | int":
        if len(each) == 1:
            return int(each[0])
        return each if self.codes is None else each[self.codes]

    @cached_property
    def _there(self) -> "np.ndarray | int":
        import numpy as np

        if None not in self.values:
            return 1
        return self._spread(np.array([value is not None for value in self.values], np.int64))

    def at(self, row: int) -> object:
        """The value of a row."""
        return self.values[row if self.codes is None else self.codes[row]]


class Across:
    """Tests of several members together. ``needed`` are those without which none is true."""

    def __init__(self, looked: Looked, needed: frozenset[str], suspicious: Predicate) -> None:
        self._looked = looked
        self._needed = needed
        self._suspicious = suspicious
        self._attributes = [attribute(member) for member, _ in looked]
        self.clear()

    def clear(self) -> None:
        """Forget all combinations."""
        self._ids: list[dict[object, int]] = [{} for _ in self._looked]
        self._sizes = [0] * len(self._looked)
        self._table: np.ndarray | None = None
        self._memo: dict[int, bool] = {}

    def ask(self, spreads: dict[str, Spread], suspected: "np.ndarray") -> None:
        """Mark the rows whose combination is suspicious. Members without values are not in
        ``spreads``; rows that are marked already are not asked."""
        if not self._needed <= spreads.keys():
            return
        told: list[tuple[np.ndarray | int, int]] = []
        for (member, part), ids in zip(self._looked, self._ids, strict=True):
            spread = spreads.get(member)
            if spread is not None:
                told.append(spread.told(part, ids))
            elif part is None or part is _is_there:
                told.append((0, 1))
            else:
                told.append((ids.setdefault(part(None), len(ids)), len(ids)))
        combined = self._combined(told)
        if combined is None:
            suspected[:] = True
        elif self._table is not None:
            self._look_up(self._table, combined, spreads, suspected)
        else:
            self._look_at_each(combined, spreads, suspected)

    def _combined(self, told: "list[tuple[np.ndarray | int, int]]") -> "np.ndarray | int | None":
        """One number for each row's combination; None where they are too many for a number."""
        import numpy as np

        if any(most > size for (_, most), size in zip(told, self._sizes, strict=True)):
            self._sizes = [
                max(size, 1 << (most - 1).bit_length())
                for (_, most), size in zip(told, self._sizes, strict=True)
            ]
            room = math.prod(self._sizes)
            self._table = np.zeros(room, np.int8) if room <= ROOM_OF_TABLE else None
            self._memo = {}
        if math.prod(self._sizes) >= _MOST_COMBINED:
            return None
        combined: np.ndarray | int = 0
        for (each, _), size in zip(told, self._sizes, strict=True):
            combined = combined * size + each
        return combined

    def _look_up(
        self,
        table: "np.ndarray",
        combined: "np.ndarray | int",
        spreads: dict[str, Spread],
        suspected: "np.ndarray",
    ) -> None:
        import numpy as np

        found = table[combined]
        if not found.all():
            new = np.flatnonzero((found == 0) & ~suspected)
            for at, row in self._firsts(combined, new):
                table[at] = _SUSPICIOUS if self._is_suspicious(spreads, row) else _FINE
            found = table[combined]
        if found.max() == _SUSPICIOUS:
            suspected |= found == _SUSPICIOUS

    def _look_at_each(
        self, combined: "np.ndarray | int", spreads: dict[str, Spread], suspected: "np.ndarray"
    ) -> None:
        import numpy as np

        if len(self._memo) > MOST:
            self._memo = {}
        rows = np.flatnonzero(~suspected)
        memo = self._memo
        for at, row in self._firsts(combined, rows):
            if at not in memo:
                memo[at] = self._is_suspicious(spreads, row)
        if any(memo.values()):
            wrong = [at for at, is_wrong in memo.items() if is_wrong]
            suspected |= np.isin(combined, wrong)

    @staticmethod
    def _firsts(combined: "np.ndarray | int", rows: "np.ndarray") -> Iterator[tuple[int, int]]:
        """Each combination of some rows, with the first row that has it."""
        import numpy as np

        if not rows.size:
            return
        if isinstance(combined, int):
            yield combined, int(rows[0])
            return
        each, first = np.unique(combined[rows], return_index=True)
        yield from zip(each.tolist(), rows[first].tolist(), strict=True)

    def _is_suspicious(self, spreads: dict[str, Spread], row: int) -> bool:
        values = [
            spreads[member].at(row) if member in spreads else None for member, _ in self._looked
        ]
        return self._suspicious(_record(self._attributes, values))


class ColumnTests:
    """All tests of a kind's shape and rules. ``compared`` are members of which values, not only
    whether there is one, count together with others: these are remembered, however many."""

    def __init__(self, demands: Iterable[Demand], context: Context, types: Typed) -> None:
        tests = [*types.tests, *(demand.test(Place(), context) for demand in demands)]
        groups = _groups(tests)
        self._types = types
        self._fields = {field.encode_name: field for field in structs.fields(types.type)}
        self._alone = {
            looked[0][0]: _compiled(parts, types, _OfValue())
            for looked, parts in _joined(groups).items()
            if len(looked) == 1
        }
        self.across = [
            Across(looked, _needed(parts), _compiled(parts, types, Structs()))
            for looked, parts in groups.items()
            if len(looked) > 1
        ]
        self.compared = frozenset(
            member
            for looked in groups
            if len(looked) > 1
            for member, told in looked
            if told is not _is_there
        )
        self.members = {member: self._known(member) for member in types.shape.members}

    def known(self, member: str) -> Known:
        """What is known of a member's values."""
        found = self.members.get(member)
        if found is None:
            # No good record holds it.
            found = Known(member, _Never, required=False, suspicious=None)
        return found

    def clear_where_full(self) -> None:
        """Forget where there is too much, and what rests on it."""
        full = [member for member, known in self.members.items() if known.is_full]
        for member in full:
            self.members[member].clear()
        if self.compared.intersection(full):
            for across in self.across:
                across.clear()

    def _known(self, member: str) -> Known:
        field = self._fields[member]
        return Known(
            member,
            field.type,
            required=field.required,
            suspicious=self._alone.get(member),
        )


def _groups(tests: Iterable[Expr]) -> dict[Looked, list[Expr]]:
    """Tests by the members that they look at, each one of the alternatives of a test."""
    groups: dict[Looked, list[Expr]] = {}
    for test in tests:
        for parts in alternatives(test):
            whole = e.And(parts)
            groups.setdefault(_looked(whole), []).append(whole)
    return groups


def _joined(groups: dict[Looked, list[Expr]]) -> dict[Looked, list[Expr]]:
    """The groups of one member each, whatever of its values they look at."""
    found: dict[Looked, list[Expr]] = {}
    for looked, parts in groups.items():
        if len(looked) == 1:
            found.setdefault(((looked[0][0], None),), []).extend(parts)
    return found


def _looked(test: Expr) -> Looked:
    """The members that a test looks at, and what of each. Raises TypeError for the record as a
    whole, which no group can stand for."""
    found: dict[str, set[Told]] = {}
    for leaf in leaves(test):
        for number, place in enumerate(leaf.places):
            member, _, below = place.path.partition(".")
            if not member:
                raise TypeError(f"a test of whole records: {type(leaf).__name__}")
            if isinstance(leaf, e.Present | e.There | e.Text | e.Object) and not below:
                told: Told = _is_there
            else:
                told = leaf.coarse if isinstance(leaf, e.Fails) and not number else None
            found.setdefault(member, set()).add(told)
    return tuple(
        (member, told.pop() if len(told) == 1 else None) for member, told in sorted(found.items())
    )


def _needed(parts: Iterable[Expr]) -> frozenset[str]:
    """The members without which none of some tests is true."""
    each = [frozenset(place.path.partition(".")[0] for place in part.needs) for part in parts]
    return frozenset.intersection(*each)


class _OfValue(Structs):
    """The value of one member, in place of the record that holds it."""

    def member(self, holder: Spot, name: str) -> str:
        """An expression for a member."""
        return RECORD if holder.var == RECORD else super().member(holder, name)


def _compiled(parts: Iterable[Expr], types: Typed, target: Structs) -> Predicate:
    walk = Walk(target, types.shape)
    for part in parts:
        walk.ask(-1, part)
    return compiled(walk)
