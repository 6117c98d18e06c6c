"""Reading untrusted binary formats in a process of its own, with limits on memory and patience.

A crafted Parquet file or workbook can abort its parser or take all memory; then only the child is
lost, and the parent gets a fault. The child is a module of this package. It gets the content on
an open file and answers in JSON lines: ``{"rows": [[number, {…}] | [number, "fault code"], …]}``
as often as it likes, ``{"notes": […]}``, and at the end ``{"end": true}`` or ``{"fault": code}``.
An answer with ``bytes`` is followed by that many bytes, which the parent must take as plain data.
"""

import json
import resource
import select
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import IO, Any, BinaryIO

from harmscope.formats.member import Member
from harmscope.formats.rows import Limits, Row, RowFault, StreamFault, row_fault

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


def answers(member: Member, module: str) -> Answers:
    """Answers of the child ``module`` with the bytes behind them. Raises StreamFault like
    :func:`read`."""
    with _content(member) as file:
        yield from _conversation(member, module, file)


def _content(member: Member) -> BinaryIO:
    """The content as a file with a descriptor of its own, at its start."""
    if member.path is not None:
        return member.path.open("rb")
    file = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        for chunk in member.chunks():
            file.write(chunk)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _conversation(member: Member, module: str, file: BinaryIO) -> Answers:
    limits = member.limits
    command = [sys.executable, "-I", "-m", module, str(limits.columns), str(limits.nesting)]
    child = subprocess.Popen(  # noqa: S603 our own interpreter and module
        [*command, str(limits.child_memory)],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdout is not None
    try:
        for said, data in _heard(child.stdout, limits):
            if "fault" in said:
                raise StreamFault(said["fault"], member.name)
            if "end" in said:
                return
            member.notes.extend(said.get("notes", []))
            yield said, data
        raise StreamFault("reader_stopped", member.name)
    finally:
        child.stdout.close()
        child.kill()
        child.wait()


def _heard(pipe: IO[bytes], limits: Limits) -> Answers:
    """What the child says, until it ends or is silent for too long."""
    source = _Patient(pipe, limits.child_patience)
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
    """Reads a pipe as long as something comes."""

    def __init__(self, pipe: IO[bytes], seconds: float) -> None:
        self._pipe = pipe
        self._seconds = seconds
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
        if not select.select([self._pipe], [], [], self._seconds)[0]:
            return b""
        return self._pipe.read1(2**20)  # type: ignore[attr-defined, no-any-return]


def confine(memory: int) -> None:
    """Limit the running process: data memory in bytes, no core file, no file written."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def answer(data: bytes = b"", **said: object) -> None:
    """Say one thing to the parent (in the child), with ``data`` behind it."""
    if data:
        said["bytes"] = len(data)
    text = json.dumps(said, ensure_ascii=True, allow_nan=False) + "\n"
    sys.stdout.buffer.write(text.encode("ascii") + data)
    sys.stdout.buffer.flush()


class ChildFault(Exception):  # noqa: N818
    """A fault of the content that the child met; the argument is its code."""


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
        answer(fault=str(fault))
    except (MemoryError, RecursionError):
        answer(fault="reader_stopped")
    except Exception:  # noqa: BLE001
        answer(fault=fallback)
    else:
        answer(end=True)
