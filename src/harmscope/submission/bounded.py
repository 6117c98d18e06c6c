"""The check of a submission, ended at a deadline."""

from pathlib import Path
from tempfile import TemporaryDirectory

from harmscope.submission.deadline import PATIENCE, Deadline, Stopped, TooLate
from harmscope.submission.problems import Problem
from harmscope.submission.verify import Outcome, Trust, verify


def verify_within(path: Path, trust: Trust, seconds: float = PATIENCE) -> Outcome:
    """:func:`harmscope.submission.verify.verify` in a process of its own, for so many seconds at
    most; past them the one problem is ``too_slow``, and nothing is left behind."""
    with TemporaryDirectory(prefix="harmscope-", ignore_cleanup_errors=True) as room:
        try:
            return Deadline(seconds, Path(room)).run(verify, path, trust)
        except TooLate:
            return Outcome([Problem("too_slow")])
        except Stopped:
            return Outcome([Problem("check_stopped")])
