"""Which category each row of the EU template stands for: own and misplaced codes keep the category
above them, unless the sums say that they do not belong there.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Literal

from harmscope.readers.dsa_terms import OTHER, Category, read_category
from harmscope.readers.numbers import Number

Odd = Literal["own", "foreign"]
"""A code that the template does not have, or one that belongs to another category."""

Group = tuple[int, str]
"""Number of the category row that stands above (0 for none), and scope."""

MISPLACED = "RD036"


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One row before its category is settled: its line, code as written, scope and counts."""

    line: int
    text: str
    scope: str
    counts: tuple[Number | None, ...]


@dataclass(slots=True)
class _Member:
    """A sub-category below a category row; ``odd`` says that it need not belong there."""

    row: CategoryRow
    read: Category
    odd: Odd | None = None


@dataclass(slots=True)
class _Below:
    """A category row in one scope, and the rows below it."""

    above: str
    stated: tuple[Number | None, ...] = ()
    members: list[_Member] = field(default_factory=list)


def settled(rows: Iterable[CategoryRow]) -> dict[int, Category]:
    """The category of each row by its line.

    A sub-category that is the publisher's own, or stands under another category than the
    template's, belongs to the category above it. Where the counts of that category add up without
    it, and not with it, it stands on its own.
    """
    found: dict[int, Category] = {}
    groups: dict[Group, _Below] = defaultdict(lambda: _Below(""))
    above, number, foreign = "", 0, False
    for row in rows:
        read = read_category(row.text, above or None)
        found[row.line] = read
        if read.level == "total":
            above, foreign = "", False
        elif read.level == "category":
            if read.key != above:
                above, number, foreign = read.key, number + 1, False
            group = groups[number, row.scope]
            group.above, group.stated = above, group.stated or row.counts
        elif above:
            group = groups[number, row.scope]
            group.above = above
            odd = _odd(read, above, after_foreign=foreign)
            foreign = foreign or odd == "foreign"
            group.members.append(_Member(row, read, odd))
    for group in groups.values():
        if any(member.odd for member in group.members):
            found.update(_decided(group))
    return found


def _odd(read: Category, above: str, *, after_foreign: bool) -> Odd | None:
    if read.key.endswith(f"/{OTHER}"):
        return "foreign" if after_foreign else None
    if read.remark in ("RD030", "RD035"):
        return "own"
    return None if read.parent == above else "foreign"


def _decided(group: _Below) -> dict[int, Category]:
    """Every odd row of a group, with the category above it or without."""
    best = max(
        product((True, False), repeat=2),
        key=lambda kept: (_fits(group, *kept), _usual(group, *kept)),
    )
    kept = dict(zip(("own", "foreign"), best, strict=True))
    return {
        member.row.line: _under(member.read, group.above)
        if kept[member.odd]
        else _alone(member.read)
        for member in group.members
        if member.odd
    }


def _fits(group: _Below, own: bool, foreign: bool) -> int:
    """How many counts of the category row its parts add up to."""
    inside = {None: True, "own": own, "foreign": foreign}
    parts = [member.row.counts for member in group.members if inside[member.odd]]
    odd = [member.row.counts for member in group.members if member.odd]
    return sum(
        stated == _sum(parts, at)
        for at, stated in enumerate(group.stated)
        if stated is not None and parts and _sum(odd, at)
    )


def _sum(rows: Iterable[Sequence[Number | None]], at: int) -> Number:
    return sum(row[at] or 0 for row in rows)


def _usual(group: _Below, own: bool, foreign: bool) -> int:
    """Which choice holds where the sums do not tell: the parent that stands above, unless a code
    is written as no sub-category, or nothing but codes of other categories stand below."""
    odd = [member for member in group.members if member.odd == "own"]
    own_belongs = all(member.read.key.upper().startswith("KEYWORD") for member in odd)
    only_foreign = all(member.odd == "foreign" for member in group.members)
    stated = any(group.stated)
    return (own == own_belongs) + (foreign == (not only_foreign or not stated))


def _under(read: Category, above: str) -> Category:
    if read.key.startswith(f"{above}/"):
        return read
    remark = read.remark if read.remark in ("RD030", "RD035") else MISPLACED
    return replace(read, key=f"{above}/{read.key}", parent=above, remark=remark)


def _alone(read: Category) -> Category:
    if read.key.endswith(f"/{OTHER}"):
        return Category(OTHER, "keyword", None, "RD032")
    if read.remark in ("RD030", "RD035"):
        return replace(read, parent=None)
    return read
