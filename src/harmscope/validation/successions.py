"""Which record supersedes which: chains that come back to their start, and ids that are not there.

Only records with ``supersedes`` leave something, a link of fixed size.
"""

import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

from harmscope.validation.identities import key_of

_LINK = struct.Struct("<16s16sQQ?")
MOST = 200_000
"""Links that are kept (about 130 bytes each). Beyond, chains are not looked at, and that is said.
"""

Held = Callable[[set[bytes]], set[bytes]]
"""Tells which of some ids (as ``identities.key_of`` gives them) stand in a set."""


class Fault(NamedTuple):
    """A record whose ``supersedes`` is wrong. ``length`` counts the records of its cycle; it is 0
    where the id is not there."""

    file: int
    line: int
    offset: int
    accepted: bool
    length: int

    @property
    def rule(self) -> str:
        """The code of the rule that is broken."""
        return "HS223" if self.length else "HS224"


class _Link(NamedTuple):
    """A record and its place, and the id that it supersedes."""

    file: int
    line: int
    offset: int
    accepted: bool
    key: bytes
    old: bytes


def link(
    kind: str, name: str, old: object, at: tuple[int, int], *, accepted: bool
) -> Iterator[bytes]:
    """The link that the record with the id ``name`` leaves: none where ``old``, what it
    supersedes, is nothing or itself (HS165). ``at`` is its line and its offset."""
    if isinstance(old, str) and old != name:
        yield _LINK.pack(key_of(kind, name), key_of(kind, old), *at, accepted)


class Successions:
    """All links of a run. ``full`` says that there were more than are kept."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._links: list[_Link] = []
        self.full = False

    def add(self, file: int, links: list[bytes]) -> None:
        """Links of the file with this number, in the order of its rows."""
        self.full = self.full or len(self._links) + len(links) > self._most
        if self.full:
            self._links = []
            return
        for each in links:
            key, old, line, offset, accepted = _LINK.unpack(each)
            self._links.append(_Link(file, line, offset, accepted, key, old))

    def faults(self, held: Held) -> list[Fault]:
        """Every record of a cycle, and every one that supersedes an id that ``held`` does not
        know, in the order of the files and their rows. Nothing where there were too many."""
        if not self._links:
            return []
        olds = {each.old for each in self._links}
        absent = olds - held(olds)
        lengths = _cycles(self._links)
        found = [
            Fault(*each[:4], 0 if each.old in absent else lengths[each.key])
            for each in self._links
            if each.old in absent or each.key in lengths
        ]
        return sorted(found)


def _cycles(links: list[_Link]) -> dict[bytes, int]:
    """The number of records of its cycle, for the id of each record that is in one.

    Of records with the same id the first one counts.
    """
    following: dict[bytes, bytes] = {}
    for each in links:
        following.setdefault(each.key, each.old)
    lengths: dict[bytes, int] = {}
    done: set[bytes] = set()
    for start in following:
        path: dict[bytes, int] = {}
        at = start
        while at in following and at not in done and at not in path:
            path[at] = len(path)
            at = following[at]
        if at in path:
            cycle = list(path)[path[at] :]
            lengths.update(dict.fromkeys(cycle, len(cycle)))
        done.update(path)
    return lengths
