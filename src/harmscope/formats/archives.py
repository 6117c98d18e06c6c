"""Members of a zip archive as streams. Nothing is written under a name out of an archive.

The directory is read with the standard library; the data of each member is inflated here, so that
what was good before a fault is delivered and length and checksum are proven.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

from harmscope.formats.door import leads_out
from harmscope.formats.rows import MEBI, Limits, StreamFault
from harmscope.formats.streams import Feed, Guard, inflate, unzstd

_LOCAL = struct.Struct("<4s5H3I2H")
_END = struct.Struct("<4s4H2IH")
_ENCRYPTED = 0x1
_ZSTD = 93


def directory(file: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The archive's directory, checked for size before it is read.

    Raises StreamFault ``bad_zip`` or ``too_many_members``.
    """
    if _directory_size(file) > limits.directory:
        raise StreamFault("too_many_members")
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise StreamFault("bad_zip") from None
    if len(archive.infolist()) > limits.members:
        raise StreamFault("too_many_members")
    return archive


def _directory_size(file: BinaryIO) -> int:
    """Size of the directory as the end record gives it (APPNOTE 4.3.16), 0 where none is found."""
    size = file.seek(0, 2)
    start = max(0, size - _END.size - 0xFFFF)
    file.seek(start)
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END.size:
        raise StreamFault("bad_zip")
    given: int = _END.unpack_from(tail, place)[5]
    # Zip64 writes all ones there; the directory can then fill no more than what lies before.
    return start + place if given == 0xFFFFFFFF else given


def files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Entries that are files, in the order of the directory."""
    return [entry for entry in archive.infolist() if not name_of(entry).endswith("/")]


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name of an entry, the same on all systems: some programs write a backslash where a slash
    belongs, which Python takes for one on Windows alone."""
    return entry.filename.replace("\\", "/")


def overlapping(archive: zipfile.ZipFile) -> set[int]:
    """Header offsets of entries whose data runs into the next entry (a kind of bomb)."""
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    faulty: set[int] = set()
    for entry, after in pairwise(entries):
        if entry.header_offset + _LOCAL.size + entry.compress_size > after.header_offset:
            faulty |= {entry.header_offset, after.header_offset}
    return faulty


def is_bare(file: BinaryIO, archive: zipfile.ZipFile) -> bool:
    """Whether the file is one archive from its first byte to its last, with nothing hidden in
    front, behind or in a comment."""
    file.seek(-_END.size, 2)
    mark, *_, entries, _, _, comment = _END.unpack(file.read(_END.size))
    starts = [entry.header_offset for entry in archive.infolist()]
    whole = (mark, entries, comment) == (b"PK\x05\x06", len(starts), 0)
    return whole and min(starts, default=0) == 0


def agrees(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether an entry names itself as the directory names it: readers go by the one or the other,
    and have to find the same."""
    try:
        archive.open(entry).close()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
        return False
    return True


def is_regular(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry says that it is a plain file, or says nothing of it."""
    return stat.S_IFMT(entry.external_attr >> 16) in (0, stat.S_IFREG)


def refusal(entry: zipfile.ZipInfo, overlaps: set[int]) -> StreamFault | None:
    """Why a member is not read at all, or None."""
    if leads_out(entry.orig_filename):
        return StreamFault("unsafe_name")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return StreamFault("linked")
    if entry.flag_bits & _ENCRYPTED:
        return StreamFault("encrypted")
    if entry.header_offset in overlaps:
        return StreamFault("overlapping")
    known = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, _ZSTD)
    return None if entry.compress_type in known else StreamFault("unknown_method")


def content(file: BinaryIO, entry: zipfile.ZipInfo, limits: Limits) -> Iterator[bytes]:
    """The member's data. Raises StreamFault after the good part."""
    feed = Feed(_packed(file, entry))
    crc = size = 0
    for out in _unpacked(feed, entry, limits):
        crc, size = zlib.crc32(out, crc), size + len(out)
        yield out
    if size != entry.file_size:
        raise StreamFault("damaged")
    if crc != entry.CRC:
        raise StreamFault("bad_checksum")


def _packed(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    file.seek(entry.header_offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
        raise StreamFault("bad_zip")
    *_, name_size, extra_size = _LOCAL.unpack(head)
    place = entry.header_offset + _LOCAL.size + name_size + extra_size
    left = entry.compress_size
    while left:
        # The archive's handle is shared, so every chunk seeks for itself.
        file.seek(place)
        chunk = file.read(min(left, MEBI // 4))
        if not chunk:
            raise StreamFault("truncated")
        place, left = place + len(chunk), left - len(chunk)
        yield chunk


def _unpacked(feed: Feed, entry: zipfile.ZipInfo, limits: Limits) -> Iterator[bytes]:
    if entry.compress_type == zipfile.ZIP_STORED:
        return iter(feed)
    if entry.compress_type == _ZSTD:
        return unzstd(iter(feed), limits)
    return inflate(feed, Guard(limits))
