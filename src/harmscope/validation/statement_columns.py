"""Statements of reasons judged by columns: what of a table is surely good, and what that says.

Rows that are suspected are left to the examiner, which takes them one by one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from harmscope.formats.csv_columns import CellColumn
from harmscope.validation.column_tests import ColumnTests, Known, Spread
from harmscope.validation.duplicates import case_of_statement, number_of
from harmscope.validation.statement import reader
from harmscope.validation.statistics import Statistics, is_synthetic, lag
from harmscope.validation.texts import OF_STATEMENT

if TYPE_CHECKING:
    import numpy as np

_PRODUCT = 256
"""Pairs of values of two members that are written next to each other beforehand."""


class _Fragments(NamedTuple):
    """What is written of some members that stand next to each other, in each row; with ``codes``
    the distinct texts and which of them each row has."""

    texts: Sequence[bytes]
    codes: "np.ndarray | None"

    def merged(self, other: "_Fragments") -> "_Fragments | None":
        """Both as one, where that has few distinct texts."""
        count = len(other.texts)
        if self.codes is None or other.codes is None or len(self.texts) * count > _PRODUCT:
            return None
        texts = [one + more for one in self.texts for more in other.texts]
        return _Fragments(texts, self.codes * count + other.codes)

    def spread(self) -> Sequence[bytes]:
        """The text of each row."""
        if self.codes is None:
            return self.texts
        return list(map(self.texts.__getitem__, self.codes.tolist()))


Columns = Iterable[tuple[str, CellColumn]]
"""Columns by their names in the file."""


@dataclass(slots=True)
class Seen:
    """What statistics keep of good rows. A row without a day has None, and so has one without a
    case."""

    patterns: dict[str, Sequence[Any]]
    days: Sequence[str | None]
    texts: dict[str, Sequence[str | None]]
    cases: list[tuple[int, int] | None]

    def add_to(self, statistics: Statistics, start: int, end: int) -> None:
        """Take in some of the rows, as :meth:`Statistics.see` does one by one."""
        statistics.new.add({name: each[start:end] for name, each in self.patterns.items()})
        statistics.new.days.extend(filter(None, self.days[start:end]))
        for name, texts in self.texts.items():
            statistics.texts.see(name, texts[start:end])
        statistics.cases.extend(chain.from_iterable(filter(None, self.cases[start:end])))


class Judged:
    """Rows of which the shape and the rules were asked. ``suspected`` says of each whether the
    judge must look: ``faults`` are suspected beforehand."""

    def __init__(
        self, tests: ColumnTests, columns: Columns, rows: int, faults: Collection[int] = ()
    ) -> None:
        import numpy as np

        tests.clear_where_full()
        self.suspected = np.zeros(rows, np.bool_)
        self.suspected[list(faults)] = True
        self.spreads: dict[str, Spread] = {}
        for name, cells in columns:
            member, read = reader(name)
            if member:
                self._take(member, tests, cells, read)
        for member, known in tests.members.items():
            if member not in self.spreads and known.wrong[0]:
                self.suspected[:] = True
        for across in tests.across:
            across.ask(self.spreads, self.suspected)

    def good(self) -> "Good":
        """The rows that nothing is wrong with."""
        return Good(self.spreads, self.suspected)

    def _take(
        self, member: str, tests: ColumnTests, cells: CellColumn, read: Callable[[Any], object]
    ) -> None:
        known = tests.known(member)
        if cells.codes is not None or member in tests.compared:
            self._remembered(member, known, cells, read)
        else:
            self._each(member, known, cells, read)

    def _remembered(
        self, member: str, known: Known, cells: CellColumn, read: Callable[[Any], object]
    ) -> None:
        import numpy as np

        places = known.places(cells.values, read)
        if not any(places):
            return
        wrong = list(map(known.wrong.__getitem__, places))
        if True in wrong:
            marks = np.array(wrong, np.bool_)
            self.suspected |= marks if cells.codes is None else marks[cells.codes]
        self.spreads[member] = Spread(
            list(map(known.values.__getitem__, places)),
            list(map(known.fragments.__getitem__, places)),
            cells.codes,
            np.array(places, np.int64),
            len(known.values),
        )

    def _each(
        self, member: str, known: Known, cells: CellColumn, read: Callable[[Any], object]
    ) -> None:
        found = list(map(read, cells.values))
        if None in found:
            # Equal ones are many then.
            self._remembered(member, known, cells, read)
            return
        values, fragments, wrong = known.judged(found)
        if True in wrong:
            import numpy as np

            self.suspected |= np.array(wrong, np.bool_)
        self.spreads[member] = Spread(values, fragments, None)


class Good:
    """The rows of a table that are not suspected, by column, in their order."""

    def __init__(self, spreads: dict[str, Spread], suspected: "np.ndarray") -> None:
        import numpy as np

        self.rows = np.flatnonzero(~suspected)
        self._all = len(self.rows) == len(suspected)
        self._spreads = spreads
        self._codes: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, member: str, of: Callable[[Any], object] | None = None) -> Sequence[Any]:
        """What ``of`` gives for the member's value in each row, asked once for each distinct one;
        without, the value itself. None stands for nothing."""
        spread = self._spreads.get(member)
        if spread is None:
            return [None if of is None else of(None)] * len(self)
        values = spread.values if of is None else list(map(of, spread.values))
        return self._spread(member, values)

    def seen(self) -> Seen:
        """What statistics keep of the rows."""
        column = self.column
        made, decided = column("content_date"), column("application_date")
        days = list(zip(made, decided, strict=True))
        patterns: dict[str, Sequence[Any]] = {
            "automation": column("automated_decision"),
            "source": column("source_type"),
            "ground": column("decision_ground"),
            "medium": column("content_type"),
            "codes": column("category", lambda code: (code,)),
            "keyword": column("category_specification", bool),
            "language": column("content_language", bool),
            "synthetic": column("content_type", is_synthetic),
            "timed": [bool(one and other) for one, other in days],
            "instant": [one == other for one, other in days],
            "late": list(map(_lag, decided, column("created_at"))),
            "detected": column("automated_detection"),
        }
        services = column("platform_name", lambda name: number_of(name) if name else None)
        who = zip(column("puid"), days, column("category"), services, strict=True)
        cases = [
            None if not puid or service is None else (case_of_statement(puid, *day, code), service)
            for puid, day, code, service in who
        ]
        texts = {name: column(name) for name in OF_STATEMENT}
        return Seen(patterns, decided, texts, cases)

    def contents(self) -> Iterator[bytes]:
        """The records written anew, as the fast path writes them, one at a time: memory that is
        used again stays in the cache."""
        joined: list[_Fragments] = []
        for member in sorted(self._spreads):
            spread = self._spreads[member]
            if spread.codes is None:
                column = _Fragments(self._spread(member, spread.fragments), None)
            else:
                codes = spread.codes if self._all else spread.codes[self.rows]
                column = _Fragments(spread.fragments, codes)
            merged = joined[-1].merged(column) if joined else None
            if merged is None:
                joined.append(column)
            else:
                joined[-1] = merged
        # Each fragment starts with a comma.
        texts = map(b"".join, zip(*(column.spread() for column in joined), strict=True))
        return (b"{%b}" % text[1:] for text in texts)

    def _spread(self, member: str, values: Sequence[Any]) -> Sequence[Any]:
        spread = self._spreads[member]
        if spread.codes is None:
            return values if self._all else [values[row] for row in self.rows.tolist()]
        codes = self._codes.get(member)
        if codes is None:
            taken = spread.codes if self._all else spread.codes[self.rows]
            codes = self._codes[member] = taken.tolist()
        return list(map(values.__getitem__, codes))


@lru_cache(maxsize=65536)
def _lag(decided: str | None, filed: str | None) -> int | None:
    return lag(decided, filed or None)
