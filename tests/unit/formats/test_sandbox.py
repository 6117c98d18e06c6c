"""The sandbox: children that parse, and work under a deadline."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from harmscope.errors import UserError
from harmscope.formats import Limits, Member, StreamFault, sandbox
from harmscope.formats.sandbox import Deadline, Stopped, TooLate, read
from long_work import full, gone, runaway, scratch, with_child, wrong


def test_a_child_that_dies_is_a_fault(member: Callable[..., Member]) -> None:
    with pytest.raises(StreamFault, match="too much memory or time"):
        list(read(member(b"x"), "harmscope.no_such_module"))


def test_a_silent_child_is_not_waited_for(member: Callable[..., Member]) -> None:
    # An interpreter needs far longer than this to start, so the child looks silent.
    one = member(b"PAR1", limits=Limits(child_patience=0.0))
    with pytest.raises(StreamFault, match="too much memory or time"):
        list(read(one, "harmscope.formats.parquet_child"))


def test_what_is_done_while_a_child_starts_is_done_once(member: Callable[..., Member]) -> None:
    done: list[int] = []
    with pytest.raises(StreamFault, match="the Parquet file cannot be read"):
        for _ in sandbox.answers(
            member(b"PAR1"), "harmscope.formats.parquet_child", meanwhile=lambda: done.append(1)
        ):
            pass
    assert done == [1]


def running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_the_answer_comes_back(tmp_path: Path) -> None:
    assert Deadline(20, tmp_path).run(sum, [1, 2]) == 3


def test_what_never_comes_back_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    end = sandbox.machine.end
    monkeypatch.setattr(sandbox.machine, "end", lambda pid: (ended.append(pid), end(pid)))
    with pytest.raises(TooLate):
        Deadline(0.5, tmp_path).run(runaway)
    (child,) = ended
    assert not running(child)


def test_all_steps_share_the_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone_by = [0.0]
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + gone_by[0])
    monkeypatch.setattr(sandbox, "time", clock)
    deadline = Deadline(60, tmp_path)
    assert deadline.run(sum, [1, 2]) == 3
    gone_by[0] = 59.5
    with pytest.raises(TooLate):
        deadline.run(time.sleep, 20)  # less than all of the seconds
    gone_by[0] = 60
    with pytest.raises(TooLate):
        deadline.run(sum, [])


def test_what_it_started_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    note.touch()
    for seconds in (1, 4, 16, 64):  # where others work too, it may not come so far at first
        with pytest.raises(TooLate):
            Deadline(seconds, tmp_path).run(with_child, note)
        if note.read_text():
            break
    pid = int(note.read_text())
    end = time.monotonic() + 30
    while running(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not running(pid)


def test_errors_pass_and_a_death_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="here: a fault; a fix"):
        Deadline(20, tmp_path).run(wrong)
    with pytest.raises(OSError, match="No space"):
        Deadline(20, tmp_path).run(full)
    with pytest.raises(Stopped):
        Deadline(20, tmp_path).run(gone)


def test_temporary_files_lie_in_the_room(tmp_path: Path) -> None:
    assert Path(Deadline(20, tmp_path).run(scratch)).parent == tmp_path


def test_it_works_beside_other_threads(tmp_path: Path) -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert Deadline(60, tmp_path).run(sum, [1, 2]) == 3
        with pytest.raises(UserError, match="here: a fault; a fix"):
            Deadline(60, tmp_path).run(wrong)
    finally:
        done.set()
        thread.join()


def test_the_child_ends_with_its_parent(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from long_work import with_child\n"
        "from harmscope.formats.sandbox import Deadline\n"
        f"Deadline(60, Path({str(tmp_path)!r})).run(with_child, Path({str(tmp_path / 'pid')!r}))"
    )
    here = {**os.environ, "PYTHONPATH": ":".join(sys.path)}
    parent = subprocess.Popen([sys.executable, "-c", program], env=here)
    (tmp_path / "pid").touch()
    end = time.monotonic() + 60
    while not (tmp_path / "pid").read_text() and time.monotonic() < end:
        time.sleep(0.05)
    pid = int((tmp_path / "pid").read_text())
    assert running(pid)
    parent.kill()
    parent.wait()
    while running(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not running(pid)


def test_an_answer_is_one_line_with_its_bytes_behind(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    sandbox.answer(b"\x00\n\xff", count=2)
    sandbox.answer(end=True)
    assert capfdbinary.readouterr().out == b'{"count": 2, "bytes": 3}\n\x00\n\xff{"end": true}\n'
