"""Uploads: files of one tenant, each upload in a folder of its own under an id of ours.

No path out of a request reaches the file system: what is asked for is looked up by its id, for one
tenant; of a file's own name only plain letters stay, for its ending says what form it has.
"""

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy import delete, func, insert, select

from harmscope.errors import UserError
from harmscope.formats.write import whole
from harmscope.machine import portable
from harmscope.web import metering
from harmscope.web.configuration import MEBI, Limits
from harmscope.web.shelves import UPLOADS, Shelves, new_id, now

_PLAIN = re.compile(r"[^\w.\- ()]", re.ASCII)
_LONGEST = 100


class TooLarge(UserError):  # noqa: N818 - what is the matter
    """More is sent than may be sent at once."""

    status = 413


class NoRoom(UserError):  # noqa: N818 - what is the matter
    """There is no room for what is sent: the organisation's is used up, or the disk is full."""

    status = 507


MAKE_ROOM: Final = "ask whoever runs the server to make room, then try again"
"""What to do about a full disk."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Files that came in one go. ``names`` are file names in ``folder``."""

    id: str
    folder: Path
    names: tuple[str, ...]
    size: int
    made: str

    @property
    def paths(self) -> list[Path]:
        """Where the files lie."""
        return [self.folder / name for name in self.names]


class Tenant:
    """The files of one organisation."""

    def __init__(self, shelves: Shelves, data: Path, tenant: str, limits: Limits) -> None:
        self.id = tenant
        self.folder = data / "tenants" / tenant
        self._shelves = shelves
        self._limits = limits

    def take(self, files: Iterable[tuple[str, BinaryIO]]) -> Upload:
        """Keep files under a new id: pairs of a name and the open content.

        Raises UserError where there is none, or where they are more than may be sent.
        """
        made, room = new_id(), self._room()
        folder = self.folder / "uploads" / made
        folder.mkdir(parents=True)
        sizes: dict[str, int] = {}
        try:
            for given, source in files:
                name = _free(plain_name(given), sizes)
                left = room - sum(sizes.values())
                sizes[name] = _copied(source, folder / name, left)
            if not sizes:
                raise UserError("upload", "there is no file", "choose one or more files")
            if len(sizes) > self._limits.files:
                fix = f"send up to {self._limits.files} files, or put them into one zip"
                raise UserError("upload", "these are too many files", fix)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        at, total = now(), sum(sizes.values())
        with self._shelves.writing() as connection:
            connection.execute(
                insert(UPLOADS).values(
                    id=made, tenant=self.id, files=json.dumps(list(sizes)), size=total, made=at
                )
            )
        metering.uploaded(total)
        return Upload(made, folder, tuple(sizes), total, at)

    def _room(self) -> int:
        """So many bytes may come. Raises UserError where all that may be stored is stored."""
        total = select(func.sum(UPLOADS.c.size)).where(UPLOADS.c.tenant == self.id)
        with self._shelves.reading() as connection:
            stored = int(connection.execute(total).scalar() or 0)
        if stored >= self._limits.stored:
            fix = f"old uploads are deleted after {self._limits.kept_days} days, or ask an admin"
            raise NoRoom("upload", "the space of your organisation is full", fix)
        return min(self._limits.upload, self._limits.stored - stored)

    def find(self, upload: str) -> Upload | None:
        """The upload with this id, where it is this tenant's."""
        wanted = select(UPLOADS).where(UPLOADS.c.id == upload, UPLOADS.c.tenant == self.id)
        with self._shelves.reading() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return None
        folder = self.folder / "uploads" / row.id
        return Upload(row.id, folder, tuple(json.loads(row.files)), row.size, row.made)

    def listed(self) -> list[Upload]:
        """All uploads, the newest first."""
        wanted = select(UPLOADS.c.id).where(UPLOADS.c.tenant == self.id)
        with self._shelves.reading() as connection:
            ids = list(connection.execute(wanted.order_by(UPLOADS.c.made.desc())).scalars())
        return [one for one in map(self.find, ids) if one is not None]

    def drop(self, upload: Upload) -> None:
        """Delete an upload for good."""
        with self._shelves.writing() as connection:
            connection.execute(delete(UPLOADS).where(UPLOADS.c.id == upload.id))
        shutil.rmtree(upload.folder, ignore_errors=True)

    def holds(self, path: str) -> bool:
        """Whether a path that a job wrote down is a file of this tenant, and still there."""
        place = Path(path)
        return place.is_relative_to(self.folder) and ".." not in place.parts and place.is_file()

    def job_folder(self, job: str) -> Path:
        """Where a job of ours writes; ``job`` is an id out of the database."""
        return self.folder / "jobs" / job


def plain_name(given: str) -> str:
    """What stays of a file's name: its last part, in plain letters, not hidden, not too long."""
    last = given.replace("\\", "/").rpartition("/")[2]
    kept = portable(_PLAIN.sub("_", last).lstrip(". "))
    if len(kept) > _LONGEST:
        stem, dot, ending = kept.partition(".")
        kept = stem[: max(1, _LONGEST - len(ending) - 1)] + dot + ending
        kept = portable(kept[-_LONGEST:].lstrip(". "))
    return kept or "file"


def _free(name: str, taken: Iterable[str]) -> str:
    known = {one.casefold() for one in taken}
    stem, dot, ending = name.partition(".")
    number, free = 1, name
    while free.casefold() in known:
        number += 1
        free = f"{stem}-{number}{dot}{ending}"
    return free


def _copied(source: BinaryIO, target: Path, most: int) -> int:
    size = 0
    with whole(target) as file:
        while block := source.read(MEBI):
            size += len(block)
            if size > most:
                raise TooLarge("upload", "it is too large", "send less at once, or compress it")
            file.write(block)
    return size
