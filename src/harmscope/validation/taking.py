"""Judges rows for somebody who takes the valid ones: each goes to a collector, and no findings are
kept. One examiner with its collector works in each process."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Protocol

from harmscope.formats import Line, Member, Row, RowFault, json_
from harmscope.formats.records import LISTS, unwrapped
from harmscope.formats.rows import Limits
from harmscope.model.changes import newest
from harmscope.rules.shape import OF_FAULT
from harmscope.validation.chunks import chunks
from harmscope.validation.duplicates import content_of
from harmscope.validation.examine import ChunkResult, Examiner
from harmscope.validation.fast_path import Passed
from harmscope.validation.identify import STATEMENT
from harmscope.validation.verdict import Options
from harmscope.validation.workers import Crew, Workers

SIZES = 4
"""How many times larger chunks are than those of ``validate``: columns of many rows cost less."""


class Collector(Protocol):
    """Takes records. ``state`` is what the rows so far leave to those behind them: whether there
    was one, whether there was a header, and what that says."""

    state: Any

    def header(self, record: dict[str, object], line: int, *, valid: bool) -> None:
        """A header in the newest version, and the line it stands on."""

    def take(self, kind: str, record: Any, content: bytes | bytearray) -> None:
        """A valid record, with its members as attributes. ``content`` is the same for two records
        exactly when they say the same."""

    def take_plain(self, kind: str, record: dict[str, object], content: bytes) -> None:
        """The same for a record as a dictionary, in the newest version."""

    def leave_out(self, code: str, *, readable: bool = True) -> None:
        """A row that is not valid, by the first of the rules that it breaks; ``readable`` where it
        is a row all the same."""

    def part(self) -> Any:
        """What was taken since the last part."""


Make = Callable[[], Any]
"""Makes a :class:`Collector`; it can be sent to another process."""


class Taker(Examiner):
    """Gives what is valid to a collector."""

    def __init__(self, options: Options, make: Make) -> None:
        super().__init__(options)
        self._collector: Collector = make()
        self.fresh = self._collector.state

    @property
    def state(self) -> object:
        """What the rows so far leave to those behind them."""
        return self._collector.state

    @state.setter
    def state(self, state: object) -> None:
        self._collector.state = state

    @property
    def alone(self) -> bool:
        """A header may still come. Behind it nothing changes any more."""
        return not self._collector.state.begun

    @property
    def takes_columns(self) -> bool:
        """No statement is taken, in whatever form."""
        return False

    def end(self, part: ChunkResult) -> None:
        """Add to a part what was taken of its rows."""
        part.taken = self._collector.part()

    def row(self, part: ChunkResult, row: Row | RowFault) -> None:
        """A row that a reader gave."""
        collector = self._collector
        if isinstance(row, RowFault):
            collector.leave_out(OF_FAULT[row.code], readable=False)
            return
        kind = row.data.get("record")
        if kind == "dataset":
            valid = self._judged.is_valid(row.data)
            collector.header(newest(row.data), row.line, valid=valid)
        elif not collector.state.headed:
            collector.take_plain(str(kind), row.data, b"")
        elif broken := self._judged.errors(row.data):
            collector.leave_out(min(fault.code for fault in broken))
        else:
            record = newest(row.data)
            name = str(kind)
            collector.take_plain(name, record, content_of(name, record))

    def _requested(self, part: ChunkResult, passed: Passed, at: tuple[int, int]) -> None:
        self._collector.take(STATEMENT, None, b"")

    def _read(self, part: ChunkResult, line: Line, data: bytes, limits: Limits) -> None:
        found = json_.row(line, data, limits.nesting)
        rows = json_.or_salvaged(found, data, limits.nesting, frozenset(), LISTS)
        for row in unwrapped(rows, LISTS):
            self.row(part, row)

    def _pass(
        self, part: ChunkResult, passed: Passed, number: int, offset: int, data: bytes
    ) -> None:
        self._collector.take(*passed, self._gate.written)


@contextmanager
def taking(options: Options, crew: Crew, make: Make) -> Iterator[Callable[[Member], Iterator[Any]]]:
    """Gives a function that reads a member: what the collectors of ``make`` took of it, in parts
    in its order, whatever the ``crew`` of processes. ``options`` say what is an error. It raises
    StreamFault after the good parts."""
    with Workers(partial(Taker, options.errors_only(), make), crew) as workers, _no_cycles():

        def parts(member: Member) -> Iterator[Any]:
            for found in workers.parts(chunks(member, crew.size)):
                yield found.taken

        yield parts


@contextmanager
def _no_cycles() -> Iterator[None]:
    """Records and their columns hold no cycles, and looking for some takes time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
