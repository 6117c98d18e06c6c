"""Immutable files by the digest of their bytes: written once, never changed, checked any time."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from harmscope.formats.door import sha256_of
from harmscope.machine import remove, settle

_CHUNK = 2**20


class Store:
    """Objects under ``folder``: ``ab/abcdef….parquet``. The name says the SHA-256 of the bytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Where the object ``name`` (digest and ending) lies or would lie."""
        return self.folder / name[:2] / name

    def put(self, source: Path, ending: str) -> str:
        """Keep the bytes of ``source``; gives the object's name. The same bytes are kept once.

        The name appears when all bytes are on disk, and both survive a loss of power.
        """
        name = f"{digest_of(source)}{ending}"
        target = self.path(name)
        if target.is_file():
            return name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{name}.{os.getpid()}.part")
        try:
            with source.open("rb") as read, part.open("wb") as write:
                shutil.copyfileobj(read, write, _CHUNK)
                write.flush()
                os.fsync(write.fileno())
            part.chmod(0o444)
            _put(part, target)
        except BaseException:
            remove(part)
            raise
        settle(target.parent)
        settle(self.folder)
        return name

    def names(self) -> Iterator[str]:
        """Names of all objects that lie here."""
        for path in sorted(self.folder.glob("??/*")):
            if not path.name.startswith("."):
                yield path.name

    def sound(self, name: str) -> bool:
        """Whether the object is there with the bytes its name says."""
        path = self.path(name)
        plain = path.is_file() and not path.is_symlink()
        return plain and digest_of(path) == name.partition(".")[0]

    def remove(self, name: str) -> None:
        """Take an object away for good."""
        remove(self.path(name))
        settle(self.path(name).parent)

    def sweep(self, wanted: set[str]) -> list[str]:
        """Take away what nobody refers to, and what an interrupted intake left behind."""
        swept = []
        for path in sorted(self.folder.glob("??/.*.part")) + sorted(self.folder.glob("??/*")):
            if path.is_file() and path.name not in wanted:
                remove(path)
                swept.append(path.name)
        return swept


def _put(part: Path, target: Path) -> None:
    try:
        os.replace(part, target)
    except PermissionError:
        # Windows replaces no file that may not be written: somebody was faster, with these bytes.
        if not target.is_file():
            raise
        remove(part)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return sha256_of(file)
