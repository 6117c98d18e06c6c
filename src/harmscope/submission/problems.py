"""Each way in which a submission can fail its check, and each reason not to take it in."""

from dataclasses import dataclass

from harmscope.findings import FindingKind
from harmscope.rules.intake import BY_SLUG

PASSING = ("too_slow", "check_stopped")
"""Problems that say nothing of the package itself: the same bytes may fare better another time."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason against a package: its word in the catalogue, and the file it concerns (escaped
    for display) where there is one."""

    code: str
    member: str = ""

    @property
    def kind(self) -> FindingKind:
        """Its entry in the catalogue."""
        return BY_SLUG[self.code]

    @property
    def words(self) -> str:
        """What is wrong and how to mend it, in one line."""
        said = f"{self.kind.clause}; {self.kind.fix}"
        return f"{self.member}: {said}" if self.member else said

    def as_dict(self) -> dict[str, str]:
        """The problem as receipts, the ledger and JSON output show it."""
        kind = self.kind
        shown = {"code": kind.slug, "rule": kind.code, "fault": kind.clause, "fix": kind.fix}
        return {**shown, "member": self.member} if self.member else shown


class Refused(Exception):  # noqa: N818 - read as what happened to the package
    """A package that cannot be gone on with."""

    def __init__(self, code: str, member: str = "") -> None:
        super().__init__(code)
        self.problem = Problem(code, member)
