"""The records of sources that ``validate`` accepts, each once: what an export is made of."""

import shutil
import sys
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Self, cast

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.formats import Member, Row, StreamFault, members
from harmscope.formats.records import record_rows
from harmscope.formats.sources import STDIN
from harmscope.model.changes import newest
from harmscope.model.typed import DataRecord, Dataset
from harmscope.rules import CATALOGUE
from harmscope.validation.run import validate
from harmscope.validation.verdict import DEFAULT, Options

_MARK = b"\xef\xbb\xbf"


@dataclass(slots=True)
class _Places:
    """Rows of one member that are left out: where each is, and the number of its rule."""

    places: "array[int]" = field(default_factory=lambda: array("Q"))
    rules: "array[int]" = field(default_factory=lambda: array("H"))

    def settle(self) -> None:
        """Sort the places, and keep of several rules at a place the first."""
        import numpy as np

        places, rules = np.array(self.places), np.array(self.rules)
        order = np.lexsort((rules, places))
        places, first = np.unique(places[order], return_index=True)
        self.places = array("Q", places.tobytes())
        self.rules = array("H", rules[order][first].tobytes())

    def holds(self, place: int) -> bool:
        """Whether the row at a place is left out."""
        at = bisect_left(self.places, place)
        return at < len(self.places) and self.places[at] == place


class Placed(NamedTuple):
    """An accepted record in the newest version of its kind, and the file and line, or row, where it
    stands. ``number`` tells files of one name apart: that of the file among the sources."""

    file: str
    line: int
    record: Dataset | DataRecord
    number: int = 0


class Accepted:
    """Judges the sources once; afterwards their records can be read as often as wanted.

    ``left_out`` counts rows by the rule for which they are left out, of several the first by code:
    what ``validate`` refuses, and a copy of a record that is there already (HS202). Memory grows
    by 10 bytes for each of them. Use as a context manager. Raises UserError as ``validate``.
    """

    def __init__(self, sources: Iterable[str | Path], options: Options = DEFAULT) -> None:
        self._folder = TemporaryDirectory(prefix="harmscope-")
        self._codes = sorted(CATALOGUE)
        self._places: defaultdict[int, _Places] = defaultdict(_Places)
        with ExitStack() as failing:
            failing.callback(self._folder.cleanup)
            self._sources = [_at_rest(source, Path(self._folder.name)) for source in sources]
            validate(self._sources, options, refused=self._note)
            failing.pop_all()
        self.left_out: Counter[str] = Counter()
        for places in self._places.values():
            places.settle()
            self.left_out.update(self._codes[number] for number in places.rules)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    @property
    def reasons(self) -> Counter[str]:
        """``left_out`` by the code and the name of the rule."""
        return Counter({reason(code): count for code, count in self.left_out.items()})

    def records(self) -> Iterator[Dataset | DataRecord]:
        """Every accepted record in the newest version of its kind, headers included, in the order
        of the sources. Raises UserError after the good part of a damaged file."""
        for placed in self.placed():
            yield placed.record

    def placed(self) -> Iterator[Placed]:
        """As :meth:`records`, each with the place where it stands."""
        number = 0
        for source in self._sources:
            for member in members(source):
                try:
                    yield from self._of_member(number, member)
                except StreamFault as fault:
                    raise UserError(fault.file or member.name, fault.message, fault.fix) from None
                number += 1

    def _of_member(self, number: int, member: Member) -> Iterator[Placed]:
        left_out = self._places.get(number)
        # The reader of JSON Lines counts the first line from the mark on, the judge from the start.
        marked = member.kind() == "jsonl" and member.head(len(_MARK)) == _MARK
        for row in record_rows(member):
            if isinstance(row, Row):
                offset = len(_MARK) if marked and row.line == 1 else row.offset
                if left_out is None or not left_out.holds(_place(row.line, offset)):
                    # It is accepted, so it has the members of its type.
                    record = cast("Dataset | DataRecord", newest(row.data))
                    yield Placed(member.name, row.line, record, number)

    def _note(self, number: int, finding: Finding) -> None:
        places = self._places[number]
        places.places.append(_place(finding.line, finding.offset))
        places.rules.append(bisect_left(self._codes, finding.rule))


def reason(code: str) -> str:
    """A rule as the reason why something is left out: its code and its name."""
    return f"{code} {CATALOGUE[code].slug}"


def _place(line: int | None, offset: int | None) -> int:
    """One number for the place of a row: its offset, or its line where rows have no offset."""
    return max(offset or 0, 0) or line or 0


def _at_rest(source: str | Path, folder: Path) -> str | Path:
    """A source that can be read again: what comes from standard input is put into a file."""
    if str(source) != STDIN:
        return source
    path = folder / "standard input"
    with path.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file, 2**20)
    return path
