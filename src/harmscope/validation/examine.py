"""Examines rows one by one: the fast path first, then the judge. Each process has one examiner."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import orjson

from harmscope.disclosure.public_records import CLASSED, IDS, PUBLIC, key_of, restricted, unasked
from harmscope.findings import Finding
from harmscope.formats import Line, Row, RowFault, json_
from harmscope.formats.rows import Limits
from harmscope.formats.split import Block
from harmscope.formats.spool import Spool
from harmscope.model.changes import newest
from harmscope.rules import CATALOGUE
from harmscope.rules.shape import OF_FAULT
from harmscope.validation.dataset_checks import link
from harmscope.validation.duplicates import LAYOUT, content_of, entries_of, entry
from harmscope.validation.fast_path import Passed
from harmscope.validation.identify import (
    IN_A_DATASET,
    STATEMENT,
    identity,
    identity_of_fields,
    kind_of,
    otherwise,
    scoped,
    signed_record,
    view,
)
from harmscope.validation.judge import Judge
from harmscope.validation.statement_columns import Columns, Judged, Seen
from harmscope.validation.statistics import Profile, Statistics
from harmscope.validation.verdict import Options

if TYPE_CHECKING:
    import numpy as np

# What was found in a part of a file; parts are put together in the order of the file.


@dataclass(slots=True)
class ChunkResult:
    """Counts and findings of some rows of one member.

    ``identities`` holds what is needed to find repeats (see ``identities``). ``headers`` and
    ``records`` count rows by what they are; ``opening`` is the place of a header that is the
    first row here, since only the whole file tells whether it stands first. ``classes`` counts the
    records of a public data set by what outsiders may know of them. ``links`` holds what is needed
    to follow which record supersedes which (see ``successions``). ``kept`` are accepted rows as
    lines of JSON, and whether each is a header. ``taken`` is what a collector
    made of the rows (see ``taking``).
    """

    name: str
    accepted: int = 0
    rejected: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    identities: bytearray = field(default_factory=bytearray)
    links: list[bytes] = field(default_factory=list)
    headers: int = 0
    records: int = 0
    opening: tuple[int, int, bool] | None = None
    kept: list[tuple[bool, bytes]] = field(default_factory=list)
    statistics: Statistics = field(default_factory=Statistics)
    profile: Profile | None = None
    classes: Counter[str] = field(default_factory=Counter)
    taken: object = None


@dataclass(frozen=True, slots=True)
class StatementTable:
    """Statements in columns, by their names in the file: where each row stands, and the row as it
    stands there; ``faults`` are the numbers of rows that no reader could read."""

    lines: "np.ndarray"
    offsets: "np.ndarray"
    columns: Columns
    row: Callable[[int], Row | RowFault]
    faults: Collection[int]


# Examines rows one by one: the gate first, then the judge. One examiner works in each process.


class Examiner:
    """Judges rows into parts. ``public`` says that the header read last calls its data public; set
    it back before another file. With ``keeps`` accepted rows are kept in their part, with
    ``profiles`` they are counted in its profile."""

    def __init__(self, options: Options, *, keeps: bool = False, profiles: bool = False) -> None:
        self._options = options
        self._keeps = keeps
        self._profiles = profiles
        self._judged = Judge(options)
        self._gate = self._judged.gate
        self.public = False
        self.differing: set[str] = set()
        """Columns of CSV of which nearly every cell is another one."""

    fresh: object = False
    """The state before the first row of a member."""

    @property
    def state(self) -> object:
        """What the rows so far leave to those behind them."""
        return self.public

    @state.setter
    def state(self, state: object) -> None:
        self.public = bool(state)

    @property
    def alone(self) -> bool:
        """Whether this examiner has to examine what follows, too."""
        return self.public

    def end(self, part: ChunkResult) -> None:
        """All rows of a part were examined."""

    def block(self, name: str, block: Block, limits: Limits) -> ChunkResult:
        """Every line of a block of JSON Lines. Blank lines hold no row."""
        part = ChunkResult(name)
        if block.too_long:
            line = Line(block.number, block.offset, b"", block.ended, too_long=True)
            self._read(part, line, b"", limits)
            return part
        # One line at a time, and nothing of it kept: memory that is used again stays in the cache.
        asked, accept, longest = self._gate.line, self._pass, limits.line
        content, offset, number = block.data, block.offset, block.number
        returns = b"\r" in content
        start, whole = 0, len(content)
        while start < whole:
            end = content.find(b"\n", start)
            ended = end >= 0
            piece = content[start : end if ended else whole]
            data = piece.removesuffix(b"\r") if returns else piece
            passed = asked(data) if len(data) <= longest else None
            if passed is not None:
                accept(part, passed, number, offset + start, data)
            elif data.strip():
                too_long = len(piece) > limits.line
                held = b"" if too_long else piece
                line = Line(number, offset + start, held, ended, too_long)
                self._read(part, line, b"" if too_long else data, limits)
            start += len(piece) + 1
            number += 1
        part.statistics.settle()
        return part

    def row(self, part: ChunkResult, row: Row | RowFault) -> None:
        """A row that a reader gave."""
        if isinstance(row, RowFault):
            part.rejected += 1
            self._add(part, OF_FAULT[row.code], row, "", row.message, row.fix)
            return
        passed = self._gate.row(row.data)
        if passed is not None:
            self._accept(part, passed, row)
        else:
            self._judge(part, row)

    @property
    def given(self) -> str | None:
        """The kind that every record is said to have."""
        return self._options.kind

    def request(
        self,
        part: ChunkResult,
        request: dict[str, object],
        at: tuple[int, int],
        cells: Callable[[], dict[str, object]],
    ) -> None:
        """A statement of reasons at a line and an offset, of which the shape of the request is
        known; ``cells`` gives the row as it stands in the file."""
        shown = self._keeps or self._profiles
        passed = None if shown else self._gate.record(STATEMENT, request)
        if passed is None:
            self.row(part, Row(*at, cells()))
        else:
            self._requested(part, passed, at)

    def _requested(self, part: ChunkResult, passed: Passed, at: tuple[int, int]) -> None:
        """Accept a statement that passed as a request."""
        part.accepted += 1
        part.kinds[STATEMENT] += 1
        part.statistics.see(STATEMENT, passed[1])
        name = identity_of_fields(STATEMENT, passed[1])
        part.identities += entry(STATEMENT, name, at, self._gate.written, accepted=True)

    @property
    def takes_columns(self) -> bool:
        """Whether statements may come in columns: not where accepted rows are shown."""
        return not (self._keeps or self._profiles)

    def statements(self, part: ChunkResult, table: StatementTable) -> None:
        """Statements of reasons in columns."""
        judged = Judged(self._gate.columns(), table.columns, len(table.lines), table.faults)
        good = judged.good()
        services = good.column("platform_name", lambda name: name or "")
        ids = zip(services, good.column("puid"), strict=True)
        entries = entries_of(
            STATEMENT,
            [f"{service}\0{puid}" for service, puid in ids],
            (table.lines[good.rows], table.offsets[good.rows]),
            good.contents(),
        )
        seen = good.seen()
        done = 0
        for before, row in enumerate(judged.suspected.nonzero()[0].tolist()):
            self._accept_all(part, seen, entries, done, row - before)
            found = table.row(row)
            if isinstance(found, RowFault):
                self.row(part, found)
            else:
                # Its values were asked already: the way of single good rows would ask them again.
                self._judge(part, found)
            done = row - before
        self._accept_all(part, seen, entries, done, len(good))
        part.statistics.settle()

    @staticmethod
    def _accept_all(part: ChunkResult, seen: Seen, entries: bytes, start: int, end: int) -> None:
        """Accept some of many good statements, in their order."""
        if start < end:
            part.accepted += end - start
            part.kinds[STATEMENT] += end - start
            seen.add_to(part.statistics, start, end)
            part.identities += entries[start * LAYOUT.size : end * LAYOUT.size]

    def _read(self, part: ChunkResult, line: Line, data: bytes, limits: Limits) -> None:
        row = json_.row(line, data, limits.nesting)
        if isinstance(row, RowFault):
            self.row(part, row)
        else:
            self._judge(part, row)

    def _pass(
        self, part: ChunkResult, passed: Passed, number: int, offset: int, data: bytes
    ) -> None:
        """Accept what nearly every line holds: a record without any finding."""
        if self.public or self._keeps or self._profiles:
            self._accept(part, passed, Row(number, offset, orjson.loads(data), data))
            return
        kind, record = passed
        part.accepted += 1
        part.records += kind != STATEMENT
        part.kinds[kind] += 1
        part.statistics.see(kind, record)
        name, at = identity_of_fields(kind, record), (number, offset)
        part.identities += entry(kind, name, at, self._gate.written, accepted=True)
        if kind == STATEMENT:
            return
        own: Any = record
        if own.supersedes is not None:
            old = scoped(own.service, own.supersedes)
            part.links.extend(link(kind, name, old, at, accepted=True))

    def _accept(self, part: ChunkResult, passed: Passed, row: Row) -> None:
        kind, record = passed
        misplaced = self._place(part, kind, row, accepted=True)
        if misplaced:
            part.rejected += 1
        else:
            part.accepted += 1
            part.statistics.see(kind, record)
            self._show(part, row.data)
        part.kinds[kind] += 1
        self._name(part, kind, row, self._gate.written, accepted=not misplaced)

    def _judge(self, part: ChunkResult, row: Row) -> None:
        if "payloadType" in row.data:
            row = replace(row, data=signed_record(row.data))
        kind = kind_of(row.data, self._options.kind)
        if kind is None:
            part.kinds["unknown"] += 1
            why = otherwise(row.data, self._options.kind)
            accepted = not self._add(part, "HS013", row, "/record", *why)
        else:
            accepted = not self._faults(part, kind, row)
            misplaced = self._place(part, kind, row, accepted=accepted)
            accepted = accepted and not misplaced
            part.kinds[kind] += 1
            self._name(part, kind, row, None, accepted=accepted)
        part.accepted += accepted
        part.rejected += not accepted
        if accepted and kind is not None:
            self._hand_on(part, kind, row.data)

    @staticmethod
    def _name(
        part: ChunkResult,
        kind: str,
        row: Row,
        content: bytes | bytearray | None,
        *,
        accepted: bool,
    ) -> None:
        """Leave what tells the row's id, and the id that it supersedes."""
        name, old = identity(kind, row.data), row.data.get("supersedes")
        if name is not None:
            at = (row.line, max(row.offset, 0))
            content = content_of(kind, row.data) if content is None else content
            part.identities += entry(kind, name, at, content, accepted=accepted)
            if isinstance(old, str):
                old = scoped(row.data.get("service"), old)
            part.links.extend(link(kind, name, old, at, accepted=accepted))

    def _hand_on(self, part: ChunkResult, kind: str, data: dict[str, object]) -> None:
        if kind == "dataset":
            part.statistics.see_header(data)
        else:
            part.statistics.see(kind, view(kind, data))
        self._show(part, data)

    def _show(self, part: ChunkResult, data: dict[str, object]) -> None:
        if self._keeps:
            record = newest(data)
            part.kept.append((record.get("record") == "dataset", Spool.line(record)))
        if self._profiles:
            part.profile = part.profile or Profile(self._options.kind)
            part.profile.see(data)

    def _faults(self, part: ChunkResult, kind: str, row: Row) -> bool:
        """Add the judge's findings; true where one is an error."""
        failed = False
        for fault in self._judged.faults(kind, row.data):
            failed |= self._add(part, fault.code, row, fault.pointer, fault.detail)
        return failed

    def _place(self, part: ChunkResult, kind: str, row: Row, *, accepted: bool) -> bool:
        """Count a header or a record; true where a header surely stands in the wrong place, and
        where a record may not stand under a public header."""
        if kind not in (*IN_A_DATASET, "dataset"):
            return False
        if kind == "dataset":
            self.public = row.data.get("disclosure") == PUBLIC
        barred = self.public and self._barred(part, kind, row)
        if kind != "dataset":
            part.records += 1
            return barred
        part.headers += 1
        if part.records == 0 and part.headers == 1:
            part.opening = (row.line, row.offset, accepted)
            return barred
        return self._add(part, "HS204", row) or barred

    def _barred(self, part: ChunkResult, kind: str, row: Row) -> bool:
        """Look at a record under a public header; true where it holds what may not be public."""
        if kind not in ("dataset", *IDS):
            return False
        if kind in CLASSED:
            part.classes[key_of(row.data)] += 1
        found = [self._add(part, "HS391", row, place) for place in restricted(row.data)]
        return any(found)

    def _add(  # noqa: PLR0917 - as the members of a finding
        self,
        part: ChunkResult,
        code: str,
        at: Row | RowFault,
        pointer: str = "",
        detail: str = "",
        fix: str = "",
    ) -> bool:
        """Add a finding where the rule is asked; true where it is an error."""
        if not self._options.keeps(code) or (self.public and code in unasked()):
            return False
        severity = self._options.severity(code)
        place = (at.line, at.offset, pointer, detail)
        rule = CATALOGUE[code]
        part.findings.append(rule.finding(part.name, *place, fix=fix, severity=severity))
        return severity == "error"
