"""A path, a folder, an address or standard input to members, through compressions and archives."""

import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from harmscope.errors import UserError
from harmscope.formats import archives
from harmscope.formats.door import file_type, is_clutter, open_file, shown
from harmscope.formats.member import CHUNK, Member, broken, packing, spool, unwanted, workbook
from harmscope.formats.remote import RemoteFile, at, is_address
from harmscope.formats.rows import DEFAULT, Limits, StreamFault
from harmscope.formats.streams import UNPACK, Feed

STDIN = "-"


Reads = Callable[[int], None]
"""Told of every block that was read from a file on disk: its size in bytes."""

Wanted = Callable[[str], bool]
"""Whether a file of a folder or archive is to be read, by its name."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where unpacking has got to; ``path`` only while the content stands in a file as it is."""

    name: str
    depth: int
    limits: Limits
    path: Path | None = None
    wanted: Wanted | None = None

    def deeper(self, name: str) -> "_Place":
        return _Place(name, self.depth + 1, self.limits, wanted=self.wanted)

    def wants(self, name: str) -> bool:
        return self.wanted is None or self.wanted(name)


def members(
    source: str | Path,
    limits: Limits = DEFAULT,
    stdin: "Watch | None" = None,
    reads: Reads | None = None,
    wanted: Wanted | None = None,
) -> Iterator[Member]:
    """Every member of a file, of a folder (its files, sorted by path), of the same at an address,
    or of ``-``.

    What a desktop keeps beside real files (``.DS_Store``) is passed over, and said in the notes of
    the first member. ``stdin`` sees what comes from standard input, which can be read only once.
    ``reads`` hears of progress (of archives nothing, their members are read out of order).
    What is in a folder or archive and not ``wanted`` is not opened and comes as an unwanted member.
    A member that is damaged or refused still comes, and raises StreamFault when it is read.
    Raises UserError where the path is missing, unreadable, no regular file or a folder without
    files.
    """
    if str(source) == STDIN:
        place = _Place("standard input", 0, limits, wanted=wanted)
        blocks = _blocks(sys.stdin.buffer)
        yield from _unwrap(place, Feed(stdin.over(blocks) if stdin else blocks))
        return
    if is_address(source):
        found, aside = at(str(source)).files(str(source))
        said = _Aside(aside, "without data, by the name")
        for file in found:
            place = _Place(file.name, 0, limits, wanted=wanted)
            yield from said.said(_remote(file, place, reads))
        return
    path = Path(source)
    if file_type(path) == "folder":
        yield from _of_folder(path, _Place("", 0, limits, wanted=wanted), reads)
    else:
        yield from _opened(path, _Place(shown(path.name), 0, limits, path, wanted), reads)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a source, by its display name; ``members`` opens it. ``path`` is None for what
    comes from standard input or from an address, and for what lies in a folder and is no file;
    ``remote`` says that it is at an address."""

    name: str
    path: Path | None
    members: Callable[[], Iterator[Member]]
    remote: bool = False


def files(
    source: str | Path, limits: Limits = DEFAULT, reads: Reads | None = None
) -> Iterator[SourceFile]:
    """The files of a source, in the order of :func:`members`, which raises what this raises, and
    whose ``reads`` these are."""
    if str(source) == STDIN:
        yield SourceFile("standard input", None, partial(members, source, limits))
        return
    if is_address(source):
        for file in at(str(source)).files(str(source))[0]:
            opens = partial(_remote, file, _Place(file.name, 0, limits), reads)
            yield SourceFile(file.name, None, opens, remote=True)
        return
    path = Path(source)
    if file_type(path) != "folder":
        place = _Place(shown(path.name), 0, limits, path)
        yield SourceFile(place.name, path, partial(_opened, path, place, reads))
        return
    for inner in _inside(path, _files(path)):
        place = _Place(_named(inner, path), 0, limits, inner)
        is_file = file_type(inner, follow=False) == "file"
        opens = partial(_from_folder, inner, place, reads)
        yield SourceFile(place.name, inner if is_file else None, opens)


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
    with open_file(path) as file:
        for _ in watch.over(_blocks(file)):
            pass
    return watch.digest(), watch.size


def digests(source: str | Path) -> Iterator[tuple[str, tuple[str, int] | None]]:
    """The files of a source by name, each with its digest and size; None for standard input."""
    if str(source) == STDIN:
        yield "standard input", None
    elif is_address(source):
        for file in at(str(source)).files(str(source))[0]:
            yield file.name, file.digest()
    else:
        top = Path(source)
        for path in source_files(source):
            inner = path.relative_to(top.parent).as_posix() if path != top else path.name
            yield shown(inner), digest(path)


def source_files(source: str | Path) -> list[Path]:
    """The files on disk that a source stands for; none for standard input and for an address."""
    if str(source) == STDIN or is_address(source):
        return []
    path = Path(source)
    if file_type(path) != "folder":
        return [path]
    return [inner for inner in _files(path) if file_type(inner, follow=False) == "file"]


def _files(folder: Path) -> list[Path]:
    there = Path(os.path.realpath(folder))
    own = tuple(one for one in _OWN.get() if not there.is_relative_to(one))
    found = (
        inner
        for inner in folder.rglob("*")
        if (inner.is_symlink() or not inner.is_dir()) and not (own and _is_own(inner, own))
    )
    # By letters, also where paths are compared without their case.
    return sorted(found, key=lambda inner: inner.parts)


_OWN: ContextVar[tuple[Path, ...]] = ContextVar("own files of a command", default=())


@contextmanager
def left_out(*own: str | Path) -> Iterator[None]:
    """Within this block no folder holds what a command writes or is told by: its output (a file
    that is half written, batches ``NAME-0001.json``, and all that lies in a folder of it), key,
    mapping or settings. What is named as a source itself stays one, a folder with all in it."""
    before = _OWN.set((*_OWN.get(), *(Path(os.path.realpath(one)) for one in own)))
    try:
        yield
    finally:
        _OWN.reset(before)


def _is_own(path: Path, own: tuple[Path, ...]) -> bool:
    place = Path(os.path.realpath(path.parent)) / path.name
    return any(
        place == one
        or one in place.parents
        or (place.parent == one.parent and _is_part(path.name, one))
        for one in own
    )


def _is_part(name: str, own: Path) -> bool:
    half_written = name.startswith(f".{own.name}.") and name.endswith(".part")
    batch = re.fullmatch(rf"{re.escape(own.stem)}-(?:[0-9]{{4}}\.json|missing\.csv)", name)
    return half_written or (own.suffix == ".json" and batch is not None)


def _of_folder(path: Path, place: _Place, reads: Reads | None) -> Iterator[Member]:
    found = _files(path)
    inside = _inside(path, found)
    aside = _Aside(len(found) - len(inside))
    for inner in inside:
        name = _named(inner, path)
        yield from aside.said(_from_folder(inner, replace(place, name=name, path=inner), reads))


def _inside(path: Path, found: list[Path]) -> list[Path]:
    """The files of a folder without what a desktop puts beside them. Raises UserError for none."""
    inside = [inner for inner in found if not is_clutter(inner.name)]
    if not inside:
        fix = "name a folder with files in it"
        raise UserError(shown(str(path)), "the folder holds no file", fix)
    return inside


def _named(inner: Path, folder: Path) -> str:
    return shown(inner.relative_to(folder.parent).as_posix())


def _from_folder(path: Path, place: _Place, reads: Reads | None) -> Iterator[Member]:
    kind = file_type(path, follow=False)
    if not place.wants(path.name):
        yield unwanted(place.name)
    elif kind == "file":
        yield from _opened(path, place, reads)
    else:
        yield broken(place.name, StreamFault("linked" if kind == "link" else "unknown_kind"))


def _opened(path: Path, place: _Place, reads: Reads | None) -> Iterator[Member]:
    with open_file(path) as file:
        yield from _unwrap(place, Feed(_blocks(file, reads)), file)


def _remote(file: RemoteFile, place: _Place, reads: Reads | None) -> Iterator[Member]:
    if not place.wants(file.name.rpartition("/")[2]):
        yield unwanted(place.name)
        return
    yield from _unwrap(place, Feed(_heard(file.blocks(), reads)))


def _heard(blocks: Iterator[bytes], reads: Reads | None) -> Iterator[bytes]:
    for block in blocks:
        if reads is not None:
            reads(len(block))
        yield block


def _blocks(file: BinaryIO, reads: Reads | None = None) -> Iterator[bytes]:
    while block := file.read(CHUNK):
        if reads is not None:
            reads(len(block))
        yield block


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
    """Says of the first member that ``count`` files beside it were passed over, and which."""

    def __init__(self, count: int, which: str = "that a desktop puts beside others") -> None:
        self._count, self._which = count, which

    def said(self, found: Iterator[Member]) -> Iterator[Member]:
        """The same members."""
        for member in found:
            if self._count:
                what = "1 file" if self._count == 1 else f"{self._count} files"
                member.notes.append(f"{what} {self._which}: not read")
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
        entries = [entry for entry in found if not is_clutter(archives.name_of(entry))]
        if not entries:
            raise StreamFault("empty_file")
        aside = _Aside(len(found) - len(entries))
        for entry in entries:
            name = archives.name_of(entry)
            inner = place.deeper(f"{place.name}/{shown(name)}")
            refused = archives.refusal(entry, overlaps)
            if not place.wants(name):
                yield unwanted(inner.name)
            elif refused is not None:
                yield broken(inner.name, refused)
            else:
                content = Feed(archives.content(file, entry, place.limits))
                yield from aside.said(_unwrap(inner, content))
