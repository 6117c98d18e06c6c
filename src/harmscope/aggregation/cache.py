"""Flat tables of files that were read before, in a folder that the user names.

An entry holds what one file gave, and goes by the digest of the file and of everything else that
its tables depend on: this program with its rules and lists, the time zone and its rules, the
service asked for. It is written whole or not at all. What is damaged or strange is passed over and
made anew, so the folder guards against accidents; it is no proof against somebody who may write
into it.
"""

import json
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self

import pyarrow.parquet as pq

from harmscope.aggregation.basis import DATED, basis, zone_digest
from harmscope.aggregation.coded import TableWriter, schema_of, shifted
from harmscope.aggregation.parts import FLAT, Part, Setting
from harmscope.canonical import canonical
from harmscope.errors import UserError
from harmscope.formats.door import REPORT, read_bytes
from harmscope.formats.sources import digest

_SAID: Final = "entry.json"
_FRESH: Final = 24 * 3600
"""Seconds after which what a run has left half written is taken away."""

_ROWS: Final = 100_000


@dataclass(slots=True)
class Counts:
    """What a member gave besides its tables; ``name`` is its name behind that of its file."""

    name: str
    part: Part


class Cache:
    """The folder. ``clock`` is the day of the run."""

    def __init__(self, folder: Path, setting: Setting, clock: date) -> None:
        self._folder, self._setting, self._clock = folder, setting, clock
        try:
            folder.mkdir(exist_ok=True)
            self._tidy()
        except OSError:
            fix = "name a folder that you may write into, or one to be made in another"
            raise UserError("--cache", "the folder cannot be made or read", fix) from None

    def _tidy(self) -> None:
        for left in self._folder.glob(".new-*"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > _FRESH:
                    shutil.rmtree(left, ignore_errors=True)

    def key(self, path: Path) -> str:
        """The name of the entry of a file. Raises UserError where it cannot be read."""
        zone = self._setting.zone
        told = (digest(path), basis(), zone, zone_digest(zone), self._setting.service)
        return sha256(canonical(told)).hexdigest()

    def find(self, key: str, work: Path) -> "Entry | None":
        """The entry of that name as it stands, its files linked into the folder ``work``, so that
        nobody takes them away; None where there is none that can be used."""
        copy = Path(tempfile.mkdtemp(prefix="cached-", dir=work))
        entry = None
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, UserError):
            entry = self._entry(key, copy)
        if entry is None:
            shutil.rmtree(copy, ignore_errors=True)
        return entry

    def _entry(self, key: str, copy: Path) -> "Entry | None":
        said = json.loads(read_bytes(self._folder / key / _SAID, REPORT))
        entry = said["entry"]
        if said["sha256"] != sha256(canonical(entry)).hexdigest() or entry["key"] != key:
            return None
        made = date.fromisoformat(entry["clock"])
        if made != self._clock and (entry["dated"] or made > self._clock):
            return None
        for name, known in entry["files"].items():
            _link(self._folder / key / name, copy / name)
            if digest(copy / name)[0] != known:
                return None
        return Entry(copy, [_counts(one) for one in entry["members"]])

    def keeping(self, key: str) -> "Keeping":
        """Takes what a file gives, to be kept under that name. Use as a context manager."""
        return Keeping(self._folder, key, self._clock)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file gave."""

    folder: Path
    members: list[Counts]

    def parts(self) -> Iterator[tuple[str, Iterator[Part]]]:
        """The name of each member behind that of its file, and what it gave."""
        for number, one in enumerate(self.members):
            yield one.name, self._parts(number, one.part)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _parts(self, number: int, part: Part) -> Iterator[Part]:
        for name, columns in FLAT.items():
            path = self.folder / f"{name}.{number}.parquet"
            if path.exists():
                codes = [column for column, kind in columns.items() if kind == "string"]
                with pq.ParquetFile(path, read_dictionary=codes) as file:
                    for batch in file.iter_batches(_ROWS):
                        yield Part(tables={name: batch.cast(schema_of(columns))})
        # The number of records comes last: rows are counted from the first of the member on.
        yield part


class Keeping:
    """An entry on its way: nothing of it is seen before :meth:`done`."""

    def __init__(self, folder: Path, key: str, clock: date) -> None:
        self._folder, self._key, self._clock = folder, key, clock
        self._new = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
        self._members: list[Counts] = []
        self._writers: dict[str, TableWriter] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()
        shutil.rmtree(self._new, ignore_errors=True)

    def member(self, name: str) -> None:
        """What follows is of the member of this name behind that of its file."""
        self._close()
        self._members.append(Counts(name, Part()))

    def add(self, part: Part) -> None:
        """What some rows of the member gave."""
        whole, number = self._members[-1].part, len(self._members) - 1
        for name, batch in part.tables.items():
            if name not in self._writers:
                path = self._new / f"{name}.{number}.parquet"
                self._writers[name] = TableWriter(path, FLAT[name])
            self._writers[name].add(shifted(batch, whole.number))
        whole.add(part)

    def done(self) -> None:
        """Put the entry into the folder, in place of a damaged one."""
        self._close()
        files = {path.name: digest(path)[0] for path in sorted(self._new.iterdir())}
        excluded = {code for one in self._members for code in one.part.excluded}
        entry = {
            "key": self._key,
            "clock": self._clock.isoformat(),
            "dated": bool(excluded & DATED),
            "files": files,
            "members": [_told(one) for one in self._members],
        }
        said = {"entry": entry, "sha256": sha256(canonical(entry)).hexdigest()}
        (self._new / _SAID).write_bytes(canonical(said))
        place = self._folder / self._key
        with suppress(OSError):
            shutil.rmtree(place, ignore_errors=True)
            # Where another run was faster, its entry stays.
            os.rename(self._new, place)

    def _close(self) -> None:
        for writer in self._writers.values():
            writer.close()
        self._writers = {}


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copyfile(source, target, follow_symlinks=False)


def _told(one: Counts) -> dict[str, Any]:
    part = one.part
    return {
        "name": one.name,
        # As text, in which the members keep their order.
        "header": json.dumps(part.header),
        "read": part.read,
        "number": part.number,
        "other_services": part.other_services,
        "taken": dict(part.taken),
        "days": {kind: sorted(days) for kind, days in part.days.items()},
        "excluded": dict(part.excluded),
        "exposures": json.dumps(list(part.exposures.items())),
    }


def _counts(told: dict[str, Any]) -> Counts:
    part = Part(
        header=json.loads(told["header"]),
        read=told["read"],
        number=told["number"],
        other_services=told["other_services"],
        taken=Counter(told["taken"]),
        days={kind: set(days) for kind, days in told["days"].items()},
        excluded=Counter(told["excluded"]),
        exposures=dict(json.loads(told["exposures"])),
    )
    return Counts(told["name"], part)
