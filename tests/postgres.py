"""A real PostgreSQL server for the tests, started on loopback and stopped afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USER = "postgres"


def programs() -> Path | None:
    """The folder of the server's programs, the newest version's; None where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _version(path: Path) -> float:
    return float(path.parts[-3])


@contextmanager
def server() -> Iterator[int]:
    """Start a server with an empty cluster; gives its port."""
    folder = programs()
    assert folder is not None
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        port, data = _free_port(), Path(name) / "data"
        if os.getuid() == 0:
            Path(name).chmod(0o755)
            shutil.chown(name, _USER)
        _run(folder, "initdb", "-D", data, "-U", _USER, "-A", "trust", "--no-sync")
        settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={name}"
        settings += " -c max_connections=60"
        log = Path(name) / "log"
        _run(folder, "pg_ctl", "-D", data, "-w", "-l", log, "-o", settings, "start")
        try:
            yield port
        finally:
            _run(folder, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def database(port: int, name: str) -> str:
    """Make an empty database; gives its address."""
    import psycopg

    with psycopg.connect(
        host="127.0.0.1", port=port, user=_USER, dbname=_USER, autocommit=True
    ) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"postgresql://{_USER}@127.0.0.1:{port}/{name}"


def _run(folder: Path, program: str, *words: object) -> None:
    # The server refuses to run as root.
    as_user = ["runuser", "-u", _USER, "--"] if os.getuid() == 0 else []
    command = [*as_user, str(folder / program), *map(str, words)]
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", text=True
    )
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def present_user() -> bool:
    """Whether there is a user to run the server as."""
    try:
        pwd.getpwnam(_USER)
    except KeyError:
        return os.getuid() != 0
    return True
