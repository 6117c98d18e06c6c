"""Reading untrusted binary formats in a process of its own, with limits on memory and patience.

A crafted Parquet file or workbook can abort its parser or take all memory; then only the child is
lost, and the parent gets a fault. The child is a module of this package. It gets the content on
an open file and answers in JSON lines: ``{"rows": [[number, {…}] | [number, "fault code"], …]}``
as often as it likes, ``{"notes": […]}``, and at the end ``{"end": true}`` or ``{"fault": code}``.
"""

import json
import resource
import select
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import IO, BinaryIO

from harmscope.formats.limits import Limits
from harmscope.formats.member import Member
from harmscope.formats.rows import Row, RowFault, StreamFault, row_fault


def read(member: Member, module: str) -> Iterator[Row | RowFault]:
    """Rows that the child ``module`` reads out of ``member``.

    Raises StreamFault: the child's own code, or ``reader_stopped`` where it died or fell silent.
    """
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


def _conversation(member: Member, module: str, file: BinaryIO) -> Iterator[Row | RowFault]:
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
        for text in _answers(child.stdout, limits):
            answer = json.loads(text)
            if "fault" in answer:
                raise StreamFault(answer["fault"], member.name)
            if "end" in answer:
                return
            member.notes.extend(answer.get("notes", []))
            for number, data in answer.get("rows", []):
                yield row_fault(data, number, 0) if isinstance(data, str) else Row(number, 0, data)
        raise StreamFault("reader_stopped", member.name)
    finally:
        child.stdout.close()
        child.kill()
        child.wait()


def _answers(pipe: IO[bytes], limits: Limits) -> Iterator[bytes]:
    """Lines of the child, until it ends or is silent for too long."""
    buffer = b""
    while select.select([pipe], [], [], limits.child_patience)[0]:
        block = pipe.read1(2**20)  # type: ignore[attr-defined]
        if not block:
            return
        *lines, buffer = (buffer + block).split(b"\n")
        yield from lines


def confine(memory: int) -> None:
    """Limit the running process: data memory in bytes, no core file, no file written."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def answer(**said: object) -> None:
    """Say one thing to the parent (in the child)."""
    sys.stdout.write(json.dumps(said, ensure_ascii=True, allow_nan=False) + "\n")
    sys.stdout.flush()


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
