"""The one door: every file that a user names is opened here, within limits.

What is no regular file (a pipe, a device, a socket, a folder) is refused before a byte is read,
because reading it may never end. A small file comes as a whole: bytes, text, JSON or TOML, bounded
in size and depth. Each fault is one :class:`UserError` that names file, fault and fix; it never
holds anything out of the file. Large files of rows go through
:func:`harmscope.formats.sources.members`, which opens them here, too.
"""

import hashlib
import os
import stat
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, cast

from harmscope.errors import UserError
from harmscope.formats.rows import MEBI
from harmscope.machine import open_to_read

if TYPE_CHECKING:
    from io import BufferedReader

SETTINGS = 1_000_000
"""Bytes that a file of settings may have: TOML, keys, statements."""

LIST = 16 * MEBI
"""Bytes that a list may have that is held as a whole: codes, counts, strata."""

REPORT = 200_000_000
"""Bytes that a report may have."""

NESTING = 64
"""How deeply values may be nested."""

FileType = Literal["file", "folder", "link", "special"]


def file_type(path: Path, *, follow: bool = True) -> FileType:
    """What lies at ``path``; a link is what it leads to, unless ``follow`` is false.

    Raises UserError where nothing is there or the place may not be read.
    """
    try:
        mode = path.stat(follow_symlinks=follow).st_mode
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    return _type(mode)


def check_file(path: Path) -> None:
    """Raises UserError where ``path`` is no regular file: for what another library opens."""
    _check(path, file_type(path))


def open_file(path: Path) -> BinaryIO:
    """A regular file, opened to be read. Raises UserError where it is none or cannot be opened."""
    check_file(path)
    try:
        # It may have been replaced since by a pipe, and opening one waits for a writer.
        number = open_to_read(path)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    file = os.fdopen(number, "rb")
    try:
        _check(path, _type(os.fstat(number).st_mode))
    except UserError:
        file.close()
        raise
    return file


PUBLICATION = "publication.json"
"""The file of a folder that a registry published which holds its figures."""


def document_in(path: Path) -> Path:
    """The document of a folder that a registry published; any other path as it is."""
    inner = path / PUBLICATION
    return inner if path.is_dir() and inner.is_file() else path


def document_named(name: str) -> str:
    """As :func:`document_in`, for a name that may also be an address or ``-``: these, and every
    other name, stay as they were written."""
    path = Path(name)
    found = document_in(path)
    return name if found == path else str(found)


def sha256_of(file: BinaryIO) -> str:
    """The SHA-256 of an open file from where it stands to its end, in hexadecimal."""
    return hashlib.file_digest(cast("BufferedReader", file), "sha256").hexdigest()


def read_bytes(path: Path, most: int = SETTINGS) -> bytes:
    """The whole of a regular file. Raises UserError like :func:`open_file`, and where it holds
    more than ``most`` bytes."""
    with open_file(path) as file:
        try:
            data = file.read(most + 1)
        except OSError as error:
            raise unreadable(path, error) from None
    if len(data) > most:
        raise UserError(shown(str(path)), f"it is larger than {_size(most)}", "name the right file")
    return data


def read_text(path: Path, most: int = SETTINGS) -> str:
    """The whole of a text file in UTF-8; a byte order mark is taken off. Raises UserError."""
    try:
        return read_bytes(path, most).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(shown(str(path)), "it is not UTF-8 text", "save it as UTF-8") from None


def read_json(path: Path, fix: str, most: int = REPORT) -> object:
    """The value of a JSON file. Raises UserError, with ``fix`` where it is no strict JSON."""
    return digested_json(path, fix, most)[0]


def digested_json(path: Path, fix: str, most: int = REPORT) -> tuple[object, str]:
    """The value of a JSON file and the SHA-256 of its bytes, in one reading. Raises UserError like
    :func:`read_json`."""
    data = read_bytes(path, most)
    return parsed_json(data, path, fix), hashlib.sha256(data).hexdigest()


def parsed_json(data: bytes, path: Path, fix: str) -> object:
    """The value in the bytes of a JSON file. Raises UserError like :func:`read_json`."""
    from harmscope.formats.json_ import Refused, parse

    try:
        return parse(data.removeprefix(_MARK), NESTING)
    except Refused as refused:
        raise UserError(shown(str(path)), *_refusal(refused.code, data, fix)) from None


_MARK = b"\xef\xbb\xbf"
_IN_VALUES = frozenset({"duplicate_key", "not_finite", "big_integer", "lone_surrogate"})


def _refusal(code: str, data: bytes, fix: str) -> tuple[str, str]:
    """Fault and fix of what is no strict JSON, as ``validate`` says them."""
    from harmscope.formats.faults import FAULTS

    if code == "too_deep":
        return f"values are nested deeper than {NESTING}", fix
    if code in _IN_VALUES:
        return FAULTS[code].clause, FAULTS[code].fix
    begins = data.removeprefix(_MARK).lstrip()[:1] in (b"{", b"[")
    if begins and code == "broken_json":
        return FAULTS["broken_document"].clause, FAULTS["damaged"].fix
    return "this is not JSON", fix


def read_toml(path: Path, fix: str, most: int = SETTINGS) -> dict[str, Any]:
    """The tables of a TOML file. Raises UserError with the line of the first fault and ``fix``."""
    return parsed_toml(read_bytes(path, most), path, fix)


def parsed_toml(data: bytes, path: Path, fix: str) -> dict[str, Any]:
    """The tables in the bytes of a TOML file. TOML knows days and times; records hold them as
    text, so they come as text, quoted or not. Raises UserError like :func:`read_toml`."""
    from harmscope.formats.toml_ import BadToml, parse

    try:
        return {name: _days_as_text(value) for name, value in parse(data, NESTING).items()}
    except BadToml as bad:
        place = f"{shown(str(path))}:{bad.line}" if bad.line else shown(str(path))
        raise UserError(place, bad.fault, fix) from None


def _days_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _days_as_text(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_days_as_text(one) for one in value]
    return value.isoformat() if isinstance(value, date | time) else value


def unreadable(path: Path, error: Exception) -> UserError:
    """The error for a place that cannot be opened or read."""
    place = shown(str(path))
    if isinstance(error, FileNotFoundError):
        return UserError(place, "there is no such file", "check the path")
    if isinstance(error, PermissionError):
        return UserError(place, "it may not be read", "give read permission")
    return UserError(place, "it cannot be opened", "check the path and the file system")


def _type(mode: int) -> FileType:
    kinds: tuple[tuple[Callable[[int], bool], FileType], ...] = (
        (stat.S_ISLNK, "link"),
        (stat.S_ISDIR, "folder"),
        (stat.S_ISREG, "file"),
    )
    return next((kind for test, kind in kinds if test(mode)), "special")


def _check(path: Path, found: FileType) -> None:
    place = shown(str(path))
    if found == "folder":
        raise UserError(place, "it is a folder", "name a file")
    if found != "file":
        fault = "it is a pipe, device or socket, not a regular file"
        raise UserError(place, fault, "name a regular file, or use - and standard input")


def _size(most: int) -> str:
    if most % MEBI == 0:
        return f"{most // MEBI} MiB"
    return f"{most // 10**6} MB" if most >= 10**6 else f"{most:,} bytes"


_LONGEST = 200
_CLUTTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def shown(name: str) -> str:
    """The name with control characters, quotes of direction and surrogates escaped, cut in the
    middle where it is very long."""
    text = "".join(char if char.isprintable() else _escaped(char) for char in name)
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]}…{text[-half:]}"


def _escaped(char: str) -> str:
    return char.encode("unicode_escape", "backslashreplace").decode("ascii")


def leads_out(name: str) -> bool:
    """Whether an archive member's name is absolute or climbs out of its folder."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "" or ".." in parts or parts[0].endswith(":") or "\0" in name


def is_clutter(name: str) -> bool:
    """Whether a desktop has put the file there beside the real ones, without being asked: what
    macOS and Windows remember of a folder, the ``._`` twins that macOS packs, and what marks a
    file as open in another program."""
    base = name.replace("\\", "/").rpartition("/")[2].lower()
    return base in _CLUTTER or base.startswith(("._", "~$", ".~lock."))
