"""Writes records as documents of another party's form, with a list of what is missing."""

import csv
import hashlib
import io
import json
import re
import shutil
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from harmscope.errors import UserError
from harmscope.formats import Row, StreamFault, members
from harmscope.formats.records import record_rows
from harmscope.formats.write import whole
from harmscope.model.incident import Incident

# What every exporter offers.

Fill = Mapping[str, object]
"""Members that the user gives for every item, where the records do not hold them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the foreign form. ``id`` tells where it comes from; ``missing`` names members
    that its form demands and nothing gives; then it is not written."""

    id: str
    data: dict[str, object]
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class Outcome:
    """What an export did: items written in how many files, items that lack something, and what was
    left out by reason. ``lacking`` counts by member."""

    written: int = 0
    files: int = 0
    incomplete: int = 0
    lacking: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)


class Exporter(Protocol):
    """One foreign form. ``batch`` items at most go into one document, under ``wrapper``."""

    @property
    def name(self) -> str:
        """What ``--to`` calls it."""

    @property
    def batch(self) -> int:
        """Most items in one document."""

    @property
    def wrapper(self) -> str:
        """Member of a document under which its items stand."""

    @property
    def members(self) -> frozenset[str]:
        """Members that can be filled."""

    @property
    def choices(self) -> Mapping[str, str]:
        """What the records leave open, and how it is answered."""

    def items(self, record: dict[str, object], fill: Fill, outcome: Outcome) -> Iterator[Item]:
        """Items of one incident. What becomes none is counted in ``outcome.skipped``."""


# Records in, documents of the foreign form out, and a list of what is missing.


@dataclass(slots=True)
class _Folder:
    """Where the documents of one export go: ``name-0001.json`` … and ``name-missing.csv``. They
    wait in ``spool`` until it is known how many there are."""

    target: Path
    spool: Path
    exporter: Exporter
    outcome: Outcome
    _waiting: list[dict[str, object]] = field(default_factory=list)
    _lacking: list[tuple[str, str]] = field(default_factory=list)

    def take(self, item: Item) -> None:
        """Write an item, or note what it lacks."""
        if item.missing:
            self.outcome.incomplete += 1
            self.outcome.lacking.update(item.missing)
            self._lacking += [(item.id, member) for member in item.missing]
            return
        self.outcome.written += 1
        self._waiting.append(item.data)
        if len(self._waiting) == self.exporter.batch:
            self.flush()

    def flush(self) -> None:
        """Spool the document that is under way."""
        if not self._waiting:
            return
        self.outcome.files += 1
        body = {self.exporter.wrapper: self._waiting}
        text = json.dumps(body, ensure_ascii=False, indent=1) + "\n"
        (self.spool / str(self.outcome.files)).write_bytes(text.encode())
        self._waiting = []

    def close(self) -> None:
        """Write all documents, and the list of what is missing. Raises UserError, and writes
        nothing, where documents of a longer export would stay beside them."""
        self.flush()
        self._refuse_leftovers()
        for number in range(1, self.outcome.files + 1):
            place = self.target.with_name(self._name(number))
            with (self.spool / str(number)).open("rb") as made, whole(place) as file:
                shutil.copyfileobj(made, file)
        out = io.StringIO()
        table = csv.writer(out, lineterminator="\n")
        table.writerow(("item", "missing"))
        table.writerows(self._lacking)
        with whole(self.target.with_name(f"{self.target.stem}-missing.csv")) as file:
            file.write(out.getvalue().encode())

    def _name(self, number: int) -> str:
        return f"{self.target.stem}-{number:04d}.json"

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


def export(exporter: Exporter, sources: list[str], target: Path, fill: Path | None) -> Outcome:
    """Write the incidents of all sources in the exporter's form.

    Raises UserError where a source or the file of fillings cannot be read, a name is no ``.json``,
    or documents of an earlier export would stay that this one does not replace.
    """
    if target.suffix != ".json":
        raise UserError("--output", "the name does not end in .json", "name a .json file")
    given = read_fill(fill, exporter)
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="harmscope-") as spool:
        folder = _Folder(target, Path(spool), exporter, outcome)
        for record in _incidents(sources, outcome):
            for item in exporter.items(record, given, outcome):
                folder.take(item)
        folder.close()
    return outcome


def read_fill(path: Path | None, exporter: Exporter) -> dict[str, object]:
    """Members out of a TOML file. Raises UserError for what the form does not have."""
    if path is None:
        return {}
    try:
        given: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise UserError("--fill", "the file is no TOML that can be read", "name one") from None
    for name in given:
        if name not in exporter.members:
            fix = "give members of the form alone"
            raise UserError(f"--fill ({name})", "the form has no such member", fix)
    return given


def _incidents(sources: list[str], outcome: Outcome) -> Iterator[dict[str, object]]:
    """Incidents of all sources; a record that stands there twice is one (HS202)."""
    seen: set[bytes] = set()
    for source in sources:
        for member in members(source):
            try:
                for row in record_rows(member):
                    if not isinstance(row, Row):
                        outcome.skipped["row that is no record"] += 1
                    elif row.data.get("record") == "incident":
                        if (digest := _digest(row)) in seen:
                            outcome.skipped["copy of a record"] += 1
                            continue
                        seen.add(digest)
                        yield from _valid(row, outcome)
            except StreamFault as fault:
                raise UserError(fault.file or member.name, fault.message, fault.fix) from None


def _digest(row: Row) -> bytes:
    text = json.dumps(row.data, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _valid(row: Row, outcome: Outcome) -> Iterator[dict[str, object]]:
    try:
        Incident.model_validate(row.data)
    except ValidationError:
        outcome.skipped["record that is not valid: see harmscope validate"] += 1
        return
    yield row.data
