"""A bag as a zip file or a folder: its files by name, opened one by one, nothing trusted.

Payload lies right under ``data/``. Names that lead out, twins (equal but for case or Unicode
form), links and special files are refused before anything is read.
"""

import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from harmscope.errors import UserError
from harmscope.formats import StreamFault, archives
from harmscope.formats.door import file_type, leads_out, open_file, shown
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
        except (OSError, UserError):
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
    if file_type(path) == "folder":
        yield _checked(_of_folder(path))
        return
    with open_file(path) as file:
        try:
            archive = archives.directory(file, limits)
        except StreamFault as fault:
            raise Refused(_FAULTS.get(fault.code, "not_a_bag")) from None
        with archive:
            if not archives.is_bare(file, archive):
                # What no manifest covers has no place in a submission.
                raise Refused("damaged")
            yield _checked(_of_zip(archive, limits))


def _of_folder(folder: Path) -> dict[str, Blocks]:
    found: dict[str, Blocks] = {}
    for inner in sorted(folder.rglob("*")):
        name = inner.relative_to(folder).as_posix()
        kind = file_type(inner, follow=False)
        if kind == "file":
            found[name] = _reader(inner)
        elif kind != "folder":
            raise Refused("special_file", shown(name))
    return found


def _reader(path: Path) -> Blocks:
    def blocks() -> Iterator[bytes]:
        with open_file(path) as file:
            while block := file.read(_CHUNK):
                yield block

    return blocks


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
        if "\\" in entry.orig_filename:
            # Systems do not agree on which file that names.
            raise Refused("unsafe_name", shown(entry.filename))
        if not archives.agrees(archive, entry):
            raise Refused("damaged", shown(entry.filename))
        if not archives.is_regular(entry):
            raise Refused("special_file", shown(entry.filename))
        top, _, name = entry.filename.partition("/")
        tops.add(top)
        if not name or name in found:
            raise Refused("alike_names" if name else "not_a_bag", shown(entry.filename))
        found[name] = _inflater(archive, entry, limits)
    if len(tops) != 1:
        raise Refused("not_a_bag")
    return found


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
            raise Refused("alike_names", shown(name))
        forms.add(form)
        if name.count("/") > 1:
            raise Refused("too_deep", shown(name))
    return Bag(files)
