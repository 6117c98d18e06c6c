"""A package is checked and judged in a process of its own, which a deadline ends."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from harmscope.registry.judging import Judged, judge
from harmscope.submission.deadline import Deadline, Stopped, TooLate
from harmscope.submission.problems import Problem
from harmscope.submission.verify import Outcome, Trust, verify


@dataclass(slots=True)
class Examined:
    """What the check and the judge found. Files they made lie in the slot."""

    outcome: Outcome = field(default_factory=Outcome)
    judged: Judged = field(default_factory=Judged)


def examined(package: Path, trust: Trust, slot: Path, seconds: float) -> Examined:
    """Check a package and judge its members; unpacking and validating share ``seconds``.

    Past them, or where the process dies, that is a problem of the package. What was found out
    before, such as the sender, is kept.
    """
    found, deadline = Examined(), Deadline(seconds, slot)
    try:
        found.outcome = deadline.run(_checked, package, trust, slot)
        if found.outcome.ok:
            found.judged = deadline.run(_judged, found.outcome, trust.clock)
    except TooLate:
        found.outcome.problems.append(Problem("too_slow"))
    except Stopped:
        found.outcome.problems.append(Problem("check_stopped"))
    return found


def _checked(package: Path, trust: Trust, slot: Path) -> Outcome:
    return verify(package, trust, slot)


def _judged(outcome: Outcome, today: date) -> Judged:
    assert outcome.statement is not None
    return judge(outcome.statement, outcome.files, today)
