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
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final, Self

from harmscope.aggregation.basis import DATED, basis, zone_digest
from harmscope.aggregation.flat_file import FlatFile, FlatWriter, sound
from harmscope.aggregation.parts import Part, Setting
from harmscope.canonical import canonical
from harmscope.errors import UserError
from harmscope.formats.door import REPORT, open_file, read_bytes
from harmscope.formats.sources import digest

_SAID: Final = "entry.json"
_FRESH: Final = 24 * 3600
"""Seconds after which what a run has left half written is taken away."""

_FLAT: Final = "{}.flat"
"""The name of the flat tables of a member, by its number."""

_EVERYTHING: Final = Setting()
"""An entry holds what one service asked for, so all of it is taken."""


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
        return Entry(copy, [str(name) for name in entry["members"]])

    def keeping(self, key: str) -> "Keeping":
        """Takes what a file gives, to be kept under that name. Use as a context manager."""
        return Keeping(self._folder, key, self._clock)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file gave. ``names`` are those of its members behind that of the file."""

    folder: Path
    names: list[str]

    def parts(self) -> Iterator[tuple[str, Iterator[Part]]]:
        """The name of each member behind that of its file, and what it gave. Raises UserError where
        an entry that says of itself that it is sound holds something else."""
        for number, name in enumerate(self.names):
            yield name, self._parts(self.folder / _FLAT.format(number))
        shutil.rmtree(self.folder, ignore_errors=True)

    def _parts(self, path: Path) -> Iterator[Part]:
        fix = "name an empty folder, or one that only harmscope writes into"
        with open_file(path) as file, sound("--cache", fix):
            yield from FlatFile(file, 0, path.stat().st_size).parts(_EVERYTHING)


class Keeping:
    """An entry on its way: nothing of it is seen before :meth:`done`."""

    def __init__(self, folder: Path, key: str, clock: date) -> None:
        self._folder, self._key, self._clock = folder, key, clock
        self._new = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
        self._names: list[str] = []
        self._excluded: set[str] = set()
        self._open: tuple[BinaryIO, FlatWriter] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._open is not None:
            self._open[0].close()
        shutil.rmtree(self._new, ignore_errors=True)

    def member(self, name: str) -> None:
        """What follows is of the member of this name behind that of its file."""
        self._close()
        file = (self._new / _FLAT.format(len(self._names))).open("xb")
        self._open = file, FlatWriter(file)
        self._names.append(name)

    def add(self, part: Part) -> None:
        """What some rows of the member gave."""
        assert self._open is not None
        self._open[1].add(part)

    def done(self) -> None:
        """Put the entry into the folder, in place of a damaged one."""
        self._close()
        entry = {
            "key": self._key,
            "clock": self._clock.isoformat(),
            "dated": bool(self._excluded & DATED),
            "files": {path.name: digest(path)[0] for path in sorted(self._new.iterdir())},
            "members": self._names,
        }
        said = {"entry": entry, "sha256": sha256(canonical(entry)).hexdigest()}
        (self._new / _SAID).write_bytes(canonical(said))
        place = self._folder / self._key
        with suppress(OSError):
            shutil.rmtree(place, ignore_errors=True)
            # Where another run was faster, its entry stays.
            os.rename(self._new, place)

    def _close(self) -> None:
        if self._open is None:
            return
        file, writer = self._open
        with file:
            writer.done()
        self._excluded |= writer.whole.excluded.keys()
        self._open = None


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copyfile(source, target, follow_symlinks=False)
