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
from typing import NamedTuple, Self, TypeVar

from harmscope.model.typed_attributes import Statement

Key = TypeVar("Key", str, bytes)

FACTS = "decisions.*.facts"
OF_STATEMENT = (
    "decision_facts",
    "illegal_content_explanation",
    "incompatible_content_explanation",
    "category_specification_other",
)
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

    held: dict[str, int] = field(default_factory=dict)
    digests: Counter[bytes] = field(default_factory=Counter)
    filled: int = 0
    off: int = 0

    def see(self, text: str) -> None:
        """Count one text."""
        held = self.held
        # A plain dict: asking a Counter for what it does not have takes three times as long.
        held[text] = held.get(text, 0) + 1
        if len(held) > MOST:
            self.settle()

    def see_all(self, texts: Iterable[str]) -> None:
        """Count several texts, one after the other."""
        held = self.held
        for text in texts:
            held[text] = held.get(text, 0) + 1
            if len(held) > MOST:
                self.settle()
                held = self.held

    def settle(self) -> Self:
        """Keep digests alone."""
        if self.held:
            self.filled += sum(self.held.values())
            held, self.off = _lowered(self.held, self.off)
            self.held = {}
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
    """The texts of some records by member. No text leaves the process: pickling settles."""

    def __init__(self, members: dict[str, Member] | None = None) -> None:
        self.members = members or {}
        self._facts = self.members.setdefault(FACTS, Member())

    def __reduce__(self) -> tuple[type["Texts"], tuple[dict[str, Member]]]:
        return Texts, (self.settle().members,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Texts) and self.settle().members == other.settle().members

    __hash__ = None  # type: ignore[assignment]

    def see_facts(self, text: str) -> None:
        """Count the facts of a decision of an incident."""
        self._facts.see(text)

    def see_statement(self, record: Statement) -> None:
        """Count the texts of one statement."""
        for name in OF_STATEMENT:
            text = getattr(record, name)
            if text:
                self._see(name, text)

    def see_columns(
        self, columns: Mapping[str, Sequence[str | None]], start: int, end: int
    ) -> None:
        """Count some of the texts of statements, which come by member."""
        for name, texts in columns.items():
            filled = [text for text in texts[start:end] if text]
            if filled:
                self.members.setdefault(name, Member()).see_all(filled)

    def settle(self) -> Self:
        """Keep digests alone."""
        for member in self.members.values():
            member.settle()
        return self

    def merge(self, other: "Texts") -> None:
        """Add the texts of other records."""
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

    def _see(self, name: str, text: str) -> None:
        member = self.members.get(name)
        if member is None:
            member = self.members[name] = Member()
        member.see(text)


def _lowered(counts: Mapping[Key, int], off: int) -> tuple[Mapping[Key, int], int]:
    """The ``KEPT`` commonest with the count of the next one taken off, and ``off`` plus that."""
    if len(counts) <= KEPT:
        return counts, off
    next_one = sorted(counts.values(), reverse=True)[KEPT]
    kept = {key: count - next_one for key, count in counts.items() if count > next_one}
    return kept, off + next_one


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
