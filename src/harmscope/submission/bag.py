"""A bag as a zip file or a folder: its files by name, opened one by one, nothing trusted.

Payload lies right under ``data/``. Names that lead out, twins (equal but for case or Unicode
form), links and special files are refused before anything is read.
"""

import stat
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from harmscope.errors import UserError
from harmscope.formats import StreamFault, archives
from harmscope.formats.door import leads_out, shown
from harmscope.formats.rows import DEFAULT, MEBI, Limits
from harmscope.submission.problems import Refused

BAG_LIMITS = replace(DEFAULT, total=64 * 1024 * MEBI, members=1000, directory=MEBI)
"""Limits of a submission: 64 GiB unpacked, 1,000 files."""

SMALL = 4 * MEBI
"""The most that a tag file may hold, in bytes."""

_FAULTS = {
    "too_many_members": "too_many_files",
    "bomb": "bomb",
    "too_large": "too_large",
    "unsafe_name": "unsafe_name",
    "linked": "special_file",
    "overlapping": "bomb",
}
_CHUNK = MEBI // 4
_END = struct.Struct("<4s4H2IH")
Blocks = Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Bag:
    """Files of a bag: path inside the bag → how to read it in blocks."""

    files: dict[str, Blocks]

    def blocks(self, path: str) -> Iterator[bytes]:
        """The bytes of one file. Raises Refused where they are damaged or too many."""
        try:
            yield from self.files[path]()
        except StreamFault as fault:
            raise Refused(_FAULTS.get(fault.code, "damaged"), shown(path)) from None
        except OSError:
            raise Refused("damaged", shown(path)) from None

    def small(self, path: str) -> bytes:
        """A tag file as a whole. Raises Refused where it is missing or over the limit."""
        if path not in self.files:
            raise Refused("not_a_bag" if path == "bagit.txt" else "missing", path)
        data = b""
        for block in self.blocks(path):
            data += block
            if len(data) > SMALL:
                raise Refused("too_large", path)
        return data


@contextmanager
def open_bag(path: Path, limits: Limits = BAG_LIMITS) -> Iterator[Bag]:
    """The bag at ``path``. Raises UserError where there is nothing, Refused where it is no bag."""
    if path.is_dir():
        yield _checked(_of_folder(path))
    elif path.is_file():
        with path.open("rb") as file:
            try:
                archive = archives.directory(file, limits)
            except StreamFault as fault:
                raise Refused(_FAULTS.get(fault.code, "not_a_bag")) from None
            with archive:
                if not _plain(file, archive):
                    raise Refused("damaged")
                yield _checked(_of_zip(archive, limits))
    else:
        raise UserError(shown(str(path)), "there is no such file or folder", "check the path")


def _of_folder(folder: Path) -> dict[str, Blocks]:
    found: dict[str, Blocks] = {}
    for inner in sorted(folder.rglob("*")):
        name = inner.relative_to(folder).as_posix()
        mode = inner.lstat().st_mode
        if stat.S_ISREG(mode):
            found[name] = _reader(inner)
        elif not stat.S_ISDIR(mode):
            raise Refused("special_file", shown(name))
    return found


def _reader(path: Path) -> Blocks:
    def blocks() -> Iterator[bytes]:
        with path.open("rb") as file:
            while block := file.read(_CHUNK):
                yield block

    return blocks


def _plain(file: BinaryIO, archive: zipfile.ZipFile) -> bool:
    """Whether the file is one archive from its first byte to its last, with nothing hidden in
    front, behind or in a comment; what no manifest covers has no place in a submission."""
    file.seek(-_END.size, 2)
    mark, *_, entries, _, _, comment = _END.unpack(file.read(_END.size))
    starts = [entry.header_offset for entry in archive.infolist()]
    whole = (mark, entries, comment) == (b"PK\x05\x06", len(starts), 0)
    return whole and min(starts, default=0) == 0


def _of_zip(archive: zipfile.ZipFile, limits: Limits) -> dict[str, Blocks]:
    overlaps = archives.overlapping(archive)
    entries = archives.files(archive)
    if sum(entry.file_size for entry in entries) > limits.total:
        raise Refused("too_large")
    tops, found = set(), {}
    for entry in entries:
        refused = archives.refusal(entry, overlaps)
        if refused is not None:
            raise Refused(_FAULTS.get(refused.code, "damaged"), shown(entry.filename))
        if not _agreed(archive, entry):
            raise Refused("damaged", shown(entry.filename))
        if not _regular(entry):
            raise Refused("special_file", shown(entry.filename))
        top, _, name = entry.filename.partition("/")
        tops.add(top)
        if not name or name in found:
            raise Refused("twin_names" if name else "not_a_bag", shown(entry.filename))
        found[name] = _inflater(archive, entry, limits)
    if len(tops) != 1:
        raise Refused("not_a_bag")
    return found


def _agreed(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether an entry names itself as the directory names it: readers go by the one or the other,
    and have to find the same."""
    try:
        archive.open(entry).close()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
        return False
    return True


def _regular(entry: zipfile.ZipInfo) -> bool:
    mode = entry.external_attr >> 16
    return stat.S_IFMT(mode) in (0, stat.S_IFREG)


def _inflater(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> Blocks:
    file = archive.fp
    assert file is not None
    return lambda: archives.content(file, entry, limits)  # type: ignore[arg-type]


def _checked(files: dict[str, Blocks]) -> Bag:
    forms = set()
    for name in files:
        if leads_out(name) or "\\" in name or not name.isprintable():
            raise Refused("unsafe_name", shown(name))
        form = unicodedata.normalize("NFC", name).casefold()
        if form in forms:
            raise Refused("twin_names", shown(name))
        forms.add(form)
        if name.count("/") > 1:
            raise Refused("too_deep", shown(name))
    return Bag(files)
