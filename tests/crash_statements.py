"""Run as a program: intake that dies or loses its database at each statement and commit in turn.

A package that did not get in is used again, so a few packages are enough for all faults. Prints
how often each fault ended how, and how many places there were.
"""

import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import Engine, Pool, event
from sqlalchemy.exc import OperationalError

from crash_intake import AT, forked, take
from harmscope.registry.folder import Registry
from harmscope.registry.judging import ready
from harmscope.registry.store import digest_of

FAULTS = ("kill", "lost")


class Places:
    """Counts what is said to the database; at one place the process is killed or the database
    lost. The place after the commit is where the connection goes back to the pool."""

    def __init__(self, fail_at: int, how: str) -> None:
        self.seen, self._fail_at, self._how = 0, fail_at, how
        for target, name in (
            (Engine, "begin"),
            (Engine, "before_cursor_execute"),
            (Engine, "commit"),
            (Pool, "reset"),
        ):
            event.listen(target, name, self.place)

    def place(self, *_: object) -> None:
        self.seen += 1
        if self.seen != self._fail_at:
            return
        if self._how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OperationalError("injected", None, OSError())


def main(folder: Path, packages: list[Path], promised: Path) -> None:
    ready("records", AT.date())  # here, and not in each child
    waiting, outcomes, at = list(packages), Counter[str](), 0
    reached = True
    while reached:
        at += 1
        for how in FAULTS:
            package = waiting[0]

            def work(at: int = at, how: str = how, package: Path = package) -> None:
                places = Places(at, how)
                take(folder, package, promised)
                if places.seen < at:
                    os._exit(9)

            status = forked(work, None)
            ended = "killed" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"
            reached = ended != "exit 9"
            outcomes[f"{how} {ended}"] += 1
            if taken(folder, package):
                waiting.pop(0)
    print(json.dumps({**outcomes, "places": at - 1, "used": len(packages) - len(waiting)}))


def taken(folder: Path, package: Path) -> bool:
    with Registry(folder) as registry:
        return registry.ledger.receipt(digest_of(package)) is not None


if __name__ == "__main__":
    folder_, list_, promised_ = map(Path, sys.argv[1:])
    main(folder_, [Path(line) for line in list_.read_text().splitlines()], promised_)
