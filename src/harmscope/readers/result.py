"""What every reader hands back, and how it builds figures."""

from dataclasses import dataclass, field

from harmscope.findings import Finding
from harmscope.model.figure import Figure


@dataclass(frozen=True, slots=True)
class Source:
    """One file that was read."""

    name: str
    sha256: str
    bytes: int


@dataclass(slots=True)
class Reading:
    """Figures of one published report, and what was met on the way.

    ``service`` is None where a file holds several. ``edition`` tells one publication from the next.
    """

    format: str
    service: str | None = None
    edition: str | None = None
    sources: list[Source] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def figure(**members: object) -> Figure:
    """A figure of the members that are known: those that are None or empty are left out."""
    known = {key: value for key, value in members.items() if value is not None and value != {}}
    return Figure.model_validate(known)


def known(**members: object) -> dict[str, object]:
    """The members that are known, for a part of a figure such as its scope or source."""
    return {key: value for key, value in members.items() if value is not None}
