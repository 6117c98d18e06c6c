"""Work on untrusted input in a process of its own that ends at a deadline, whatever it is doing.

A check between steps cannot stop a step that hangs: an expression that runs away, a decoder that
never comes back. A process can be killed, with every process that it started. Nothing of it stays:
its temporary files lie in a folder that the caller takes away.
"""

import multiprocessing
import os
import resource
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from math import ceil
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, ForkServerContext
from pathlib import Path
from typing import ParamSpec, TypeVar

PATIENCE = 600.0
"""How long a submission may be worked on, in seconds, where nobody says otherwise."""

_GRACE = 60
_P = ParamSpec("_P")
_T = TypeVar("_T")


class TooLate(Exception):  # noqa: N818 - read as what happened
    """The deadline passed."""


class Stopped(Exception):  # noqa: N818 - read as what happened
    """The process ended without an answer: it crashed or ran out of memory."""


class Deadline:
    """Some seconds from now on, for all that is run under it. ``room`` is a folder for temporary
    files, which the caller takes away afterwards."""

    def __init__(self, seconds: float, room: Path) -> None:
        self._end = time.monotonic() + seconds
        self._room = room

    def run(self, work: Callable[_P, _T], *args: _P.args, **more: _P.kwargs) -> _T:
        """What ``work`` gives, run in another process.

        Raises TooLate at the deadline, Stopped where the process died, and what ``work`` raises.
        ``work``, its arguments, its answer and its exceptions must be picklable.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TooLate
        context = _context(work.__module__)
        answers, answering = context.Pipe(duplex=False)
        told = (answering, self._room, left, partial(work, *args, **more))
        child = context.Process(target=_serve, args=told)
        child.start()
        answering.close()
        try:
            if not answers.poll(max(0.0, self._end - time.monotonic())):
                raise TooLate
            good, answer = answers.recv()
        except EOFError:
            raise Stopped from None
        finally:
            _end(child.pid)
            child.join()
            answers.close()
        if not good:
            raise answer
        found: _T = answer
        return found


def _context(module: str) -> ForkContext | ForkServerContext:
    """A copy of this process is quickest, but must not be taken while other threads may hold locks;
    then it is a copy of a clean process that has read ``module``."""
    if threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module])
    return context


def _end(pid: int | None) -> None:
    """Kill a child and all that it started."""
    if pid is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _serve(answering: Connection, room: Path, seconds: float, work: Callable[[], object]) -> None:
    """Run in the child: its own group, its own folder, no life beyond the parent's."""
    os.setpgid(0, 0)
    threading.Thread(target=_watch, daemon=True).start()
    _limit(seconds)
    tempfile.tempdir = os.environ["TMPDIR"] = str(room)
    try:
        answer: tuple[bool, object] = True, work()
    except MemoryError:
        return
    except Exception as error:  # noqa: BLE001 - the parent raises it
        answer = False, error
    answering.send(answer)


def _watch() -> None:
    """End with the parent, even where it was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.killpg(0, signal.SIGKILL)


def _limit(seconds: float) -> None:
    """Processor time as a second bound, for a child whose parent is gone and that hears nothing."""
    most = ceil(seconds * (os.cpu_count() or 1)) + _GRACE
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
