"""One run over files: read, judge, count."""

from collections.abc import Callable, Iterable
from pathlib import Path

from harmscope.demands import Context
from harmscope.findings import Finding, Tally
from harmscope.formats import Member, Row, RowFault, StreamFault, members
from harmscope.formats.sources import Reads
from harmscope.formats.tables import rows
from harmscope.rules import CATALOGUE
from harmscope.rules.shape import OF_FAULT
from harmscope.validation import statement
from harmscope.validation.judge import Judge
from harmscope.validation.options import DEFAULT, Options
from harmscope.validation.report import REPORT, validate_report
from harmscope.validation.subject import STATEMENT, kind_of
from harmscope.validation.verdict import FileCount, Verdict
from harmscope.validation.whole import Duplicates, Header

LISTS = frozenset({"records", "statements"})
"""Members of a JSON document under which records may lie."""

Keep = Callable[[dict[str, object]], None]


def validate(
    paths: Iterable[str | Path],
    options: Options = DEFAULT,
    keep: Keep | None = None,
    tally: Tally | None = None,
    reads: Reads | None = None,
) -> Verdict:
    """Judge every record of files, folders and archives, as one set.

    ``keep`` is called with every accepted record, header included, in the order of the files.
    ``tally`` takes every finding in the order of the files, and is the tally of the verdict.
    ``reads`` hears how many bytes more were read from disk.
    Raises UserError where a path is missing or unreadable.
    """
    run = _Run(options, keep, tally or Tally(), reads)
    for path in paths:
        run.path(path)
    return run.done()


class _Run:
    """The state of one run."""

    def __init__(
        self, options: Options, keep: Keep | None, tally: Tally, reads: Reads | None
    ) -> None:
        self._options = options
        self._reads = reads
        self._keep = keep
        self._verdict = Verdict(tally)
        self._judges: dict[str, Judge] = {}
        self._duplicates = Duplicates()
        self._file = FileCount("")
        self._header = Header()
        self._errors = 0

    def path(self, path: str | Path) -> None:
        """Judge everything at one path."""
        if self._options.kind == REPORT:
            validate_report(path, self._verdict, self._options.keeps)
            return
        for member in members(path, reads=self._reads):
            self.member(member)

    def member(self, member: Member) -> None:
        """Read and judge one member to its end, or to where it is damaged."""
        self._file, self._header = FileCount(member.name), Header()
        self._verdict.files.append(self._file)
        try:
            for row in rows(member, LISTS):
                if isinstance(row, RowFault):
                    self._file.rejected += 1
                    self._unreadable(row)
                else:
                    self._row(row)
        except StreamFault as fault:
            self._add(OF_FAULT[fault.code], detail=fault.message, fix=fault.fix)
        else:
            if not self._file.seen:
                self._add("HS205")
        if self._header.missing:
            self._add("HS203")
        self._file.notes.extend(member.notes)

    def done(self) -> Verdict:
        """The verdict, with what could not be asked."""
        if self._options.clock is None and self._options.kind != REPORT:
            for code in ("HS113", "HS518"):
                if code in CATALOGUE and self._options.keeps(code):
                    self._verdict.not_run[code] = "no clock was given"
        return self._verdict

    def _row(self, row: Row) -> None:
        kind = kind_of(row.data, self._options.kind)
        self._verdict.kinds[kind or "unknown"] += 1
        before = self._errors
        if kind is None:
            self._add("HS013", row, "/record")
        else:
            self._record(kind, row)
        if self._errors > before:
            self._file.rejected += 1
        else:
            self._file.accepted += 1
            if self._keep is not None:
                self._keep(row.data)

    def _record(self, kind: str, row: Row) -> None:
        record = statement.normal(row.data) if kind == STATEMENT else row.data
        for fault in self._judge(kind).faults(record):
            if kind != STATEMENT:
                self._add(fault.code, row, fault.pointer, fault.detail)
            elif not statement.excused(fault.pointer, row.data):
                place = statement.pointer(fault.pointer, row.data)
                self._add(fault.code, row, place, fault.detail)
        if kind != STATEMENT:
            misplaced = self._header.see(kind)
            if misplaced is not None:
                self._add(misplaced, row)
        repeated = self._duplicates.see(kind, record, row)
        if repeated is not None:
            self._add(repeated, row)

    def _judge(self, kind: str) -> Judge:
        if kind not in self._judges:
            context = Context(self._options.clock)
            self._judges[kind] = Judge(kind, None, context, self._options.keeps)
        return self._judges[kind]

    def _unreadable(self, fault: RowFault) -> None:
        place = Row(fault.line, fault.offset, {})
        self._add(OF_FAULT[fault.code], place, detail=fault.message, fix=fault.fix)

    def _add(
        self, code: str, row: Row | None = None, pointer: str = "", detail: str = "", fix: str = ""
    ) -> None:
        if not self._options.keeps(code):
            return
        rule = CATALOGUE[code]
        self._errors += rule.severity == "error"
        message = f"{rule.what} ({detail})" if detail else rule.what
        self._verdict.tally.add(
            Finding(
                rule=code,
                slug=rule.slug,
                severity=rule.severity,
                file=self._file.name,
                message=message,
                fix=fix or rule.fix,
                line=row.line if row else None,
                offset=row.offset if row else None,
                pointer=pointer,
            )
        )
