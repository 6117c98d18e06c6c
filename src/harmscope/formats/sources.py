"""A path, a folder or standard input to members, through compressions and archives."""

import hashlib
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from harmscope.errors import UserError
from harmscope.formats import archives
from harmscope.formats.door import is_clutter, shown
from harmscope.formats.member import CHUNK, Member, broken, packing, spool, workbook
from harmscope.formats.rows import DEFAULT, Limits, StreamFault
from harmscope.formats.streams import UNPACK, Feed

STDIN = "-"


Reads = Callable[[int], None]
"""Told of every block that was read from a file on disk: its size in bytes."""


def members(
    source: str | Path,
    limits: Limits = DEFAULT,
    stdin: "Watch | None" = None,
    reads: Reads | None = None,
) -> Iterator[Member]:
    """Every member of a file, of a folder (its files, sorted by path), or of ``-``.

    What a desktop keeps beside real files (``.DS_Store``) is passed over, and said in the notes of
    the first member. ``stdin`` sees what comes from standard input, which can be read only once.
    ``reads`` hears of progress (of archives nothing, their members are read out of order).
    A member that is damaged or refused still comes, and raises StreamFault when it is read.
    Raises UserError where the path is missing, unreadable or no regular file.
    """
    if str(source) == STDIN:
        place = _Place("standard input", 0, limits)
        blocks = _blocks(sys.stdin.buffer)
        yield from _unwrap(place, Feed(stdin.over(blocks) if stdin else blocks))
        return
    path = Path(source)
    if _mode(path, follow=True) == "folder":
        yield from _of_folder(path, limits, reads)
    else:
        yield from _opened(path, path.name, limits, reads)


class Watch:
    """Takes the digest of bytes on their way."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.size = 0

    def over(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The same blocks, seen."""
        for block in blocks:
            self._hash.update(block)
            self.size += len(block)
            yield block

    def digest(self) -> str:
        """SHA-256 of what was seen so far, hexadecimal."""
        return self._hash.hexdigest()


def digest(path: Path) -> tuple[str, int]:
    """SHA-256 (hexadecimal) and size in bytes of a file. Raises UserError like :func:`members`."""
    watch = Watch()
    with _open(path) as file:
        for _ in watch.over(_blocks(file)):
            pass
    return watch.digest(), watch.size


def source_files(source: str | Path) -> list[Path]:
    """The files on disk that a source stands for; none for standard input."""
    if str(source) == STDIN:
        return []
    path = Path(source)
    if _mode(path, follow=True) != "folder":
        return [path]
    return [inner for inner in _files(path) if _mode(inner, follow=False) == "file"]


def _files(folder: Path) -> list[Path]:
    return sorted(inner for inner in folder.rglob("*") if inner.is_symlink() or not inner.is_dir())


def _of_folder(path: Path, limits: Limits, reads: Reads | None) -> Iterator[Member]:
    found = _files(path)
    inside = [inner for inner in found if not is_clutter(inner.name)]
    if not inside:
        yield broken(shown(path.name or str(path)), StreamFault("empty_folder"))
        return
    aside = _Aside(len(found) - len(inside))
    for inner in inside:
        name = inner.relative_to(path.parent).as_posix()
        yield from aside.said(_from_folder(inner, name, limits, reads))


def _from_folder(path: Path, name: str, limits: Limits, reads: Reads | None) -> Iterator[Member]:
    kind = _mode(path, follow=False)
    if kind == "file":
        yield from _opened(path, name, limits, reads)
    else:
        code = "linked" if kind == "link" else "unknown_kind"
        yield broken(shown(name), StreamFault(code))


def _opened(path: Path, name: str, limits: Limits, reads: Reads | None) -> Iterator[Member]:
    with _open(path) as file:
        place = _Place(shown(name), 0, limits, path)
        yield from _unwrap(place, Feed(_blocks(file, reads)), file)


def _open(path: Path) -> BinaryIO:
    place = shown(str(path))
    kind = _mode(path, follow=True)
    if kind == "folder":
        raise UserError(place, "it is a folder", "name a file")
    if kind != "file":
        fault = "it is a pipe, device or socket, not a regular file"
        raise UserError(place, fault, "name a regular file, or use - and standard input")
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(place, error) from None


def _mode(path: Path, *, follow: bool) -> str:
    try:
        mode = path.stat(follow_symlinks=follow).st_mode
    except (OSError, ValueError) as error:
        raise _unreadable(shown(str(path)), error) from None
    kinds = ((stat.S_ISLNK, "link"), (stat.S_ISDIR, "folder"), (stat.S_ISREG, "file"))
    return next((kind for test, kind in kinds if test(mode)), "special")


def _unreadable(place: str, error: Exception) -> UserError:
    if isinstance(error, FileNotFoundError):
        return UserError(place, "there is no such file", "check the path")
    if isinstance(error, PermissionError):
        return UserError(place, "it may not be read", "give read permission")
    return UserError(place, "it cannot be opened", "check the path and the file system")


def _blocks(file: BinaryIO, reads: Reads | None = None) -> Iterator[bytes]:
    while block := file.read(CHUNK):
        if reads is not None:
            reads(len(block))
        yield block


@dataclass(frozen=True, slots=True)
class _Place:
    """Where unpacking has got to; ``path`` only while the content stands in a file as it is."""

    name: str
    depth: int
    limits: Limits
    path: Path | None = None

    def deeper(self, name: str) -> "_Place":
        return _Place(name, self.depth + 1, self.limits)


def _unwrap(place: _Place, feed: Feed, file: BinaryIO | None = None) -> Iterator[Member]:
    try:
        packed = packing(feed.peek(8))
        if packed != "none" and place.depth >= place.limits.depth:
            raise StreamFault("too_nested")
        if packed == "zip":
            yield from _zip(place, feed, file)
        elif packed == "none":
            yield Member(place.name, iter(feed), place.limits, place.path)
        else:
            inner = Feed(UNPACK[packed](iter(feed), place.limits))
            yield from _unwrap(place.deeper(place.name), inner)
    except StreamFault as fault:
        yield broken(place.name, fault)


class _Aside:
    """Says of the first member that ``count`` files beside it were passed over."""

    def __init__(self, count: int) -> None:
        self._count = count

    def said(self, found: Iterator[Member]) -> Iterator[Member]:
        """The same members."""
        for member in found:
            if self._count:
                what = "1 file" if self._count == 1 else f"{self._count} files"
                member.notes.append(f"{what} that a desktop puts beside others: not read")
                self._count = 0
            yield member


def _zip(place: _Place, feed: Feed, given: BinaryIO | None) -> Iterator[Member]:
    with ExitStack() as stack:
        file = given or stack.enter_context(spool(iter(feed)))
        archive = stack.enter_context(archives.directory(file, place.limits))
        sheet = workbook(archive)
        if sheet is not None:
            file.seek(0)
            yield Member(place.name, _blocks(file), place.limits, place.path, sheet)
            return
        overlaps = archives.overlapping(archive)
        found = archives.files(archive)
        entries = [entry for entry in found if not is_clutter(entry.filename)]
        if not entries:
            raise StreamFault("empty_file")
        aside = _Aside(len(found) - len(entries))
        for entry in entries:
            inner = place.deeper(f"{place.name}/{shown(entry.filename)}")
            refused = archives.refusal(entry, overlaps)
            if refused is not None:
                yield broken(inner.name, refused)
            else:
                content = Feed(archives.content(file, entry, place.limits))
                yield from aside.said(_unwrap(inner, content))
