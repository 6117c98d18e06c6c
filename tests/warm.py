"""The program as a process of its own for each command, without the time that loading it takes.

One process loads the modules of the package and is copied (fork) for every command: the copy gets
the command's words, folder, variables and standard streams, and ends with its exit code. A shell
calls it by its name, through a small program that hands over what it was given itself. What is
tested of a start (what it loads, its memory, its own hash seed) needs a process that is new.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import posix
import runpy
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from select import POLLIN, poll
from tempfile import TemporaryDirectory

_CALLER = """#!{python} -IS
import os, socket, sys
with socket.socket(socket.AF_UNIX) as here:
    here.connect({place!r})
    import json
    told = json.dumps([sys.argv, os.getcwd(), dict(os.environ)]).encode("utf-8", "surrogateescape")
    socket.send_fds(here, [len(told).to_bytes(8, "big")], [0, 1, 2])
    here.sendall(told)
    code = here.recv(8)
sys.exit(int(code) if code else "the process that is copied has ended")
"""
MODULES = "HARMSCOPE_MODULES"
"""The variable with the program that a command takes for Python when it starts modules of ours."""

_PYTHON = sys.executable
_LEFT_OUT = ("__main__", "_child", "harmscope.cluster", "harmscope.hadoop", "harmscope.generate")


@contextmanager
def programs(*modules: str, **more: str) -> Iterator[Path]:
    """A folder with ``harmscope`` in it, and with ``module``, which is ``python`` for ``-m``.
    ``modules`` are loaded, where none is named all of ours; ``more`` are variables for that."""
    with TemporaryDirectory(prefix="warm-") as name:
        folder, place = Path(name), f"{name}/place"
        for program in ("harmscope", "module"):
            caller = folder / program
            caller.write_text(_CALLER.format(python=sys.executable, place=place), encoding="utf-8")
            caller.chmod(0o755)
        loaded = subprocess.Popen(
            [sys.executable, __file__, place, *modules],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            env={**os.environ, **more},
        )
        assert loaded.stdout is not None
        try:
            with loaded.stdout:
                assert loaded.stdout.readline() == b"ready\n"
            yield folder
        finally:
            loaded.terminate()
            loaded.wait()


def _load(modules: list[str]) -> None:
    # They keep which Python they start: this one, whatever a command takes for it.
    importlib.import_module("multiprocessing.spawn")
    importlib.import_module("multiprocessing.forkserver")
    for module in modules or _ours():
        with suppress(ImportError):  # what this system lacks
            importlib.import_module(module)
    gc.freeze()


def _ours() -> list[str]:
    import harmscope

    found = [one.name for one in pkgutil.walk_packages(harmscope.__path__, "harmscope.")]
    return [name for name in found if not name.endswith(_LEFT_OUT)]


def _serve(place: str) -> None:
    """Copy this process for each command, as long as the one that started it lives."""
    parent = os.getppid()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(place)
        listening.listen(64)
        listening.settimeout(2)
        print("ready", flush=True)
        while os.getppid() == parent:
            _reap()
            try:
                caller, _ = listening.accept()
            except TimeoutError:
                continue
            if posix.fork() == 0:
                listening.close()
                _command(caller)
            caller.close()


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def _command(caller: socket.socket) -> None:
    """Run a command in a copy of this process, and tell the caller its exit code."""
    size, streams, _, _ = socket.recv_fds(caller, 8, 3)
    left, told = int.from_bytes(size, "big"), b""
    while len(told) < left:
        told += caller.recv(left - len(told))
    child = posix.fork()
    if child:
        for stream in streams:
            os.close(stream)
        code = _outcome(caller, child)
        with suppress(OSError):  # it may have ended first
            caller.sendall(str(code).encode())
        os._exit(0)
    posix.setsid()
    caller.close()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    words, folder, variables = json.loads(told.decode("utf-8", "surrogateescape"))
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    sys.executable = os.environ.pop(MODULES, sys.executable)
    _streams(os.environ.get("PYTHONIOENCODING", "utf-8"))
    try:
        _run(words)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as a process that is new says it
        traceback.print_exc()
        code = 1
    # All that Python does at its end, but for taking down what is loaded, which takes its time.
    threading._shutdown()
    atexit._run_exitfuncs()
    with suppress(OSError):  # whoever read it is gone
        sys.stdout.flush()
    os._exit(code)


def _outcome(caller: socket.socket, child: int) -> int:
    """The exit code of the copy, which ends where its caller ends first."""
    ended, watch = os.pidfd_open(child), poll()
    for one in (caller.fileno(), ended):
        watch.register(one, POLLIN)
    if ended not in dict(watch.poll()):
        watch.unregister(caller.fileno())
        for how, patience in ((signal.SIGTERM, 10_000), (signal.SIGKILL, None)):
            with suppress(ProcessLookupError):
                posix.killpg(child, how)
            if watch.poll(patience):
                break
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code if code >= 0 else 128 - code


def _run(words: list[str]) -> None:
    if words[1:2] == ["-I"] and "harmscope.cli" in sys.modules:
        # A parser is confined: what is loaded here is more than it may hold.
        os.execv(_PYTHON, [_PYTHON, *words[1:]])
    if Path(words[0]).name == "module":
        _, *words = [word for word in words if word not in ("-I", "-m")]
        sys.argv = words
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    else:
        from harmscope.__main__ import main

        sys.argv = words
        main()


def _streams(encoding: str) -> None:
    """Standard streams as a new process makes them."""
    sys.stdin = open(0, encoding=encoding, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding=encoding, closefd=False)  # noqa: SIM115
    sys.stderr = open(  # noqa: SIM115
        2, "w", encoding=encoding, errors="backslashreplace", closefd=False
    )


if __name__ == "__main__":
    sys.path.pop(0)  # the folder of this file
    _load(sys.argv[2:])
    _serve(sys.argv[1])
