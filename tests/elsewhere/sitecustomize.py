"""Python as it is on a system without POSIX, as far as Linux can play that.

A folder with this file on ``PYTHONPATH`` makes every process that starts from there, and all that
it starts, such a one: modules and functions of POSIX are missing, files that are open or may not be
written stay where they are, folders cannot be opened, ``select`` takes sockets alone, and text
without a stated encoding is an error. The locks of Windows are played by those of Linux.
"""

# What the standard library chose when it was loaded stays: it has ways of its own on Windows.
import asyncio  # noqa: F401
import builtins
import concurrent.futures.process  # noqa: F401
import fcntl
import getpass  # noqa: F401
import multiprocessing.forkserver
import multiprocessing.popen_spawn_posix
import multiprocessing.resource_tracker  # noqa: F401
import os
import platform
import select
import shutil  # noqa: F401
import signal
import socket
import stat
import subprocess
import sys
import tempfile  # noqa: F401
import uuid  # noqa: F401
import warnings
from pathlib import Path
from types import ModuleType

import psutil  # noqa: F401

MISSING = {"fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"}
NOT_IN_OS = [
    "O_CLOEXEC",
    "O_DIRECTORY",
    "O_NOFOLLOW",
    "O_NONBLOCK",
    "chown",
    "fchmod",
    "fchown",
    "fork",
    "forkpty",
    "getgid",
    "getloadavg",
    "getpgid",
    "getpgrp",
    "killpg",
    "lchown",
    "mkfifo",
    "mknod",
    "nice",
    "pread",
    "preadv",
    "pwrite",
    "pwritev",
    "sched_getaffinity",
    "sched_setaffinity",
    "setpgid",
    "setsid",
    "statvfs",
    "sync",
]
NOT_IN_SIGNAL = ("SIGALRM", "SIGHUP", "SIGPIPE", "SIGUSR1", "SIGUSR2")
LOCK, UNLOCK = 2, 0


def ours(depth: int = 2) -> bool:
    """Whether the caller's caller is a module of the package."""
    return str(sys._getframe(depth).f_globals.get("__name__", "")).startswith("harmscope")


def locking(number: int, mode: int, count: int) -> None:
    how = fcntl.LOCK_UN if mode == UNLOCK else fcntl.LOCK_EX | fcntl.LOCK_NB
    fcntl.lockf(number, how, count, os.lseek(number, 0, os.SEEK_CUR))


msvcrt = ModuleType("msvcrt")
msvcrt.LK_NBLCK, msvcrt.LK_UNLCK, msvcrt.locking = LOCK, UNLOCK, locking

_import = builtins.__import__


def import_(name, globals=None, locals=None, fromlist=(), level=0):
    if level == 0:
        caller = str((globals or {}).get("__name__", ""))
        if name == "msvcrt" and caller.startswith("harmscope"):
            return msvcrt
        # Typer looks at the name of the system, which stays.
        if name.partition(".")[0] in MISSING and not caller.startswith(("typer.", "tty")):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return _import(name, globals, locals, fromlist, level)


def is_open(path: str) -> bool:
    """Whether this process holds the file open."""
    for number in os.listdir("/proc/self/fd"):
        try:
            if os.readlink(f"/proc/self/fd/{number}") == path:
                return True
        except OSError:
            continue
    return False


def stuck(path, folder=None) -> None:
    """Raise what Windows raises for a file that is open or may not be written."""
    top = os.readlink(f"/proc/self/fd/{folder}") if folder is not None else os.getcwd()
    whole = os.path.join(
        os.path.realpath(os.path.dirname(os.path.join(top, path))), os.path.basename(path)
    )
    try:
        found = os.lstat(whole)
    except OSError:
        return
    if not stat.S_ISREG(found.st_mode):
        return
    if not found.st_mode & stat.S_IWUSR or is_open(whole):
        raise PermissionError(13, "The process cannot access the file", whole)


_unlink, _replace, _rename, _open, _select = (
    os.unlink,
    os.replace,
    os.rename,
    os.open,
    select.select,
)


def unlink(path, *, dir_fd=None):
    if sys._getframe(1).f_globals.get("__name__") != "tempfile":
        stuck(os.fspath(path), dir_fd)
    return _unlink(path, dir_fd=dir_fd)


def replace(source, target, **more):
    if not more:
        stuck(os.fspath(target))
        if is_open(os.path.realpath(source)):
            raise PermissionError(13, "The process cannot access the file", source)
    return _replace(source, target, **more)


def rename(source, target, **more):
    if ours() and os.path.lexists(target):
        raise FileExistsError(17, "Cannot create a file when that file already exists", target)
    return _rename(source, target, **more)


def open_(path, flags, *more, **named):
    if ours() and not isinstance(path, int) and os.path.isdir(path):
        raise PermissionError(13, "Permission denied", path)
    return _open(path, flags, *more, **named)


def select_(readers, writers, others, timeout=None):
    for one in [*readers, *writers, *others]:
        if not isinstance(one, socket.socket):
            raise OSError(10038, "An operation was attempted on something that is not a socket")
    return _select(readers, writers, others, timeout)


class Popen(subprocess.Popen):
    """Plays the same in children that look at no variables."""

    def __init__(self, args, *more, **named):
        if isinstance(args, list) and args[1:3] == ["-I", "-m"]:
            run = (
                f"import runpy, sys; runpy.run_path({__file__!r}); del sys.argv[0]; "
                "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
            )
            args = [args[0], "-I", "-c", run, *args[3:]]
        super().__init__(args, *more, **named)


def begin() -> None:
    """From now on, this process is on such a system."""
    platform.uname()
    for name in MISSING:
        sys.modules.pop(name, None)
    for name in NOT_IN_OS:
        if hasattr(os, name):
            delattr(os, name)
    for name in NOT_IN_SIGNAL:
        delattr(signal, name)
    builtins.__import__ = import_
    os.unlink = os.remove = unlink
    os.replace, os.rename, os.open = replace, rename, open_
    select.select = select_
    subprocess.Popen = Popen
    warnings.filterwarnings("error", category=EncodingWarning, module="harmscope")
    place = os.environ.get("HARMSCOPE_ELSEWHERE")
    if place:
        with Path(place).open("a", encoding="utf-8") as file:
            file.write(f"{sys.orig_argv[1:4]}\n")


begin()
