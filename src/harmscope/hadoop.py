"""Files that a cluster reads and writes by Hadoop's connectors: ``hdfs://``, ``s3a://``,
``file://`` and whatever else is installed there.

The calls run in the Java process of the session that started on this machine, with the settings
and credentials of the cluster.
"""

import os
import select
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

from harmscope.errors import UserError
from harmscope.formats.door import is_clutter, shown
from harmscope.formats.remote import RemoteFile
from harmscope.machine import PIPES

_BLOCK = 2**20
"""Bytes that are read at a time."""

_FAULTS = (
    ("FileNotFoundException", "there is no such file", "check the address"),
    ("AccessControlException", "it may not be read or written", "check the cluster's credentials"),
    ("UnsupportedFileSystemException", "no connector reads addresses of this kind", ""),
    ("No FileSystem for scheme", "no connector reads addresses of this kind", ""),
    ("ClassNotFoundException", "its connector is not installed", ""),
)
_ADD = "add its package, such as spark.jars.packages org.apache.hadoop:hadoop-aws (docs/scale.md)"
_CHECK = "check the address, and the cluster's settings and credentials for it"


class Store:
    """Files at addresses, for the session ``session``."""

    def __init__(self, session: Any) -> None:
        self._virtual = session.sparkContext._jvm
        self._java = self._virtual.org.apache.hadoop.fs
        self._settings = session.sparkContext._jsc.hadoopConfiguration()

    def _open(self, address: str) -> tuple[Any, Any]:
        """The file system of an address, and its path there."""
        path = self._java.Path(address)
        return path.getFileSystem(self._settings), path

    def files(self, address: str) -> tuple[list[RemoteFile], int]:
        """The file there, or the files of the folder and its folders, sorted by their place; and
        how many files beside them hold no data, by their names. ``*`` and ``?`` stand for names.
        """
        with _said(address):
            system, path = self._open(address)
            found = list(system.globStatus(path) or ())
            if not found:
                raise UserError(shown(address), "there is no such file", "check the address")
            listed = [one for top in found for one in self._listed(system, top)]
        kept = [file for name, file in sorted(listed, key=lambda one: one[0]) if not _aside(name)]
        if not kept:
            fix = "name a folder with files in it"
            raise UserError(shown(address), "the folder holds no file", fix)
        return kept, len(listed) - len(kept)

    def _listed(self, system: Any, top: Any) -> Iterator[tuple[str, RemoteFile]]:
        if not top.isDirectory():
            yield self._file(system, top, top.getPath().getName())
            return
        start = len(str(top.getPath().toString())) + 1
        inside = system.listFiles(top.getPath(), True)
        while inside.hasNext():
            one = inside.next()
            rest = str(one.getPath().toString())[start:]
            yield self._file(system, one, f"{top.getPath().getName()}/{rest}")

    def _file(self, system: Any, status: Any, name: str) -> tuple[str, RemoteFile]:
        path, stamp = status.getPath(), (status.getLen(), status.getModificationTime())
        blocks = partial(self._blocks, system, path, stamp, shown(name))
        return str(path.toString()), RemoteFile(shown(name), int(stamp[0]), blocks)

    def _blocks(self, system: Any, path: Any, stamp: tuple[int, int], name: str) -> Iterator[bytes]:
        """The bytes of a file, as it was when it was listed."""
        read = 0
        with _said(name):
            stream = system.open(path)
        with _Pipe() as pipe, ThreadPoolExecutor(1) as threads:
            with pipe.reading() as file:
                copying = threads.submit(self._copy, stream, pipe)
                pipe.wait(file)
                while block := file.read(_BLOCK):
                    read += len(block)
                    yield block
            with _said(name):
                copying.result()
        with _said(name):
            now = system.getFileStatus(path)
        if (read, stamp) != (stamp[0], (now.getLen(), now.getModificationTime())):
            raise UserError(
                name, "it changed while it was read", "read a copy that no program writes to"
            )

    def _copy(self, stream: Any, pipe: "_Pipe") -> None:
        """Have Java write a stream into a pipe: calls bring bytes at a tenth of that speed."""
        with pipe.opened():
            target = self._virtual.java.io.FileOutputStream(str(pipe.path))
            copy = self._virtual.org.apache.hadoop.io.IOUtils.copyBytes
            copy(stream, target, _BLOCK, True)

    def put(self, file: Path, address: str) -> None:
        """Copy a file of this machine to an address, in place of a file there; whole or not at
        all."""
        with _said(address):
            system, path = self._open(address)
            system.setWriteChecksum(False)
            half = self._java.Path(path.getParent(), f".{path.getName()}.{uuid4().hex}.part")
            system.copyFromLocalFile(False, True, self._java.Path(f"file://{file.resolve()}"), half)
            system.delete(path, False)
            if not system.rename(half, path):
                fault = "no file can be written there"
                raise UserError(shown(address), fault, "name a folder that exists")

    @contextmanager
    def room(self, address: str) -> Iterator[str]:
        """The address of a new folder in the one there, which is removed afterwards. Raises
        UserError where there is none."""
        with _said(address):
            system, path = self._open(address)
            if not system.exists(path) or not system.getFileStatus(path).isDirectory():
                fix = "name one that all workers can read and write"
                raise UserError(shown(address), "there is no such folder", fix)
            inner = self._java.Path(path, f"harmscope-{uuid4().hex}")
            system.mkdirs(inner)
        try:
            yield str(inner.toString())
        finally:
            with _said(address):
                system.delete(inner, True)


class _Pipe:
    """A named pipe that only this user can open. Use as a context manager."""

    def __init__(self) -> None:
        if not PIPES:
            fix = "run it on Linux, on macOS or in WSL, or copy the file here"
            raise UserError("--engine", "this system cannot take files from Java", fix)
        self._folder = tempfile.TemporaryDirectory(prefix="harmscope-")
        self.path = Path(self._folder.name) / "pipe"
        os.mkfifo(self.path, 0o600)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def reading(self) -> FileIO:
        """Its end for reading, open before anybody writes."""
        return FileIO(os.open(self.path, os.O_RDONLY | os.O_NONBLOCK), "rb")

    @staticmethod
    def wait(file: FileIO) -> None:
        """Wait until somebody writes, or has given up."""
        waiting = select.poll()
        waiting.register(file, select.POLLIN)
        waiting.poll()
        os.set_blocking(file.fileno(), True)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Around what writes: where that fails, who waits for it is let go all the same."""
        try:
            yield
        finally:
            with suppress(OSError):
                os.close(os.open(self.path, os.O_WRONLY | os.O_NONBLOCK))


def _aside(address: str) -> bool:
    """Whether a file holds no data, as its name says: Spark's ``_SUCCESS``, hidden files."""
    name = address.rpartition("/")[2]
    return name.startswith(("_", ".")) or is_clutter(name)


@contextmanager
def _said(address: str) -> Iterator[None]:
    """What Java says of an address, as a UserError; it may hold names and keys, and is kept."""
    from py4j.protocol import Py4JError, Py4JJavaError

    try:
        yield
    except Py4JJavaError as error:
        told = str(error.java_exception.toString())
        fault, fix = "it cannot be read or written", _CHECK
        for sign, words, way in _FAULTS:
            if sign in told:
                fault, fix = words, way or _ADD
                break
        raise UserError(shown(address), fault, fix) from None
    except Py4JError:
        raise UserError(shown(address), "it cannot be read or written", _CHECK) from None
