"""One import from sources to a file of records: rows, header, repeated records, summary."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Final, cast

import numpy as np
import orjson
from pydantic import ValidationError

from harmscope import __version__
from harmscope.canonical import digest_of_form, record_digest
from harmscope.errors import UserError
from harmscope.formats import Member, Row, RowFault, StreamFault, members
from harmscope.formats.door import read_toml
from harmscope.formats.proof import Prove
from harmscope.formats.records import rows
from harmscope.formats.sources import STDIN, Watch, digest, left_out, source_files
from harmscope.formats.write import records
from harmscope.importers.contract import (
    FOREIGN,
    Importer,
    NoProgress,
    Progress,
    ReadyRecord,
    Table,
    Task,
)
from harmscope.model.dataset import Dataset as Header
from harmscope.model.kinds import CURRENT, id_of
from harmscope.model.typed import Counts, DataRecord, Dataset, Notice, NotRecorded, SourceFile
from harmscope.rules import CATALOGUE
from harmscope.rules.import_ import NO_RECORD
from harmscope.rules.shape import OF_FAULT
from harmscope.taxonomy import harm


def tables(
    sources: Iterable[str],
    lists: frozenset[str],
    task: Task,
    pages: frozenset[str] = frozenset(),
    *,
    rows_read: Callable[[int], None] | None = None,
    most: int | None = None,
) -> Iterator[Table]:
    """One table a member, in order. A table is read to its end before the next is asked for.
    ``rows_read`` hears how many rows were read so far; only the first ``most`` rows are read."""
    for source in sources:
        for member in members(source, stdin=task.stdin, reads=task.progress.advance):
            if most is not None and task.read >= most:
                return
            yield Table(member.name, _rows(member, lists, task, pages, most, rows_read))


_SAID: Final = 1000
"""So many rows are read before it is said how many they are."""


def _rows(  # noqa: PLR0917 - as `tables` was asked
    member: Member,
    lists: frozenset[str],
    task: Task,
    pages: frozenset[str],
    most: int | None,
    rows_read: Callable[[int], None] | None,
) -> Iterator[Row]:
    before = task.read
    try:
        # An empty file, and one of no known kind, is refused as soon as its rows are asked for.
        found = rows(member, lists, pages)
        for row in found if most is None else islice(found, most - before):
            task.read += 1
            if rows_read is not None and task.read % _SAID == 0:
                rows_read(task.read)
            if isinstance(row, RowFault):
                task.skip(row.message)
                _add_fault(task, row, member.name, row.line, row.offset)
            else:
                yield row
    except StreamFault as fault:
        _add_fault(task, fault, member.name)
    else:
        if task.read == before:
            task.notes[f"{member.name}: it holds no rows"] += 1
    if rows_read is not None:
        rows_read(task.read)
    for note in member.notes:
        task.notes[f"{member.name}: {note}"] += 1
    for code in member.said:
        task.tally.add(CATALOGUE[code].finding(member.name))


def _add_fault(
    task: Task,
    fault: RowFault | StreamFault,
    file: str,
    line: int | None = None,
    offset: int | None = None,
) -> None:
    rule = CATALOGUE[OF_FAULT[fault.code]]
    task.tally.add(rule.finding(file, line, offset, detail=fault.message, fix=fault.fix))


class Repeats:
    """Counts records that came in more than once; they are never dropped.

    Remembers 16 bytes a record: a hash of its id, and one of its whole content.
    """

    def __init__(self) -> None:
        self._ids = array("Q")
        self._contents = array("Q")

    def add(self, record: DataRecord) -> None:
        """Remember one record."""
        self._remember(record["record"], id_of(record), _content(record))

    def add_ready(self, record: ReadyRecord) -> None:
        """Remember one that is written already."""
        self._remember(record.kind, record.id, digest_of_form(record.form))

    def _remember(self, kind: str, id_: str, content: bytes) -> None:
        named = f"{kind} {id_}".encode("utf-8", "surrogatepass")
        self._ids.append(int.from_bytes(blake2b(named, digest_size=8).digest()))
        self._contents.append(int.from_bytes(content[:8]))

    def note(self, task: Task) -> None:
        """Note how many records repeat an id, and how many of these differ."""
        again, copies = _repeated(self._ids), _repeated(self._contents)
        if copies:
            task.notes["records occur again with the same content; all are written"] += copies
        if again - copies:
            task.notes["ids are used again for other content; all are written"] += again - copies


def _content(record: DataRecord) -> bytes:
    """The digest of a record's content. No number of a notice or incident has a fraction, so none
    is looked for there: that would take most of the time."""
    if record["record"] in ("notice", "incident"):
        try:
            return digest_of_form(orjson.dumps(record, option=orjson.OPT_SORT_KEYS))
        except TypeError:  # a text or number that has no form there
            pass
    return record_digest(record)


def _repeated(hashes: "array[int]") -> int:
    return len(hashes) - len(np.unique(np.frombuffer(hashes, dtype=np.uint64)))


_FIRST = ("record", "version", "dataset_id", "service", "operator", "period")
_OURS = ("record", "version", "importer", "sources", "counts", "taxonomy")


def given_header(path: Path | None) -> dict[str, object]:
    """Members of the header from a TOML file: service, operator, period, capabilities ….

    Raises UserError where the file cannot be read, sets a member that the import sets or one that
    a header does not have.
    """
    if path is None:
        return {}
    found: dict[str, object] = read_toml(path, "correct its syntax")
    for name in _OURS:
        if name in found:
            raise UserError("--dataset", f"{name} is set by the import", f"remove {name}")
    if not found.keys() <= Dataset.__annotations__.keys():
        fix = f"give some of {', '.join(n for n in Dataset.__annotations__ if n not in _OURS)}"
        raise UserError("--dataset", "it has a member that a header does not have", fix)
    gaps = found.get("not_recorded", [])
    if not isinstance(gaps, list) or not all(isinstance(gap, dict) for gap in gaps):
        fix = 'write [[not_recorded]] with part = "…" and reason = "…"'
        raise UserError("--dataset", "not_recorded is not a list of tables", fix)
    _check_header(found)
    return found


def _check_header(found: dict[str, object]) -> None:
    """Raises UserError for a member that a header cannot have with this value."""
    rest = {"record": "dataset", "version": CURRENT["dataset"], "time_zone": "UTC"}
    rest |= {"taxonomy": f"harm@{harm().version}", "disclosure": "restricted"}
    try:
        Header.model_validate({**rest, **{name: one for name, one in found.items() if one != []}})
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"] if "[" not in str(part))
        codes = first.get("ctx", {}).get("expected", "")
        fix = f"give one of {codes}" if codes else "see harmscope init-dataset for the form"
        raise UserError("--dataset", f"{place} has not the form that it must have", fix) from None


def header(
    importer: Importer, sources: Iterable[str], task: Task, extra: dict[str, object]
) -> dict[str, object]:
    """The header record. Members in ``extra`` win over those of the importer."""
    built: Dataset = {
        "record": "dataset",
        "version": CURRENT["dataset"],
        "time_zone": "UTC",
        "taxonomy": f"harm@{harm().version}",
        "disclosure": "restricted",
        "capabilities": list(importer.capabilities),
        "not_recorded": _gaps(importer, task, extra),
        "choices": [
            {"question": question, "answer": answer}
            for question, answer in importer.choices.items()
        ],
        "importer": {"name": importer.name, "version": __version__},
        "sources": _sources(importer.name, sources, task.stdin),
        "counts": _counts(task),
    }
    if len(task.services) == 1:
        built["service"] = next(iter(task.services))
    whole = built | {name: value for name, value in extra.items() if name != "not_recorded"}
    first = {name: whole[name] for name in _FIRST if name in whole}
    return {name: value for name, value in (first | whole).items() if value != []}


def _gaps(importer: Importer, task: Task, extra: dict[str, object]) -> list[NotRecorded]:
    """What the kind of log lacks, what this input lacks, and what ``--dataset`` adds to them."""
    found: dict[str, NotRecorded] = {
        part: {"part": part, "reason": reason} for part, reason in importer.not_recorded.items()
    }
    # A part that the kind of log does not keep at all has no hole beside.
    found |= {part: gap for part, gap in task.gaps.items() if part not in found}
    own = extra.get("not_recorded")
    for gap in own if isinstance(own, list) else ():
        if isinstance(gap, dict):
            found[str(gap.get("part"))] = cast("NotRecorded", gap)
    return list(found.values())


def _sources(name: str, sources: Iterable[str], stdin: Watch) -> list[SourceFile]:
    found: list[SourceFile] = []
    for source in sources:
        for path in source_files(source):
            sha256, size = digest(path)
            found.append({"format": name, "sha256": sha256, "bytes": size})
    if stdin.size:
        found.append({"format": name, "sha256": stdin.digest(), "bytes": stdin.size})
    return found


def _counts(task: Task) -> Counts:
    counts: Counts = {"read": task.read, "written": task.written}
    if task.joins:
        counts["records"] = task.records
    if task.skipped:
        counts["skipped"] = [
            {"reason": reason, "count": count} for reason, count in sorted(task.skipped.items())
        ]
    return counts


@dataclass(frozen=True, slots=True)
class Request:
    """The options of an import: ``sources`` as :func:`harmscope.formats.members` takes them;
    ``prove`` checks the records once more where their file has a place for a proof. ``rows_read``
    hears how many rows were read so far. ``first_rows`` reads only so many rows, for a trial: the
    records are then not all that there are."""

    sources: tuple[str, ...]
    target: str
    dataset: Path | None = None
    mapping: Path | None = None
    key_file: Path | None = None
    keep_text: bool = False
    progress: Progress = field(default_factory=NoProgress)
    prove: Prove | None = None
    rows_read: Callable[[int], None] | None = None
    first_rows: int | None = None


Found = Callable[[Iterator[Table], Task], Iterator[DataRecord | ReadyRecord]]


def run(importer: Importer, request: Request, task: Task | None = None) -> Task:
    """Write the records of all sources, the header first. Gives the task with counts and findings;
    ``task`` is a new one whose tally somebody listens to.

    Raises UserError for wrong use, and where nothing in the sources is of the importer's kind;
    then no file is written. The files that the options name are no sources, wherever they lie.
    """
    own = (request.target, request.dataset, request.mapping, request.key_file)
    with left_out(*(one for one in own if one is not None and str(one) != STDIN)):
        return _run(importer, request, task)


def _run(importer: Importer, request: Request, task: Task | None) -> Task:
    extra = given_header(request.dataset)
    task = task or Task()
    task.service, task.keep_text = str(extra.get("service", "")), request.keep_text
    task.mapping, task.key_file = request.mapping, request.key_file
    days = extra.get("period")
    task.period = (str(days["start"]), str(days["end"])) if isinstance(days, dict) else None
    task.progress = request.progress
    task.progress.start("reading", _size(request.sources))
    repeats = Repeats()
    with records(request.target, request.prove) as out:
        pages: frozenset[str] = getattr(importer, "pages", frozenset())
        most = request.first_rows
        source_tables = tables(
            request.sources, importer.lists, task, pages, rows_read=request.rows_read, most=most
        )
        no_law = 0
        found: Found = getattr(importer, "ready", importer.records)
        for record in found(source_tables, task):
            task.records += 1
            task.written += not task.joins
            if isinstance(record, ReadyRecord):
                repeats.add_ready(record)
                out.write_line(record.line)
                task.services.add(record.service)
                continue
            repeats.add(record)
            no_law += record["record"] == "notice" and not _names_law(record)
            out.write(record)
            task.services.add(str(record["service"]))
        if most is not None and task.read >= most:
            task.notes[_TRIAL.format(most)] += 1
        _check(importer, request.sources, task)
        repeats.note(task)
        if no_law and "jurisdictions" not in extra:
            task.notes[_NO_LAW] += no_law
        if not task.records and not task.tally.total("error"):
            task.tally.add(NO_RECORD.finding(", ".join(request.sources)))
        out.write_header(header(importer, request.sources, task, extra))
    return task


_TRIAL = "a trial: only the first {:,} rows were read, so these are not all records"
_NO_LAW = (
    "notices do not say which law applies, and the header names no jurisdictions: no time limit "
    "of a law is counted for them (see --dataset)"
)


def _names_law(notice: Notice) -> bool:
    own = notice.get("jurisdictions") or notice.get("order", {}).get("state")
    return bool(own or notice.get("requester", {}).get("jurisdiction"))


def _size(sources: Sequence[str]) -> int:
    return sum(path.stat().st_size for source in sources for path in source_files(source))


def _check(importer: Importer, sources: Sequence[str], task: Task) -> None:
    if task.read != task.written + task.skipped.total():
        raise AssertionError("rows read are not rows written + rows skipped")
    if 0 < task.read == task.skipped[FOREIGN]:
        raise UserError(
            ", ".join(sources),
            f"nothing in it is what {importer.name} reads",
            f"check --from; {importer.name} reads {importer.reads}",
        )
