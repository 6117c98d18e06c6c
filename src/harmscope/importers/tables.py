"""Sources to tables for an importer: faults are counted and found, good rows come through."""

from collections.abc import Iterable, Iterator

from harmscope.formats import Member, Row, RowFault, StreamFault, members
from harmscope.formats.tables import rows
from harmscope.importers.contract import Table, Task
from harmscope.rules import CATALOGUE
from harmscope.rules.shape import OF_FAULT


def tables(sources: Iterable[str], lists: frozenset[str], task: Task) -> Iterator[Table]:
    """One table a member, in order. A table is read to its end before the next is asked for."""
    for source in sources:
        for member in members(source, stdin=task.stdin, reads=task.progress.advance):
            yield Table(member.name, _rows(member, lists, task))


def _rows(member: Member, lists: frozenset[str], task: Task) -> Iterator[Row]:
    before = task.read
    try:
        for row in rows(member, lists):
            task.read += 1
            if isinstance(row, RowFault):
                task.skip(row.message)
                _found(task, row, member.name, row.line, row.offset)
            else:
                yield row
    except StreamFault as fault:
        _found(task, fault, member.name)
    else:
        if task.read == before:
            task.notes[f"{member.name}: it holds no rows"] += 1
    for note in member.notes:
        task.notes[f"{member.name}: {note}"] += 1


def _found(
    task: Task,
    fault: RowFault | StreamFault,
    file: str,
    line: int | None = None,
    offset: int | None = None,
) -> None:
    rule = CATALOGUE[OF_FAULT[fault.code]]
    task.tally.add(rule.finding(file, line, offset, detail=fault.message))
