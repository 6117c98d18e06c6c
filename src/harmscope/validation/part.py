"""What was found in a part of a file; parts are put together in the order of the file."""

from collections import Counter
from dataclasses import dataclass, field

from harmscope.findings import Finding
from harmscope.validation.profile_ import Profile
from harmscope.validation.survey import Survey


@dataclass(slots=True)
class Part:
    """Counts and findings of some rows of one member.

    ``identities`` holds what is needed to find repeats (see ``identities``). ``headers`` and
    ``records`` count rows by what they are; ``opening`` is the place of a header that is the
    first row here, since only the whole file tells whether it stands first. ``classes`` counts the
    records of a public data set by what outsiders may know of them. ``links`` holds what is needed
    to follow which record supersedes which (see ``successions``).
    """

    name: str
    accepted: int = 0
    rejected: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    identities: bytearray = field(default_factory=bytearray)
    links: list[bytes] = field(default_factory=list)
    headers: int = 0
    records: int = 0
    opening: tuple[int, int, bool] | None = None
    kept: list[dict[str, object]] = field(default_factory=list)
    survey: Survey = field(default_factory=Survey)
    profile: Profile | None = None
    classes: Counter[str] = field(default_factory=Counter)
