"""What is too old is deleted: uploads, jobs, sessions, kept answers, counts of attempts and, after
years, lines of the audit log.

It runs when a server process starts and once an hour; that several processes
do it at once does no harm.
"""

import json
import logging
import shutil
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, select

from harmscope.times import time_asked, utc_text
from harmscope.web import audit, jobs, limiting, sessions
from harmscope.web.configuration import Configuration
from harmscope.web.shelves import JOBS, KEPT_ANSWERS, UPLOADS, Shelves

HOUR: Final = 3600
DAY: Final = 24 * HOUR
LOG = logging.getLogger("harmscope.web")


def sweep(configuration: Configuration, shelves: Shelves) -> None:
    """Delete what is over, or older than ``limits.kept_days``, and the audit log from before
    ``limits.audit_days``. What an open job works on stays."""
    limits = configuration.limits
    sessions.sweep(shelves, limits, server=configuration.server)
    audit.shorten(shelves, utc_text(time_asked(None) - timedelta(days=limits.audit_days)))
    limiting.sweep(shelves)
    before = utc_text(time_asked(None) - timedelta(days=limits.kept_days))
    tenants = configuration.data / "tenants"
    with shelves.writing() as connection:
        answers = KEPT_ANSWERS.c.made < int(time.time()) - DAY
        connection.execute(delete(KEPT_ANSWERS).where(answers))
        gone = [
            *_old_uploads(connection, tenants, before),
            *_old_jobs(connection, tenants, before),
        ]
    for folder in gone:  # after the lines: a folder without a line is found again
        shutil.rmtree(folder, ignore_errors=True)
    _clear(shelves, tenants)


def _old_jobs(connection: Connection, tenants: Path, before: str) -> list[Path]:
    old = JOBS.c.state.in_(jobs.ENDED) & (JOBS.c.ended < before)
    rows = connection.execute(select(JOBS.c.tenant, JOBS.c.id).where(old)).all()
    connection.execute(delete(JOBS).where(JOBS.c.id.in_([row.id for row in rows])))
    return [tenants / row.tenant / "jobs" / row.id for row in rows]


def _old_uploads(connection: Connection, tenants: Path, before: str) -> list[Path]:
    open_ = select(JOBS.c.asked).where(JOBS.c.state.in_((jobs.WAITING, jobs.RUNNING)))
    asked = [str(json.loads(one)) for one in connection.execute(open_).scalars()]
    wanted = select(UPLOADS.c.tenant, UPLOADS.c.id).where(UPLOADS.c.made < before)
    rows = [
        row for row in connection.execute(wanted).all() if not any(row.id in one for one in asked)
    ]
    connection.execute(delete(UPLOADS).where(UPLOADS.c.id.in_([row.id for row in rows])))
    return [tenants / row.tenant / "uploads" / row.id for row in rows]


def _clear(shelves: Shelves, tenants: Path) -> None:
    """Delete folders that have no line: an upload that was cut off leaves one."""
    with shelves.reading() as connection:
        known = set(connection.execute(select(UPLOADS.c.id)).scalars())
        known |= set(connection.execute(select(JOBS.c.id)).scalars())
    for kind in ("uploads", "jobs"):
        for folder in tenants.glob(f"*/{kind}/*"):
            if folder.name not in known and _age(folder) > DAY:
                shutil.rmtree(folder, ignore_errors=True)


def _age(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:  # another process was faster
        return 0


class Keeper:
    """Sweeps at the start and every hour, until it is closed."""

    def __init__(self, configuration: Configuration, shelves: Shelves) -> None:
        self._configuration, self._shelves = configuration, shelves
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        """Start sweeping."""
        self._thread.start()

    def close(self) -> None:
        """Stop sweeping."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                sweep(self._configuration, self._shelves)
            except Exception as error:  # noqa: BLE001 - an hour later it is tried again
                LOG.warning("old files could not be deleted (%s)", type(error).__name__)
            if self._closing.wait(HOUR):
                return
