"""A real PostgreSQL server for the tests, on loopback, stopped whichever way the tests end."""

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_USER = "postgres"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": 60,
    "shared_buffers": "16MB",
    # Only a power cut would show the difference; processes and servers are killed all the same.
    "fsync": "off",
}
_GUARD = """
cat >/dev/null
if [ -e "$1/data/postmaster.pid" ]; then shift; "$@"; fi
rm -rf "$0"
"""


def programs() -> Path | None:
    """The folder of the server's programs, the newest version's; None where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def missing() -> str | None:
    """What is missing here for a server, and how to get it; None where nothing is."""
    how = "install it (Debian, Ubuntu: apt-get install postgresql)"
    if programs() is None:
        return f"PostgreSQL is not installed; {how}"
    if os.getuid() == 0 and not _has_user():
        return f"there is no user {_USER} to run PostgreSQL as; {how}"
    return None


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    folder: Path
    port: int
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @contextmanager
    def database(self, encoding: str = "UTF8") -> Iterator[str]:
        """An empty database for one test; gives its address."""
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0")
        try:
            yield f"postgresql://{_USER}@127.0.0.1:{self.port}/{name}"
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        """Run one statement as the server's owner."""
        import psycopg

        with psycopg.connect(
            host="127.0.0.1", port=self.port, user=_USER, dbname=_USER, autocommit=True
        ) as connection:
            connection.execute(statement.encode())

    def crash(self) -> None:
        """End the server as a crash would, and start it again on what it left."""
        _run(*_control(self.folder), "-m", "immediate", "stop")
        _start(self.folder, self.port)


@contextmanager
def server() -> Iterator[Server]:
    """Start a server with an empty cluster, owned by nobody but this process."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    with _stopped_at_the_end(folder):
        if os.getuid() == 0:
            folder.chmod(0o755)
            _run("chown", _USER, folder)
        words = ("-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        _run(*_program("initdb"), "-D", folder / "data", *words)
        yield Server(folder, _start_somewhere(folder))


@contextmanager
def _stopped_at_the_end(folder: Path) -> Iterator[None]:
    """Another process waits for the end of this one, however it ends, and cleans up after it."""
    stop = (*_control(folder), "-m", "immediate", "stop")
    guard = subprocess.Popen(
        ["sh", "-c", _GUARD, folder, folder, *stop],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        guard.communicate(timeout=60)


def _start_somewhere(folder: Path) -> int:
    for _ in range(5):
        port = _free_port()
        try:
            _start(folder, port)
        except subprocess.CalledProcessError:
            continue  # somebody else took the port meanwhile
        return port
    raise AssertionError((folder / "log").read_text())


def _start(folder: Path, port: int) -> None:
    settings = {**_SETTINGS, "port": port, "unix_socket_directories": folder}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    _run(*_control(folder), "-l", folder / "log", "-o", options, "start")


def _control(folder: Path) -> tuple[str, ...]:
    return (*_program("pg_ctl"), "-w", "-D", str(folder / "data"))


def _program(name: str) -> tuple[str, ...]:
    folder = programs()
    assert folder is not None
    # The server refuses to run as root.
    as_user = ("runuser", "-u", _USER, "--") if os.getuid() == 0 else ()
    return (*as_user, str(folder / name))


def _run(*words: str | Path) -> None:
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", check=True)


def _version(path: Path) -> float:
    return float(path.parts[-3])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _has_user() -> bool:
    return subprocess.run(["id", _USER], capture_output=True, check=False).returncode == 0
