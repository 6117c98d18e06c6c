"""A profile as text, JSON and page need it: members by how often they are given, days and gaps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from harmscope.validation.fields import fields
from harmscope.validation.profile_ import KindProfile, Profile
from harmscope.validation.spans import DELAYS


@dataclass(frozen=True, slots=True)
class Completeness:
    """Members of one kind. ``whole`` are always given, ``part`` with how often and of how many,
    ``never`` not once; what lies inside a member that is never given is left out."""

    whole: list[str]
    part: list[tuple[str, int, int]]
    never: list[str]


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without a record, first and last included, between days with some."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it is long."""
        return (self.last - self.first).days + 1


def completeness(kind: str, profile: KindProfile) -> Completeness:
    """How often each member is given, in the order of the schema."""
    found = Completeness([], [], [])
    for path, base in fields(kind).items():
        given, among = profile.given[path], profile.bases[base]
        if given == 0:
            if not any(path.startswith(f"{name}.") for name in found.never):
                found.never.append(path)
        elif given == among:
            found.whole.append(path)
        else:
            found.part.append((path, given, among))
    return found


def gaps(days: Mapping[date, int]) -> list[Gap]:
    """Every run of days without a record, in the order of time."""
    known = sorted(day for day, count in days.items() if count)
    one = timedelta(days=1)
    return [
        Gap(before + one, after - one) for before, after in pairwise(known) if after - before > one
    ]


def as_dict(profile: Profile) -> dict[str, object]:
    """The profile as JSON shows it, by kind. Days are all those with a record."""
    return {kind: _kind(kind, found) for kind, found in sorted(profile.kinds.items())}


def as_text(profile: Profile) -> list[str]:
    """The profile as lines of text."""
    lines: list[str] = []
    for kind, found in sorted(profile.kinds.items()):
        members = completeness(kind, found)
        lines += ["", f"accepted {kind} records: {found.records}"]
        lines += [f"  {path}: given in {given} of {of}" for path, given, of in members.part]
        lines.append(f"  always given: {', '.join(members.whole) or 'nothing'}")
        lines.append(f"  never given: {', '.join(members.never) or 'nothing'}")
        for title, counts in found.delays.items():
            lines.append(f"  {title.lower()}:")
            lines += [f"    {name}: {counts[key]}" for key, name in DELAYS if counts[key]]
        lines += _days_text(found)
    return lines[1:]


def _days_text(found: KindProfile) -> list[str]:
    if not found.days:
        return []
    empty = gaps(found.days)
    missing = sum(gap.days for gap in empty)
    longest = max(empty, key=lambda gap: gap.days, default=None)
    line = f"  days: {min(found.days)} to {max(found.days)}, {missing} of them without a record"
    if longest is None:
        return [line]
    return [line, f"    longest gap: {longest.first} to {longest.last} ({longest.days} days)"]


def _kind(kind: str, found: KindProfile) -> dict[str, object]:
    return {
        "records": found.records,
        "members": {
            path: {"given": found.given[path], "of": found.bases[base]}
            for path, base in fields(kind).items()
            if found.bases[base]
        },
        "delays": {title: dict(counts) for title, counts in found.delays.items()},
        "days": {str(day): count for day, count in sorted(found.days.items())},
        "gaps": [{"first": str(gap.first), "last": str(gap.last)} for gap in gaps(found.days)],
        "days_outside": found.outside,
        "undated": found.undated,
    }
