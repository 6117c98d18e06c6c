"""What stands in for what a system does not have."""

import io
import os
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import psutil
import pytest

from harmscope import machine
from harmscope.errors import UserError
from harmscope.formats import write

HOLD = """
import sys, time
from pathlib import Path
from harmscope.machine import locked
with locked(Path(sys.argv[1]), shared=sys.argv[2] == "shared"):
    print("held", flush=True)
    time.sleep(60)
"""
ELSEWHERE = {"PYTHONPATH": str(Path(__file__).parents[1] / "elsewhere")}


@pytest.mark.parametrize("env", [{}, ELSEWHERE], ids=["posix", "elsewhere"])
@pytest.mark.parametrize(
    ("first", "second", "waits"),
    [("shared", "shared", False), ("shared", "alone", True), ("alone", "shared", True)],
)
def test_who_shares_a_lock_keeps_out_who_wants_to_be_alone(
    env: dict[str, str], first: str, second: str, waits: bool, tmp_path: Path
) -> None:
    def hold(how: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", HOLD, str(tmp_path / "lock"), how]
        return subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **env})

    with hold(first) as one:
        assert one.stdout is not None
        assert one.stdout.readline() == b"held\n"
        with hold(second) as other:
            assert other.stdout is not None
            if waits:
                with pytest.raises(subprocess.TimeoutExpired):
                    other.wait(2)
                one.kill()  # the lock ends with its process
            assert other.stdout.readline() == b"held\n"
            other.kill()
        one.kill()


def child(program: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)


def ended(one: subprocess.Popen[bytes], watch: machine.Watch) -> float:
    """Seconds until the child that is listened to falls silent for good."""
    assert one.stdout is not None
    start = time.monotonic()
    with one, watch:
        while True:
            with watch.listening():
                if not one.stdout.read1(100):
                    return time.monotonic() - start


def test_a_watch_ends_a_child_that_is_silent() -> None:
    one = child("import time; print('here', flush=True); time.sleep(60)")
    assert ended(one, machine.Watch(one.pid, 2, 2**30)) < 30


def test_a_watch_ends_a_child_that_takes_too_much_memory() -> None:
    one = child("import time; held = bytearray(b'x') * 200_000_000; time.sleep(60)")
    assert ended(one, machine.Watch(one.pid, 60, 100_000_000)) < 30


def test_a_watch_lets_live_who_is_not_listened_to() -> None:
    one = child("import time; time.sleep(60)")
    with one:
        with machine.Watch(one.pid, 0.1, 2**30):
            time.sleep(0.5)
            assert one.poll() is None
        one.kill()


def wait_until_gone(pid: int) -> None:
    """A dead process that nobody asked for its result is gone as well."""
    until = time.monotonic() + 10
    with suppress(psutil.NoSuchProcess):
        while psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < until
            time.sleep(0.05)


def test_an_end_takes_all_with_it_where_there_are_no_groups(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machine, "GROUPS", False)
    inner = [sys.executable, "-c", "import time; time.sleep(60)"]
    with child(f"import subprocess; subprocess.run({inner!r})") as one:
        while not (inside := psutil.Process(one.pid).children()):
            time.sleep(0.05)
        machine.end(one.pid)
        assert one.wait(10) != 0
        for process in inside:
            wait_until_gone(process.pid)


def test_who_ends_itself_takes_all_with_it_where_there_are_no_groups() -> None:
    act = (
        "import subprocess, sys; from harmscope import machine; machine.GROUPS = False; "
        "one = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
        "print(one.pid, flush=True); machine.end_own_group()"
    )
    with child(act) as one:
        assert one.stdout is not None
        inside = int(one.stdout.readline())
        assert one.wait(10) != 0
    wait_until_gone(inside)


def test_nothing_is_done_without_the_modules(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)  # importing it fails
    machine.limit(RLIMIT_CPU=1, RLIMIT_DATA=1)
    monkeypatch.delattr(os, "O_DIRECTORY")
    machine.settle(tmp_path / "missing")
    machine.settle(tmp_path)


def test_a_private_file_is_new_and_of_its_owner(tmp_path: Path) -> None:
    with machine.new_private_file(tmp_path / "key") as file:
        file.write(b"a\nb\n")
    assert (tmp_path / "key").read_bytes() == b"a\nb\n"
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert not machine.open_to_others(tmp_path / "key")
    (tmp_path / "key").chmod(0o640)
    assert machine.open_to_others(tmp_path / "key")
    with pytest.raises(FileExistsError):
        machine.new_private_file(tmp_path / "key")


def test_what_may_not_be_written_is_taken_away_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    unlink = os.unlink

    def windows(path: Path, **more: object) -> None:
        if not os.stat(path).st_mode & stat.S_IWUSR:
            raise PermissionError(13, "Access is denied")
        unlink(path)

    monkeypatch.setattr(os, "unlink", windows)
    (tmp_path / "object").touch(0o444)
    machine.remove(tmp_path / "object")
    assert not (tmp_path / "object").exists()
    machine.remove(tmp_path / "object")


def test_a_file_that_cannot_be_replaced_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def windows(source: str, target: Path) -> None:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(os, "replace", windows)
    with (
        pytest.raises(UserError, match="cannot be replaced; close it in other programs"),
        write.whole(tmp_path / "figures.csv") as file,
    ):
        file.write(b"a")
    assert not list(tmp_path.iterdir())


def test_what_a_terminal_cannot_show_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO(), "cp1252", newline="\n")
    assert not machine.takes_utf8(out)
    assert machine.takes_utf8(io.TextIOWrapper(io.BytesIO(), "UTF8"))
    monkeypatch.setattr(sys, "stdout", out)
    machine.escape_what_cannot_be_shown()
    out.write("é → 日\n")
    out.flush()
    assert out.buffer.getvalue() == b"\xe9 \\u2192 \\u65e5\n"


def test_the_module_of_windows_is_asked_for_bytes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = []
    windows = ModuleType("msvcrt")
    windows.LK_NBLCK, windows.LK_UNLCK = 2, 0
    windows.locking = lambda number, mode, count: asked.append((mode, count))
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", windows)
    with machine.locked(tmp_path / "lock", shared=True):
        assert asked == [(2, 1)]
    with machine.locked(tmp_path / "lock", shared=False):
        pass
    assert asked == [(2, 1), (0, 1), (2, 64), (0, 64)]


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("con", "con_"),
        ("NUL.txt", "NUL_.txt"),
        ("lpt1.key.pem", "lpt1_.key.pem"),
        ("console", "console"),
        ("a:b?c", "a_b_c"),
        ("2025. .", "2025"),
        ("é.jsonl", "é.jsonl"),
    ],
)
def test_names_that_all_systems_take(name: str, taken: str) -> None:
    assert machine.portable(name) == taken


def test_a_name_that_windows_does_not_take_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(write, "WINDOWS", True)
    for name in ("aux.jsonl", "a:b.jsonl", "figures."):
        with pytest.raises(UserError, match="Windows takes no file of that name"):
            write.whole(tmp_path / name).__enter__()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("groups", [True, False])
def test_a_process_ends_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, groups: bool
) -> None:
    ended: list[object] = []
    monkeypatch.setattr(machine, "GROUPS", groups)
    monkeypatch.setattr(os, "killpg", lambda group, number: ended.append(("group", group)))
    monkeypatch.setattr(machine, "end", lambda pid: ended.append(("process", pid)))
    machine.end_own_group()
    whole = [("group", 0)] if groups else []
    assert ended == [*whole, ("process", os.getpid())]


def test_a_process_opens_as_many_files_as_it_is_let() -> None:
    import resource

    now, top = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(now, 256), top))
    try:
        machine.open_many(300)
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(300, top)
        machine.open_many(10)
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(300, top)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (now, top))
