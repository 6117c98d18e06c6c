"""Rules on files and sets of files: duplicates, headers, emptiness."""

from hashlib import blake2b
from typing import NamedTuple

from harmscope.formats import Row
from harmscope.validation.subject import identity


class Seen(NamedTuple):
    """Digest of the record that first had an id."""

    digest: bytes


class Duplicates:
    """Remembers every id of a run, and tells repeats: of the record, or only of its id."""

    def __init__(self) -> None:
        self._first: dict[bytes, bytes] = {}

    def see(self, kind: str, record: dict[str, object], row: Row) -> str | None:
        """The rule that the record breaks, or None. An identical record is HS202, else HS201."""
        name = identity(kind, record)
        if name is None:
            return None
        key = blake2b(f"{kind}\0{name}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
        content = row.raw if row.raw is not None else repr(sorted(row.data.items())).encode()
        digest = blake2b(content.strip(), digest_size=16).digest()
        first = self._first.setdefault(key, digest)
        if first is digest:
            return None
        return "HS202" if first == digest else "HS201"


class Header:
    """Watches one member for its header: first, and once."""

    def __init__(self) -> None:
        self._records = 0
        self._headers = 0

    def see(self, kind: str) -> str | None:
        """The rule that a record of ``kind`` breaks by its place, or None."""
        rule = None
        if kind == "dataset":
            rule = "HS204" if self._records or self._headers else None
            self._headers += 1
        else:
            self._records += 1
        return rule

    @property
    def missing(self) -> bool:
        """Whether there are records and no header stood before the first."""
        return self._records > 0 and self._headers == 0
