"""The sandbox: work on untrusted input in a process of its own, with limits on memory and time.

A crafted file can abort its parser, take all memory or never come back; then only the child is
lost, and the parent gets a fault. A process can be killed, with every process that it started.

A parser of a binary format (:func:`read`, :func:`answers`) is a module of this package, run as a
clean process. It gets the content on an open file and answers in JSON lines:
``{"rows": [[number, {…}] | [number, "fault code"], …]}`` as often as it likes, ``{"notes": […]}``,
and at the end ``{"end": true}`` or ``{"fault": code, "detail": …}``. An answer with ``bytes`` is
followed by that many bytes, which the parent must take as plain data.

A longer piece of work (:class:`Deadline`) is a function of ours, such as the check of a package,
and ends at a deadline, whatever it is doing. Nothing of it stays: its temporary files lie in a
folder that the caller takes away.
"""

import json
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from math import ceil
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, ParamSpec, TypeVar

from harmscope import machine
from harmscope.formats.door import open_file
from harmscope.formats.member import Member
from harmscope.formats.rows import Limits, Row, RowFault, StreamFault, row_fault

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext

PATIENCE = 600.0
"""How long a submission may be worked on, in seconds, where nobody says otherwise."""

_GRACE = 60
_P = ParamSpec("_P")
_T = TypeVar("_T")

Answers = Iterator[tuple[dict[str, Any], bytes]]


def read(member: Member, module: str) -> Iterator[Row | RowFault]:
    """Rows that the child ``module`` reads out of ``member``.

    Raises StreamFault: the child's own code, or ``reader_stopped`` where it died or fell silent.
    """
    for said, _ in answers(member, module):
        yield from rows(said)


def rows(said: dict[str, Any]) -> Iterator[Row | RowFault]:
    """The rows of one answer."""
    for number, data in said.get("rows", []):
        yield row_fault(data, number, 0) if isinstance(data, str) else Row(number, 0, data)


def answers(
    member: Member, module: str, *words: str, meanwhile: Callable[[], object] | None = None
) -> Answers:
    """Answers of the child ``module`` with the bytes behind them; it gets ``words`` after its
    limits. ``meanwhile`` is called once, while the child starts. Raises StreamFault like
    :func:`read`."""
    with _content(member) as file:
        yield from _conversation(member, [module, *words], file, meanwhile)


def _content(member: Member) -> BinaryIO:
    """The content as a file with a descriptor of its own, at its start."""
    if member.path is not None:
        return open_file(member.path)
    file = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        for chunk in member.chunks():
            file.write(chunk)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _conversation(
    member: Member, words: list[str], file: BinaryIO, meanwhile: Callable[[], object] | None
) -> Answers:
    limits = member.limits
    module, *more = words
    bounds = [str(limits.columns), str(limits.nesting), str(limits.child_memory)]
    child = subprocess.Popen(  # noqa: S603 our own interpreter and module
        [sys.executable, "-I", "-m", module, *bounds, *more],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )
    assert child.stdout is not None
    try:
        with _watched(child.pid, limits) as watch:
            if meanwhile is not None:
                meanwhile()
            for said, data in _heard(child.stdout, limits, watch):
                if "fault" in said:
                    raise StreamFault(said["fault"], member.name, said.get("detail", ""))
                if "end" in said:
                    return
                member.notes.extend(said.get("notes", []))
                yield said, data
        raise StreamFault("reader_stopped", member.name)
    finally:
        child.stdout.close()
        machine.end(child.pid)
        child.wait()


def _watched(pid: int, limits: Limits) -> "AbstractContextManager[machine.Watch | None]":
    """A watch on the child, where the system itself does not keep it within its memory."""
    if machine.BOUNDS_MEMORY:
        return nullcontext()
    return machine.Watch(pid, limits.child_patience, limits.child_memory)


def _heard(pipe: IO[bytes], limits: Limits, watch: "machine.Watch | None") -> Answers:
    """What the child says, until it ends or is silent for too long."""
    source = _Patient(pipe, limits.child_patience, watch)
    while line := source.line():
        said = json.loads(line)
        size = said.get("bytes", 0)
        if not 0 <= size <= limits.child_memory:
            return
        data = source.exactly(size)
        if len(data) < size:
            return
        yield said, data


class _Patient:
    """Reads a pipe as long as something comes, or as long as the watch lets the child live."""

    def __init__(self, pipe: IO[bytes], seconds: float, watch: "machine.Watch | None") -> None:
        self._pipe = pipe
        self._seconds = seconds
        self._watch = watch
        self._held = b""

    def line(self) -> bytes:
        """The next line; nothing at the end."""
        parts = [self._held]
        while b"\n" not in parts[-1]:
            block = self._block()
            if not block:
                return b""
            parts.append(block)
        line, _, self._held = b"".join(parts).partition(b"\n")
        return line

    def exactly(self, size: int) -> bytes:
        """The next bytes; fewer at the end."""
        parts, left = [self._held], size - len(self._held)
        while left > 0 and (block := self._block()):
            parts.append(block)
            left -= len(block)
        data = b"".join(parts)
        self._held = data[size:]
        return data[:size]

    def _block(self) -> bytes:
        if self._watch is not None:
            with self._watch.listening():
                return self._pipe.read1(2**20)  # type: ignore[attr-defined, no-any-return]
        if not select.select([self._pipe], [], [], self._seconds)[0]:
            return b""
        return self._pipe.read1(2**20)  # type: ignore[attr-defined, no-any-return]


def confine(memory: int | None = None, seconds: float | None = None) -> None:
    """Limit the running process: no core file; with ``memory``, so many bytes of data and no file
    written; with ``seconds``, about so much processor time on each core. What the system has no
    limit for, the parent watches."""
    machine.limit(RLIMIT_CORE=0)
    if memory is not None:
        machine.limit(RLIMIT_DATA=memory, RLIMIT_FSIZE=0)
    if seconds is not None:
        machine.limit(RLIMIT_CPU=ceil(seconds * (os.cpu_count() or 1)) + _GRACE)


def answer(data: bytes = b"", **said: object) -> None:
    """Say one thing to the parent (in the child), with ``data`` behind it."""
    if data:
        said["bytes"] = len(data)
    text = json.dumps(said, ensure_ascii=True, allow_nan=False) + "\n"
    sys.stdout.buffer.write(text.encode("ascii") + data)
    sys.stdout.buffer.flush()


class ChildFault(Exception):  # noqa: N818
    """A fault of the content that the child met: its code, and what it is about."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.detail = detail


def serve(reader: Callable[[int, int], None], fallback: str) -> None:
    """Run ``reader(columns, nesting)`` in this process under the limits given on its command line.

    Whatever it raises becomes a fault: its own code, ``reader_stopped`` for want of memory, else
    ``fallback``. Parsers raise anything on crafted input, so everything is caught.
    """
    columns, nesting, memory = map(int, sys.argv[1:4])
    confine(memory)
    try:
        reader(columns, nesting)
    except ChildFault as fault:
        answer(fault=str(fault), detail=fault.detail)
    except (MemoryError, RecursionError):
        answer(fault="reader_stopped")
    except Exception:  # noqa: BLE001
        answer(fault=fallback)
    else:
        answer(end=True)


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
        child = context.Process(target=_work, args=told)
        child.start()
        answering.close()
        try:
            if not answers.poll(max(0.0, self._end - time.monotonic())):
                raise TooLate
            good, answer = answers.recv()
        except (EOFError, BrokenPipeError):
            raise Stopped from None
        finally:
            if child.pid is not None:
                machine.end(child.pid)
            child.join()
            answers.close()
        if not good:
            raise answer
        found: _T = answer
        return found


def copies() -> bool:
    """Whether work under a deadline is done by a copy of this process, which has what is loaded and
    built here."""
    return machine.FORKS and threading.active_count() == 1


def _context(module: str) -> "ForkContext | ForkServerContext | SpawnContext":
    """A copy of this process is quickest, but must not be taken while other threads may hold locks;
    then it is a copy of a clean process that has read ``module``. Where no process can be copied,
    it is a new one."""
    # Most commands never come here, and it takes a while to load.
    import multiprocessing

    if not machine.FORKS:
        return multiprocessing.get_context("spawn")
    if copies():
        return multiprocessing.get_context("fork")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module])
    return context


def _work(answering: "Connection", room: Path, seconds: float, work: Callable[[], object]) -> None:
    """Run in the child: its own group, its own folder, no life beyond the parent's."""
    machine.lead_group()
    threading.Thread(target=_watch, daemon=True).start()
    # The processor's time is a second bound, for a child whose parent is gone unheard.
    confine(seconds=seconds)
    tempfile.tempdir = str(room)
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(room)))
    try:
        answer: tuple[bool, object] = True, work()
    except MemoryError:
        return
    except Exception as error:  # noqa: BLE001 - the parent raises it
        answer = False, error
    answering.send(answer)


def _watch() -> None:
    """End with the parent, even where it was killed."""
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        machine.end_own_group()
