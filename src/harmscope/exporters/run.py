"""Writes records as documents of another party's form, with a list of what is missing."""

import csv
import hashlib
import io
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from pathlib import Path
from typing import BinaryIO, Protocol

from harmscope.canonical import record_form
from harmscope.errors import UserError, many
from harmscope.formats.csv_ import BadCsv, named_rows
from harmscope.formats.door import LIST, read_text, read_toml
from harmscope.formats.write import whole
from harmscope.model.kinds import id_of
from harmscope.model.typed import Incident, Native, Notice
from harmscope.taxonomy import load_system
from harmscope.times import today
from harmscope.validation.accepted import Accepted, reason
from harmscope.validation.duplicates import Identities, entry
from harmscope.validation.verdict import Options

# What every exporter offers.

Fill = Mapping[str, object]
"""Members that the user gives for every item, where the records do not hold them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the foreign form. ``id`` tells where it comes from; ``missing`` names members
    that its form demands and nothing gives; then it is not written. ``origin`` is what the id was
    made of, where others can give the same one."""

    id: str
    data: dict[str, object]
    missing: tuple[str, ...] = ()
    origin: str = ""


@dataclass(slots=True)
class Outcome:
    """What an export did: items written in how many files, items that lack something, and what was
    left out by reason. ``lacking`` counts by member."""

    written: int = 0
    files: int = 0
    incomplete: int = 0
    lacking: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)


Case = Incident | Notice
"""What an exporter is given."""


class Exporter(Protocol):
    """One foreign form. ``batch`` items at most go into one document, under ``wrapper``; where it
    is ``bare``, an item is a document of its own."""

    @property
    def name(self) -> str:
        """What ``--to`` calls it."""

    @property
    def batch(self) -> int:
        """Most items in one document."""

    @property
    def wrapper(self) -> str:
        """What items are called, and the member of a document under which they stand."""

    @property
    def bare(self) -> bool:
        """Whether a document is one item and nothing around it."""

    @property
    def members(self) -> frozenset[str]:
        """Members that can be filled."""

    @property
    def choices(self) -> Mapping[str, str]:
        """What the records leave open, and how it is answered."""

    def items(self, record: Case, fill: Fill, outcome: Outcome) -> Iterator[Item]:
        """Items of one record; none of a kind that the form does not take. What becomes none is
        counted in ``outcome.skipped``."""


def own_codes(record: Case, scheme: str) -> Iterator[Native]:
    """The record's own codes that a list, ``name@version``, has: those of any of its versions."""
    system, family = load_system(scheme), scheme.partition("@")[0]
    for native in record.get("native", ()):
        code = native["code"]
        known = system.find(code, native.get("parent", "")) or system.find(code)
        if native["scheme"].startswith(f"{family}@") and known is not None:
            yield native


def id_for(
    form: re.Pattern[str], own: Iterable[str], told: Iterable[str], made: Callable[[bytes], str]
) -> str:
    """The id of a document: the first of a record's ``own`` that the foreign form takes, else what
    is ``made`` of the SHA-256 of what tells the record apart (``told``), so that the same record
    always has the same id."""
    found = next((one for one in own if form.fullmatch(one)), None)
    return found or made(hashlib.sha256("\0".join(told).encode()).digest())


# Records in, documents of the foreign form out, and a list of what is missing.


@dataclass(slots=True)
class _Folder:
    """Where the documents of one export go: ``name-0001.json`` … and ``name-missing.csv``. Items
    wait in ``spool``, one a line, until it is known which of them repeat an id."""

    target: Path
    spool: BinaryIO
    ids: Identities
    origins: Identities
    exporter: Exporter
    outcome: Outcome
    _items: int = 0
    _lacking: list[tuple[str, str]] = field(default_factory=list)

    def take(self, item: Item) -> None:
        """Spool an item, or note what it lacks."""
        if item.missing:
            self.outcome.incomplete += 1
            self.outcome.lacking.update(item.missing)
            self._lacking += [(item.id, member) for member in item.missing]
            return
        self._items += 1
        name, place, form = self.exporter.name, (self._items, 0), record_form(item.data)
        self.ids.add(0, entry(name, item.id, place, form, accepted=True))
        if item.origin:
            origin = item.origin.encode()
            self.origins.add(0, entry(name, item.id, place, origin, accepted=True))
        self.spool.write(json.dumps(item.data, ensure_ascii=False).encode() + b"\n")

    def close(self) -> None:
        """Write all documents, and the list of what is missing. Raises UserError, and writes
        nothing, where documents of a longer export would stay beside them, or where two cases or
        decisions have one id."""
        self._refuse_collisions()
        repeats = Counter(f"item: {reason(repeat.rule)}" for repeat in self.ids.repeats())
        self.outcome.skipped += repeats
        self.outcome.written = self._items - repeats.total()
        self.outcome.files = ceil(self.outcome.written / self.exporter.batch)
        self._refuse_leftovers()
        for number, items in enumerate(self._batches(), 1):
            body = items[0] if self.exporter.bare else {self.exporter.wrapper: items}
            text = json.dumps(body, ensure_ascii=False, indent=1) + "\n"
            with whole(self.target.with_name(self._name(number))) as file:
                file.write(text.encode())
        out = io.StringIO()
        table = csv.writer(out, lineterminator="\n")
        table.writerow(("item", "missing"))
        table.writerows(self._lacking)
        with whole(self.target.with_name(f"{self.target.stem}-missing.csv")) as file:
            file.write(out.getvalue().encode())

    def _batches(self) -> Iterator[list[object]]:
        """The items of each document; of several with one id the first."""
        self.spool.seek(0)
        repeats = (repeat.line for repeat in self.ids.repeats())
        left_out = next(repeats, 0)
        items: list[object] = []
        for number, line in enumerate(self.spool, 1):
            if number == left_out:
                left_out = next(repeats, 0)
                continue
            items.append(json.loads(line))
            if len(items) == self.exporter.batch:
                yield items
                items = []
        if items:
            yield items

    def _name(self, number: int) -> str:
        return f"{self.target.stem}-{number:04d}.json"

    def _refuse_collisions(self) -> None:
        # Where the origin is the same, it is the same item once more, and is left out.
        found = sum(repeat.rule == "HS201" for repeat in self.origins.repeats())
        if found:
            verb = "has" if found == 1 else "have"
            fault = f"{many(found, 'item')} {verb} the id of another case or decision"
            fix = "change ids that hold _: two pairs of ids, joined with _, must not be the same"
            raise UserError(f"--to {self.exporter.name}", fault, fix)

    def _refuse_leftovers(self) -> None:
        form = re.compile(re.escape(self.target.stem) + r"-[0-9]{4,}\.json")
        found = {path.name for path in self.target.parent.glob("*.json")}
        left = {name for name in found if form.fullmatch(name)}
        left -= {self._name(number) for number in range(1, self.outcome.files + 1)}
        if left:
            fault = (
                f"{len(left)} numbered files of an earlier export would stay beside the new ones"
            )
            fix = "remove those files, or choose another name"
            raise UserError("--output", fault, fix)


def export(
    exporter: Exporter,
    sources: list[str],
    target: Path,
    fill: Path | None,
    clock: date | None = None,
    *,
    each: Path | None = None,
) -> Outcome:
    """Write the records of all sources in the exporter's form, each once.

    ``fill`` gives members of every item, ``each`` members by the id of the record. Only what
    ``validate`` accepts on the day ``clock`` (default: today) is written. Raises UserError where a
    source or a file of fillings cannot be read, a name is no ``.json``, two items of different
    cases or decisions would have one id, or documents of an earlier export would stay that this one
    does not replace.
    """
    if target.suffix != ".json":
        raise UserError("--output", "the name does not end in .json", "name a .json file")
    given, own = read_fill(fill, exporter), read_each(each, exporter)
    outcome, unused = Outcome(), set(own)
    with (
        Accepted(sources, Options(clock=clock or today())) as accepted,
        tempfile.TemporaryFile() as spool,
        Identities() as ids,
        Identities() as origins,
    ):
        outcome.skipped = accepted.reasons
        folder = _Folder(target, spool, ids, origins, exporter, outcome)
        for record in accepted.records():
            if record["record"] not in ("incident", "notice"):
                continue
            unused.discard(id_of(record))
            for item in exporter.items(record, given | own.get(id_of(record), {}), outcome):
                folder.take(item)
        if unused:
            outcome.skipped["row of --each whose id no notice or incident has"] += len(unused)
        folder.close()
    return outcome


def read_each(path: Path | None, exporter: Exporter) -> dict[str, dict[str, object]]:
    """Members by the id of a record, out of a CSV file with a column ``id``; empty cells give
    nothing. Raises UserError for what is no such table, a member that the form does not have, and
    an id that stands twice."""
    if path is None:
        return {}
    found: dict[str, dict[str, object]] = {}
    try:
        for line, row in named_rows(read_text(path, LIST), strict=True):
            id_ = row.pop("id", "").strip()
            if not id_ or id_ in found:
                fault = "its id is missing or stands twice"
                raise UserError(
                    f"--each, line {line}", fault, "give each record one row, by its id"
                )
            if not row.keys() <= exporter.members:
                fix = f"give some of {', '.join(sorted(exporter.members))}"
                raise UserError("--each", "it has a column that is no member of the form", fix)
            found[id_] = {name: cell for name, cell in row.items() if cell.strip()}
    except BadCsv as bad:
        fix = "check quotes and separators"
        raise UserError(f"--each, line {bad.line}", "it is not valid CSV", fix) from None
    return found


def read_fill(path: Path | None, exporter: Exporter) -> dict[str, object]:
    """Members out of a TOML file. Raises UserError for what the form does not have."""
    if path is None:
        return {}
    given: dict[str, object] = read_toml(path, "give members of the form as TOML")
    for name in given:
        if name not in exporter.members:
            fix = "give members of the form alone"
            raise UserError(f"--fill ({name})", "the form has no such member", fix)
    return given
