"""Run as a program: takes packages in, in children that are killed or whose disk fails.

Modes: ``kill`` sends SIGKILL at random moments; ``boundary`` fails or kills at each write boundary
in turn, and ``inside`` at those of the process that unpacks and validates; ``full`` lets files grow
to a size and no further; ``deliver`` just takes packages in.

Each receipt that a child got is appended to a file before the child ends: what stands there was
promised to a sender.
"""

import errno
import json
import os
import random
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from harmscope.errors import UserError
from harmscope.registry.folder import Registry
from harmscope.registry.intake import receive
from harmscope.registry.judging import ready

AT = datetime(2026, 4, 20, 10)


def take(folder: Path, package: Path, promised: Path) -> None:
    with Registry(folder) as registry, package.open("rb") as file:
        text = receive(registry, file, AT).text
    with promised.open("a") as out:
        out.write(json.dumps({"package": package.name, "receipt": text}) + "\n")


def forked(work: Callable[[], None], wait: float | None) -> int:
    """Run ``work`` in a child; kill it after ``wait`` seconds, where it still runs. Gives its wait
    status."""
    child = os.fork()
    if child == 0:
        code = 0
        try:
            work()
        except UserError:
            code = 2
        except BaseException as error:  # noqa: BLE001 - the child says what it died of
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            code = 3
        finally:
            os._exit(code)
    if wait is not None:
        ended = os.pidfd_open(child)
        select.select([ended], [], [], wait)
        os.close(ended)
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


class Boundaries:
    """Counts write boundaries of intake: opening for writing, renaming, making folders, syncing.

    With ``inside`` those of the process that it starts. A kill always meets intake itself.
    """

    def __init__(self, fail_at: int, how: str, *, inside: bool) -> None:
        self.seen, self._fail_at, self._how = 0, fail_at, how
        self._fsync, self._intake, self._inside = os.fsync, os.getpid(), inside
        os.fsync = self.fsync  # type: ignore[assignment]
        sys.addaudithook(self.event)

    def fsync(self, number: int) -> None:
        self.boundary()
        self._fsync(number)
        self.boundary()

    def event(self, name: str, args: tuple[object, ...]) -> None:
        writing = (
            name == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
        ) and not str(args[0]).endswith("promised")
        if writing or name in ("os.rename", "os.mkdir", "os.chmod", "sqlite3.connect"):
            self.boundary()

    def boundary(self) -> None:
        if self._inside == (os.getpid() == self._intake):
            return
        self.seen += 1
        if self.seen != self._fail_at:
            return
        if self._how == "kill":
            os.kill(self._intake, signal.SIGKILL)
        raise OSError(getattr(errno, self._how), "injected")


def main(mode: str, folder: Path, packages: list[Path], promised: Path, times: int) -> None:
    ready("records", AT.date())  # here, and not in each child
    if mode == "deliver":
        for package in packages:
            take(folder, package, promised)
    elif mode == "kill":
        draw = random.Random(times)
        started = time.monotonic()
        forked(lambda: take(folder, packages[0], promised), None)
        span = max(0.02, time.monotonic() - started)
        killed = 0
        for turn in range(times):
            package = packages[turn % len(packages)]
            started = time.monotonic()
            status = forked(lambda p=package: take(folder, p, promised), draw.uniform(0, span))
            killed += os.WIFSIGNALED(status)
            # What the first took may be long, where others worked too: then it is no measure.
            if 0 < turn < len(packages) and not os.WIFSIGNALED(status):
                span = min(span, time.monotonic() - started)
        print(json.dumps({"killed": killed, "span": span}))
    elif mode in ("boundary", "inside"):
        boundaries(folder, packages, promised, times, inside=mode == "inside")
    elif mode == "full":
        full(folder, packages, promised, times)


def boundaries(
    folder: Path, packages: list[Path], promised: Path, times: int, *, inside: bool
) -> None:
    """Each package meets its fault at another boundary, each boundary so many of the faults."""
    outcomes: dict[str, int] = {}
    for turn, package in enumerate(packages):
        how = ("kill", "ENOSPC", "EIO")[turn % 3]

        def work(at: int = turn // times + 1, how: str = how, package: Path = package) -> None:
            Boundaries(at, how, inside=inside)
            take(folder, package, promised)

        status = forked(work, None)
        name = how if os.WIFSIGNALED(status) else f"{how} exit {os.WEXITSTATUS(status)}"
        outcomes[name] = outcomes.get(name, 0) + 1
    print(json.dumps(outcomes))


def full(folder: Path, packages: list[Path], promised: Path, times: int) -> None:
    """No file may grow beyond a limit: the kernel itself cuts writes short."""
    outcomes: dict[str, int] = {}
    for turn, package in enumerate(packages[:times]):

        def work(limit: int = turn * 1400, package: Path = package) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            take(folder, package, promised)

        status = forked(work, None)
        name = f"exit {os.WEXITSTATUS(status)}"
        outcomes[name] = outcomes.get(name, 0) + 1
    print(json.dumps(outcomes))


if __name__ == "__main__":
    mode_, folder_, list_, promised_, times_ = sys.argv[1:]
    named = [Path(line) for line in Path(list_).read_text().splitlines()]
    main(mode_, Path(folder_), named, Path(promised_), int(times_))
