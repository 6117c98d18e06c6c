"""What differs from one operating system to the next, in one place.

Linux has all of it: limits for a process, groups of processes, copies of a process, locks on a
file, names in a folder that survive a loss of power. macOS bounds no memory and copies processes
badly; Windows has none of these. There a watch in the parent (:class:`Watch`), new processes and
locks of its own do the same work. What cannot be had is said in docs/systems.md.
"""

import codecs
import errno
import os
import re
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TextIO

FORKS = hasattr(os, "fork") and sys.platform != "darwin"
"""Whether a process can be copied. macOS can, but its own libraries do not survive that."""

WINDOWS = sys.platform == "win32"

GROUPS = hasattr(os, "killpg")
"""Whether processes come in groups that end together."""

PIPES = hasattr(os, "mkfifo")
"""Whether a pipe can have a name in a folder."""

MOST_JOBS = 60 if WINDOWS else 2**10
"""How many processes a pool takes: Windows waits for no more at a time."""


def _bounds_memory() -> bool:
    try:
        import resource
    except ModuleNotFoundError:
        return False
    return sys.platform.startswith("linux") and hasattr(resource, "RLIMIT_DATA")


BOUNDS_MEMORY = _bounds_memory()
"""Whether the system itself keeps a process within an amount of memory."""


# Files and folders.


def open_to_read(path: Path) -> int:
    """A descriptor for a file. Where a pipe stands at ``path``, nobody waits for a writer."""
    wanted = ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
    flags = sum(getattr(os, name, 0) for name in wanted)
    return os.open(path, os.O_RDONLY | flags)


def new_private_file(path: Path) -> BinaryIO:
    """A new file that only its owner may read. On Windows the rights of the folder hold for it.

    Raises OSError where there is one already, or the place cannot be written.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def open_to_others(path: Path) -> bool:
    """Whether others than the owner may read a file, as far as the system says so."""
    if os.name != "posix":
        return False
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def settle(folder: Path) -> None:
    """Make sure that the names in a folder are on disk. Windows opens no folder and needs none:
    it writes names down with the files."""
    if not hasattr(os, "O_DIRECTORY") or not folder.is_dir():
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def remove(path: Path) -> None:
    """Take a file away, also one that may not be written; nothing where there is none."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        # Windows keeps what may not be written.
        path.chmod(stat.S_IWRITE | stat.S_IREAD)
        path.unlink(missing_ok=True)


_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)")


def portable(name: str) -> str:
    """``name`` as all systems take it for a file. Windows takes a colon for a part of a file, some
    names for devices, and a dot at the end for nothing."""
    plain = _FORBIDDEN.sub("_", name).rstrip(". ")
    return _DEVICE.sub(r"\g<0>_", plain, count=1) if _DEVICE.match(plain) else plain


def open_many(most: int) -> None:
    """Let this process hold up to ``most`` files open, where the system lets it have so many."""
    try:
        import resource
    except ModuleNotFoundError:
        return
    now, top = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most if top == resource.RLIM_INFINITY else min(most, top)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, top))


# Locks.

_SLOTS = 64
_PAUSE = 0.05


@contextmanager
def locked(path: Path, *, shared: bool) -> Iterator[None]:
    """Hold a lock on a file: with others that share it, or alone. Waits until it can be had, and
    ends with the process, whatever ends that."""
    with path.open("ab") as file:
        try:
            import fcntl
        except ModuleNotFoundError:
            with _locked_bytes(file, shared=shared):
                yield
            return
        fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield


@contextmanager
def _locked_bytes(file: BinaryIO, *, shared: bool) -> Iterator[None]:
    """Windows locks bytes, each for one process. Who shares takes one of them; who wants to be
    alone takes all."""
    import msvcrt

    turn = 0
    while True:
        start, count = (turn % _SLOTS, 1) if shared else (0, _SLOTS)
        file.seek(start)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, count)  # type: ignore[attr-defined]
        except OSError:
            turn += 1
            if not shared or turn % _SLOTS == 0:
                time.sleep(_PAUSE)
            continue
        break
    try:
        yield
    finally:
        file.seek(start)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, count)  # type: ignore[attr-defined]


# Processes.


def limit(**bounds: int) -> None:
    """Bound this process by limits of the system, such as ``RLIMIT_CPU=60``; those that the system
    does not have are left out."""
    try:
        import resource
    except ModuleNotFoundError:
        return
    for name, most in bounds.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        _, hard = resource.getrlimit(kind)
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (value, value))
        except (OSError, ValueError):
            if BOUNDS_MEMORY:
                raise


def lead_group() -> None:
    """Make this process the first of a group that :func:`end` ends."""
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)


def end(pid: int) -> None:
    """End a process and all that it started."""
    if GROUPS:
        import signal

        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return
    import psutil

    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        process = psutil.Process(pid)
        inside = process.children(recursive=True)
        # From the top down: a process that waits for a child must not see it end and go on. Only
        # who ends itself comes last, or its children would stay.
        for one in [*inside, process] if pid == os.getpid() else [process, *inside]:
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                one.kill()


def end_own_group() -> None:
    """End this process and all that it started."""
    if GROUPS:
        import signal

        os.killpg(0, signal.SIGKILL)
    end(os.getpid())


class Watch:
    """Ends a child that is silent for too long while it is listened to, or that holds too much
    memory, where the system cannot do either. Use as a context manager around the child's life."""

    EVERY = 0.1
    """Seconds between two looks; so long a child may hold more than it should."""

    def __init__(self, pid: int, patience: float, memory: int) -> None:
        self._pid, self._patience, self._memory = pid, patience, memory
        self._since: float | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Within this block the child is expected to say something."""
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._since = None

    def _look(self) -> None:
        while not self._over.wait(min(self.EVERY, self._patience)):
            since = self._since
            silent = since is not None and time.monotonic() - since > self._patience
            if silent or _memory(self._pid) > self._memory:
                end(self._pid)
                return


def _memory(pid: int) -> int:
    """Bytes of memory that a process holds; 0 where it is gone."""
    import psutil

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0


# Text on the terminal.


def escape_what_cannot_be_shown() -> None:
    """From now on, what the terminal's own set of characters lacks is written as its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def takes_utf8(stream: TextIO) -> bool:
    """Whether what is written to a stream leaves it in UTF-8."""
    return codecs.lookup(stream.encoding or "utf-8").name == "utf-8"


_FULL = {getattr(errno, name) for name in ("ENOSPC", "EDQUOT") if hasattr(errno, name)}


def is_full(error: BaseException) -> bool:
    """Whether an error says that a disk is full, or all of it that this user may fill."""
    return isinstance(error, OSError) and error.errno in _FULL
