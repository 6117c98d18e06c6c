"""Starts the server and ends it in good order."""

import logging
import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import platformdirs
import uvicorn

from harmscope import machine
from harmscope.errors import UserError
from harmscope.web.configuration import COUNTS, PARENT, Configuration, hand_over

GRACE = 8
"""Seconds that open requests have when the server is told to stop."""

HEALTH = 60
"""Seconds in which a process must say that it lives; a busy machine takes its time."""

FILES = 65_536
"""Open files of a process, where the system lets it have so many: each upload holds some."""


QUEUE = 2048
"""Connections that may wait until the server takes them."""


def data_home() -> Path:
    """Where the app keeps its data when nobody says: the user's folder for such things."""
    return Path(platformdirs.user_data_path("harmscope", appauthor=False))


def run(
    configuration: Configuration, host: str, port: int, workers: int, tell: Callable[[str], None]
) -> None:
    """Serve until told to stop. Raises UserError where the port is taken."""
    start_logging()
    os.umask(0o077)  # what people hand in is for this user of the machine alone
    machine.open_many(FILES)
    hand_over(configuration)
    bound = _bound(host, port)
    shown = f"[{host}]" if ":" in host else host
    tell(f"harmscope is at http://{shown}:{bound.getsockname()[1]}/ (stop it with Ctrl+C)")
    settings = uvicorn.Config(
        "harmscope.web.application:from_environment",
        factory=True,
        workers=workers,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        timeout_worker_healthcheck=HEALTH,
        log_level="warning",
        proxy_headers=configuration.secure,
    )
    server = uvicorn.Server(settings)
    if workers == 1:
        # What told it to stop is said once more when it has stopped: that is no fault.
        signal.signal(signal.SIGTERM, lambda *_: None)
        server.run(sockets=[bound])
        return
    from uvicorn.supervisors import Multiprocess

    with tempfile.TemporaryDirectory(prefix="harmscope-") as counts:
        os.environ[COUNTS], os.environ[PARENT] = counts, str(os.getpid())
        Multiprocess(settings, sockets=[bound]).run()


def start_logging() -> None:
    """Send the log to standard error; each process of the server does so."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    # It says of each form that is broken at which byte, and anybody can send some.
    logging.getLogger("python_multipart").setLevel(logging.ERROR)


def watch_parent() -> None:
    """End this process in good order when the one that started it is gone: otherwise it would go
    on to hold the port."""
    parent = int(os.environ[PARENT])

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        signal.raise_signal(signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host.strip("[]"), port))
        made.listen(QUEUE)  # whoever opens the address at once waits, and is not turned away
    except OSError:
        made.close()
        fix = "stop what uses it, or choose another with --port"
        raise UserError("--port", "this address cannot be listened on", fix) from None
    made.set_inheritable(True)
    return made
