"""One run over files: read, examine, count."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from harmscope.disclosure.public_records import PUBLIC, least, small
from harmscope.disclosure.public_records import unasked as unasked_of_public
from harmscope.errors import UserError
from harmscope.findings import Finding, Tally
from harmscope.formats import Member, StreamFault, members
from harmscope.formats.sources import Reads
from harmscope.rules import CATALOGUE, previous
from harmscope.rules.shape import OF_FAULT
from harmscope.validation.chunks import chunks
from harmscope.validation.dataset_checks import (
    SuccessionFault,
    Successions,
    broken_rules,
    stated_records,
)
from harmscope.validation.duplicates import CasesOfServices, Identities, Repeat
from harmscope.validation.examine import ChunkResult, Examiner
from harmscope.validation.identify import IN_A_DATASET, STATEMENT
from harmscope.validation.previous import Earlier, against, unasked
from harmscope.validation.statistics import Profile, Statistics
from harmscope.validation.verdict import DEFAULT, REPORT, FileCount, Options, Verdict
from harmscope.validation.workers import BLOCK, Crew, Processes, Workers, in_turn

COMPARED = frozenset({*IN_A_DATASET, STATEMENT})
"""Kinds that are compared with those of the period before."""

COPY = "HS202"
"""The rule on a record that is there already."""

NO_PREVIOUS = "no data of the previous period was given (--previous)"

Places = set[tuple[int, int]]
"""Rows by the number of their file and their line."""

Keep = Callable[[bool, bytes], None]
"""Takes an accepted record: whether it is a header, and its line of JSON."""

Opened = Callable[[str], None]
"""Told the name of a file before its rows."""

Refused = Callable[[int, Finding], None]
"""Told of a row: the number of its file, and why it is not accepted, or that it is a copy."""


def validate(  # noqa: PLR0917 - all but the first are options
    paths: Iterable[str | Path],
    options: Options = DEFAULT,
    keep: Keep | None = None,
    tally: Tally | None = None,
    reads: Reads | None = None,
    jobs: int = 1,
    profile: Profile | None = None,
    refused: Refused | None = None,
    crew: Crew | None = None,
    opened: Opened | None = None,
    rows: Reads | None = None,
) -> Verdict:
    """Judge every record of files, folders and archives, as one set.

    ``keep`` is called with every accepted record, header included, in the newest version and in the
    order of the files; a record that repeats an id with other content is called before that is
    known. ``tally`` takes every finding in the order of the files, repeats last, and is the tally
    of the verdict.
    ``reads`` hears how many bytes more were read from disk, ``rows`` how many rows were judged so
    far. ``jobs`` is the number of processes
    for large files of JSON Lines, CSV and Parquet; ``crew`` are other processes in their place, as
    those of a cluster; the outcome does not depend on them. ``profile`` counts every accepted
    record (one that is told only at the end to repeat an id stays in it).
    ``refused`` is called for every error at a row, and for every copy of a record, with the number
    of the file among those read. ``opened`` is called with the name of each file before its rows.
    Raises UserError where a path is missing or unreadable, and where the set before this one, or
    a report, holds nothing to compare with.
    """
    with ExitStack() as stack:
        workers = stack.enter_context(
            Workers(
                partial(Examiner, options, keeps=keep is not None, profiles=profile is not None),
                crew or Processes(jobs),
            )
        )
        shared = workers if workers.crew.most > 1 else None
        before = None
        if options.previous is not None and options.kind != REPORT:
            first = _Run(options, None, Verdict(), stack, shared, profile=None)
            first.path(options.previous, None)
            before = first.earlier()
        run = _Run(options, keep, Verdict(tally or Tally()), stack, shared, profile=profile)
        run.refused, run.opened, run.rows = refused, opened, rows
        for path in paths:
            run.path(path, reads)
        return run.done(before)


class _Run:
    """The state of one run."""

    def __init__(
        self,
        options: Options,
        keep: Keep | None,
        verdict: Verdict,
        stack: ExitStack,
        workers: Workers | None,
        *,
        profile: Profile | None,
    ) -> None:
        self._options = options
        self._keep = keep
        self._profile = profile
        self._verdict = verdict
        self._identities = stack.enter_context(Identities())
        self._cases = stack.enter_context(CasesOfServices())
        self._successions = Successions()
        self._statistics = Statistics()
        self._workers = workers
        self.refused: Refused | None = None
        self.opened: Opened | None = None
        self.rows: Reads | None = None
        self._examiner = Examiner(options, keeps=keep is not None, profiles=profile is not None)

    def path(self, path: str | Path, reads: Reads | None) -> None:
        """Judge everything at one path."""
        if self._options.kind == REPORT:
            # Reports need the models of figures, which take long to build.
            from harmscope.validation.dsa_report import validate_report

            validate_report(path, self._verdict, self._options)
            return
        for member in members(path, reads=reads):
            self._member(member)

    def earlier(self) -> Earlier:
        """What was read, as the set of the period before another one. Raises UserError where
        there is nothing to compare with."""
        kinds, rejected = self._verdict.kinds, self._verdict.rejected
        if not kinds.keys() & COMPARED or self._verdict.accepted <= kinds["dataset"]:
            fix = "give the records of the previous period"
            raise UserError("--previous", "it holds no record that is valid", fix)
        return Earlier(self._statistics, self._identities, rejected)

    def done(self, before: Earlier | None) -> Verdict:
        """The verdict, with repeats, what all records together show, and what was not asked.
        ``before`` is the set of the period before."""
        refused = self._superseded(before)
        for repeat in self._identities.repeats():
            self._report_at(repeat, refused)
        self._check_dataset()
        if before is not None and self._verdict.kinds.keys() & COMPARED:
            self._compare(before, refused)
        self._verdict.not_run |= self._unasked(before)
        return self._verdict

    def _unasked(self, before: Earlier | None) -> dict[str, str]:
        """Rules that could not be asked, with the reason."""
        options = self._options
        reasons: dict[str, str] = {}
        if options.clock is None and options.kind != REPORT:
            reasons |= dict.fromkeys(("HS113", "HS518"), "no clock was given")
        reasons |= dict.fromkeys(self._withheld(), "what they ask for is withheld in public data")
        if self._successions.full:
            reasons |= dict.fromkeys(("HS223", "HS224"), "too many records supersede others")
        if self._workers is not None and not self._workers.crew.alike:
            reasons["HS225"] = "processes cannot share their numbers here: use one (--jobs 1)"
        kinds = self._verdict.kinds.keys() - {"dataset"}
        if before is not None and kinds & COMPARED:
            reasons |= unasked(self._statistics, before.statistics, options.ruleset.thresholds)
        elif before is not None:
            codes = (rule.code for rule in previous.RULES)
            reasons |= dict.fromkeys(codes, "only records are compared (reports: harmscope diff)")
        elif options.previous is None:
            across = [rule.code for rule in previous.RULES if kinds & set(rule.kinds)]
            reasons |= dict.fromkeys(across, NO_PREVIOUS)
        return {code: why for code, why in reasons.items() if options.keeps(code)}

    def _check_dataset(self) -> None:
        names = [file.name for file in self._verdict.files]
        place = FileCount(names[0] if len(names) == 1 else "all files")
        limits = self._options.ruleset.thresholds
        for code, detail in broken_rules(self._statistics, limits):
            self._report_finding(place, code, detail)
        shared = self._cases.count()
        if shared >= limits["shared_cases"] and (self._workers is None or self._workers.crew.alike):
            self._report_finding(place, "HS225", f"{shared:,} cases")
        said, rows = stated_records(self._statistics.headers), self._verdict.seen
        found = rows - self._verdict.kinds["dataset"]
        if said is not None and said != found:
            self._report_finding(place, "HS221", f"{said:,} said, {found:,} found")

    def _withheld(self) -> frozenset[str]:
        """Rules that are not asked because a header calls its data public."""
        headers = self._statistics.headers
        public = any(header.get("disclosure") == PUBLIC for header in headers)
        return unasked_of_public() if public else frozenset()

    def _superseded(self, before: Earlier | None) -> Places:
        """Report what supersedes wrongly; gives the places of the rows that are rejected for it."""
        sets = [self._identities, *([before.identities] if before else [])]
        faults = self._successions.faults(lambda keys: set().union(*(s.held(keys) for s in sets)))
        refused: Places = set()
        for fault in faults:
            self._report_at(fault, refused, f"{fault.length} records" if fault.length else "")
        return refused

    def _compare(self, before: Earlier, refused: Places) -> None:
        """Report what the set of the period before shows."""
        theirs, ours = before.statistics.services.keys(), self._statistics.services.keys()
        if theirs and ours and not theirs & ours:
            fix = "give the records of the same service for the previous period"
            raise UserError("--previous", "it is about another service", fix)
        for change in self._identities.changed_since(before.identities):
            self._report_at(change, refused)
        place = FileCount("compared with the previous period")
        for code, detail in against(
            self._statistics, before.statistics, self._options.ruleset.thresholds
        ):
            self._report_finding(place, code, detail)
        if before.rejected:
            note = f"of the set before, {before.rejected:,} rejected rows were not compared"
            self._verdict.files[0].notes.append(note)

    def _report_at(
        self, fault: Repeat | SuccessionFault, refused: Places, detail: str = ""
    ) -> None:
        """Report a fault of one row; where it is an error the row is rejected, once."""
        if not self._options.keeps(fault.rule) or fault.rule in self._withheld():
            return
        file = self._verdict.files[fault.file]
        severity = self._options.severity(fault.rule)
        place = (file.name, fault.line, fault.offset, "", detail)
        found = CATALOGUE[fault.rule].finding(*place, severity=severity)
        self._verdict.tally.add(found)
        if self.refused is not None and (severity == "error" or fault.rule == COPY):
            self.refused(fault.file, found)
        at = (fault.file, fault.line)
        if fault.accepted and severity == "error" and at not in refused:
            file.accepted -= 1
            file.rejected += 1
            if isinstance(fault, SuccessionFault):
                refused.add(at)

    def _member(self, member: Member) -> None:
        file = FileCount(member.name)
        self._verdict.files.append(file)
        if self.opened is not None:
            self.opened(member.name)
        headers = records = 0
        classes: Counter[str] = Counter()
        self._examiner.public = False
        try:
            for part in self._parts(member):
                classes.update(part.classes)
                self._merge(file, part, first=headers + records == 0)
                headers, records = headers + part.headers, records + part.records
        except StreamFault as fault:
            self._report_finding(file, OF_FAULT[fault.code], fault.message, fault.fix)
        else:
            if not file.seen:
                self._report_finding(file, "HS205")
        if records and not headers:
            self._report_finding(file, "HS203")
        few = small(classes, least())
        if few:
            self._report_finding(file, "HS392", f"{few:,} of {classes.total():,} records")
        for code in member.said:
            self._report_finding(file, code)
        file.notes.extend(member.notes)

    def _parts(self, member: Member) -> Iterator[ChunkResult]:
        """Parts in the order of the file. Raises StreamFault after the good ones."""
        if self._workers is None:
            return in_turn(chunks(member, BLOCK), self._examiner)
        return self._workers.parts(chunks(member, self._workers.crew.size))

    def _merge(self, file: FileCount, part: ChunkResult, *, first: bool) -> None:
        file.accepted += part.accepted
        file.rejected += part.rejected
        self._verdict.kinds.update(part.kinds)
        if part.opening is not None and not first and self._options.keeps("HS204"):
            line, offset, accepted = part.opening
            part.findings.insert(0, CATALOGUE["HS204"].finding(file.name, line, offset))
            file.accepted -= accepted
            file.rejected += accepted
            part.kept = [(is_header, line) for is_header, line in part.kept if not is_header]
        self._verdict.tally.extend(part.findings)
        if self.refused is not None:
            for found in part.findings:
                if found.severity == "error" and found.line is not None:
                    self.refused(len(self._verdict.files) - 1, found)
        self._statistics.merge(part.statistics)
        self._cases.add(part.statistics.cases)
        self._successions.add(len(self._verdict.files) - 1, part.links)
        self._identities.add(len(self._verdict.files) - 1, part.identities)
        if self._profile is not None and part.profile is not None:
            self._profile.merge(part.profile)
        if self._keep is not None:
            for is_header, written in part.kept:
                self._keep(is_header, written)
        if self.rows is not None:
            self.rows(self._verdict.seen)

    def _report_finding(self, file: FileCount, code: str, detail: str = "", fix: str = "") -> None:
        if self._options.keeps(code) and code not in self._withheld():
            severity = self._options.severity(code)
            found = CATALOGUE[code].finding(file.name, detail=detail, fix=fix, severity=severity)
            self._verdict.tally.add(found)
