"""How often the commonest free texts occur, in flat memory and without keeping a text.

Of each member at most ``KEPT`` texts are counted on, as a summary after Misra and Gries: where
there are more, the count of the next one is taken off all of them. So a count is never too high,
and too low by at most 1 in ``KEPT`` + 1 of the texts; where nothing was taken off it is exact. Of
a text that goes on from one part of a file to the next only a digest is kept.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from operator import attrgetter
from typing import NamedTuple, Self, TypeVar

Key = TypeVar("Key", str, bytes)

FACTS = "decisions.*.facts"
OF_STATEMENT = (
    "decision_facts",
    "illegal_content_explanation",
    "incompatible_content_explanation",
    "category_specification_other",
)
texts_of = attrgetter(*OF_STATEMENT)
"""The texts of a statement."""

KEPT = 256
MOST = 512
"""Texts that are held before they are settled."""


class Common(NamedTuple):
    """The commonest text of a member. ``exact`` is false where it may be more than ``most``."""

    member: str
    most: int
    filled: int
    exact: bool


@dataclass(slots=True)
class Member:
    """The texts of one member. ``held`` counts texts as they are, until they are settled;
    ``digests`` by their digest. ``filled`` counts all that are settled, ``off`` what was taken off
    each."""

    held: Counter[str] = field(default_factory=Counter)
    digests: Counter[bytes] = field(default_factory=Counter)
    filled: int = 0
    off: int = 0

    def see(self, texts: Sequence[str]) -> None:
        """Count texts, as if they came one by one."""
        done = 0
        while done < len(texts):
            # So many at most make one too many, the last of them: counted at once, in C.
            room = MOST + 1 - len(self.held)
            self.held.update(texts[done : done + room])
            done += room
            if len(self.held) > MOST:
                self.settle()

    def settle(self) -> Self:
        """Keep digests alone."""
        if self.held:
            self.filled += sum(self.held.values())
            held, self.off = _lowered(self.held, self.off)
            self.held = Counter()
            self.digests.update({_digest(text): count for text, count in held.items()})
            self._lower()
        return self

    def merge(self, other: "Member") -> None:
        """Add the texts of other records."""
        self.settle()
        other.settle()
        self.digests.update(other.digests)
        self.filled += other.filled
        self.off += other.off
        self._lower()

    def _lower(self) -> None:
        kept, self.off = _lowered(self.digests, self.off)
        self.digests = Counter(kept)


class Texts:
    """The texts of some records by member. No text leaves the process: pickling settles.

    ``facts`` takes those of decisions, ``statements`` those of each statement, in the order of
    ``OF_STATEMENT``: they come one by one, and are counted many at once.
    """

    def __init__(self, members: dict[str, Member] | None = None) -> None:
        self.members = members or {}
        self.facts: list[str] = []
        self.statements: list[tuple[str | None, ...]] = []

    def __reduce__(self) -> tuple[type["Texts"], tuple[dict[str, Member]]]:
        return Texts, (self.settle().members,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Texts) and self.settle().members == other.settle().members

    __hash__ = None  # type: ignore[assignment]

    def see(self, name: str, texts: Iterable[str | None]) -> None:
        """Count texts of one member, in the order of their records; None and an empty one are no
        texts."""
        filled = list(filter(None, texts))
        if filled:
            self.members.setdefault(name, Member()).see(filled)

    def settle(self) -> Self:
        """Keep digests alone."""
        (facts, self.facts), (rows, self.statements) = (self.facts, []), (self.statements, [])
        self.see(FACTS, facts)
        if rows:
            for name, texts in zip(OF_STATEMENT, zip(*rows, strict=True), strict=True):
                self.see(name, texts)
        for member in self.members.values():
            member.settle()
        return self

    def merge(self, other: "Texts") -> None:
        """Add the texts of other records."""
        self.settle()
        other.settle()
        for name, member in other.members.items():
            self.members.setdefault(name, Member()).merge(member)

    def common(self) -> list[Common]:
        """The commonest text of each member that has one, by the name of the member."""
        found = []
        for name, member in sorted(self.settle().members.items()):
            if member.filled:
                count = max(member.digests.values(), default=0)
                found.append(Common(name, count, member.filled, exact=not member.off))
        return found


def _lowered(counts: Mapping[Key, int], off: int) -> tuple[Mapping[Key, int], int]:
    """The ``KEPT`` commonest with the count of the next one taken off, and ``off`` plus that."""
    if len(counts) <= KEPT:
        return counts, off
    next_one = sorted(counts.values(), reverse=True)[KEPT]
    kept = {key: count - next_one for key, count in counts.items() if count > next_one}
    return kept, off + next_one


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
