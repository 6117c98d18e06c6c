"""One run over files: read, examine, count."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from harmscope.disclosure.anonymity import small
from harmscope.disclosure.records import least
from harmscope.findings import Tally
from harmscope.formats import Member, StreamFault, members
from harmscope.formats.blocks import Block, blocks
from harmscope.formats.limits import MEBI
from harmscope.formats.records import record_rows
from harmscope.formats.sources import Reads
from harmscope.rules.shape import OF_FAULT
from harmscope.validation.examiner import Examiner, finding
from harmscope.validation.identities import Identities
from harmscope.validation.options import DEFAULT, REPORT, Options
from harmscope.validation.part import Part
from harmscope.validation.profile_ import Profile
from harmscope.validation.report import validate_report
from harmscope.validation.survey import Survey
from harmscope.validation.verdict import FileCount, Verdict
from harmscope.validation.whole import judged, written
from harmscope.validation.workers import Workers

LISTS = frozenset({"records", "statements"})
"""Members of a JSON document under which records may lie."""

SMALL = 12
"""Blocks up to which a file is not worth starting processes for."""

BLOCK = MEBI
"""Bytes that one process examines at a time."""

ROWS_A_PART = 2000
Keep = Callable[[dict[str, object]], None]
_MARK = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def validate(  # noqa: PLR0917 - all but the first are options
    paths: Iterable[str | Path],
    options: Options = DEFAULT,
    keep: Keep | None = None,
    tally: Tally | None = None,
    reads: Reads | None = None,
    jobs: int = 1,
    profile: Profile | None = None,
) -> Verdict:
    """Judge every record of files, folders and archives, as one set.

    ``keep`` is called with every accepted record, header included, in the order of the files; a
    record that repeats an id with other content is called before that is known. ``tally`` takes
    every finding in the order of the files, repeats last, and is the tally of the verdict.
    ``reads`` hears how many bytes more were read from disk. ``jobs`` is the number of processes
    for large files of JSON Lines; the outcome does not depend on it. ``profile``
    counts every accepted record (one that is told only at the end to repeat an id stays in it).
    Raises UserError where a path is missing or unreadable.
    """
    profiles = profile is not None
    with Identities() as identities, Workers(options, jobs, profiles=profiles) as workers:
        shared = workers if jobs > 1 and keep is None else None
        run = _Run(options, keep, Verdict(tally or Tally()), identities, shared, profile=profile)
        for path in paths:
            run.path(path, reads)
        return run.done()


class _Run:
    """The state of one run."""

    def __init__(
        self,
        options: Options,
        keep: Keep | None,
        verdict: Verdict,
        identities: Identities,
        workers: Workers | None,
        *,
        profile: Profile | None,
    ) -> None:
        self._options = options
        self._keep = keep
        self._profile = profile
        self._verdict = verdict
        self._identities = identities
        self._survey = Survey()
        self._workers = workers
        self._examiner = Examiner(options, keeps=keep is not None, profiles=profile is not None)

    def path(self, path: str | Path, reads: Reads | None) -> None:
        """Judge everything at one path."""
        if self._options.kind == REPORT:
            validate_report(path, self._verdict, self._options)
            return
        for member in members(path, reads=reads):
            self._member(member)

    def done(self) -> Verdict:
        """The verdict, with repeats, what all records together show, and what was not asked."""
        self._repeats()
        self._whole()
        if self._options.clock is None and self._options.kind != REPORT:
            for code in ("HS113", "HS518"):
                if self._options.keeps(code):
                    self._verdict.not_run[code] = "no clock was given"
        return self._verdict

    def _whole(self) -> None:
        names = [file.name for file in self._verdict.files]
        place = FileCount(names[0] if len(names) == 1 else "all files")
        for code, detail in judged(self._survey, self._options.ruleset.thresholds):
            self._say(place, code, detail)
        said, rows = written(self._survey.headers), self._verdict.seen
        found = rows - self._verdict.kinds["dataset"]
        if said is not None and said != found:
            self._say(place, "HS221", f"{said:,} said, {found:,} found")

    def _repeats(self) -> None:
        for repeat in self._identities.repeats():
            if self._options.keeps(repeat.rule):
                file = self._verdict.files[repeat.file]
                place = (file.name, repeat.line, repeat.offset)
                severity = self._options.severity(repeat.rule)
                self._verdict.tally.add(finding(repeat.rule, *place, severity=severity))
                if repeat.accepted and severity == "error":
                    file.accepted -= 1
                    file.rejected += 1

    def _member(self, member: Member) -> None:
        file = FileCount(member.name)
        self._verdict.files.append(file)
        headers = records = 0
        classes: Counter[str] = Counter()
        self._examiner.public = False
        try:
            for part in self._parts(member):
                classes.update(part.classes)
                self._merge(file, part, first=headers + records == 0)
                headers, records = headers + part.headers, records + part.records
        except StreamFault as fault:
            self._say(file, OF_FAULT[fault.code], fault.message, fault.fix)
        else:
            if not file.seen:
                self._say(file, "HS205")
        if records and not headers:
            self._say(file, "HS203")
        few = small(classes, least())
        if few:
            self._say(file, "HS392", f"{few:,} of {classes.total():,} records")
        file.notes.extend(member.notes)

    def _parts(self, member: Member) -> Iterator[Part]:
        """Parts in the order of the file. Raises StreamFault after the good ones."""
        if member.kind() == "jsonl":
            yield from self._of_lines(member)
            return
        part = Part(member.name)
        try:
            for number, row in enumerate(record_rows(member, LISTS), 1):
                self._examiner.row(part, row)
                if number % ROWS_A_PART == 0:
                    yield part
                    part = Part(member.name)
        except StreamFault:
            yield part
            raise
        yield part

    def _of_lines(self, member: Member) -> Iterator[Part]:
        if member.head(2).startswith(_WIDE):
            raise StreamFault("wrong_encoding", member.name)
        source = _without_mark(member)
        early: list[Block] = []
        if self._workers is not None:
            for block in source:
                early.append(block)
                if len(early) == SMALL:
                    # The header is in the first block, and what it says holds for all others.
                    yield self._examiner.block(member.name, early.pop(0), member.limits)
                    if self._examiner.public:
                        break
                    shared = chain(early, source)
                    yield from self._workers.parts(member.name, shared, member.limits)
                    return
        for block in chain(early, source):
            yield self._examiner.block(member.name, block, member.limits)

    def _merge(self, file: FileCount, part: Part, *, first: bool) -> None:
        file.accepted += part.accepted
        file.rejected += part.rejected
        self._verdict.kinds.update(part.kinds)
        if part.opening is not None and not first and self._options.keeps("HS204"):
            line, offset, accepted = part.opening
            part.findings.insert(0, finding("HS204", file.name, line, offset))
            file.accepted -= accepted
            file.rejected += accepted
        self._verdict.tally.extend(part.findings)
        self._survey.merge(part.survey)
        self._identities.add(len(self._verdict.files) - 1, part.identities)
        if self._profile is not None and part.profile is not None:
            self._profile.merge(part.profile)
        if self._keep is not None:
            for record in part.kept:
                self._keep(record)

    def _say(self, file: FileCount, code: str, detail: str = "", fix: str = "") -> None:
        if self._options.keeps(code):
            severity = self._options.severity(code)
            found = finding(code, file.name, detail=detail, fix=fix, severity=severity)
            self._verdict.tally.add(found)


def _without_mark(member: Member) -> Iterator[Block]:
    """The blocks of a member, without the byte order mark that may stand at its start."""
    for block in blocks(member, BLOCK):
        if block.number == 1 and block.data.startswith(_MARK):
            member.notes.append("a byte order mark stands at the start")
            yield Block(1, len(_MARK), block.data[len(_MARK) :], block.ended)
        else:
            yield block
