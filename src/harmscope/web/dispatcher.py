"""Runs jobs: each in a process of its own, watched by a thread of the server.

The process can be stopped at any moment and writes only into the folder of its job.
"""

import json
import logging
import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final

from harmscope import machine
from harmscope.errors import UserError
from harmscope.formats.write import whole
from harmscope.web import jobs
from harmscope.web.configuration import Configuration
from harmscope.web.jobs import Job
from harmscope.web.shelves import Shelves
from harmscope.web.uploads import MAKE_ROOM
from harmscope.web.work import ASKED, FULL, OUTCOME, SAID, failure

PAUSE: Final = 0.25
BEAT: Final = 2.0
_FULL: Final = UserError("job", "the disk of the server is full", MAKE_ROOM)
LOG = logging.getLogger("harmscope.web")


class Dispatcher:
    """Works on the queue with ``limits.jobs`` threads until it is closed."""

    def __init__(self, configuration: Configuration, shelves: Shelves) -> None:
        self._configuration = configuration
        self._shelves = shelves
        self._closing = threading.Event()
        self._owner = f"{os.getpid()}-{secrets.token_hex(6)}"
        count = configuration.limits.jobs
        self._threads = [threading.Thread(target=self._serve, args=(n,)) for n in range(count)]

    def start(self) -> None:
        """Start working."""
        for one in self._threads:
            one.start()

    def close(self) -> None:
        """Stop working: what runs is ended and goes back into the queue."""
        self._closing.set()
        for one in self._threads:
            one.join()

    def _serve(self, number: int) -> None:
        owner = f"{self._owner}-{number}"
        while not self._closing.is_set():
            try:
                job = jobs.claim(self._shelves, owner)
                if job is None:
                    self._closing.wait(PAUSE)
                else:
                    self._work(job, owner)
            except Exception as error:  # noqa: BLE001 - without this thread no job would be done
                LOG.warning("a job could not be worked on (%s)", type(error).__name__)
                self._closing.wait(BEAT)

    def _work(self, job: Job, owner: str) -> None:
        folder = self._configuration.data / "tenants" / job.tenant / "jobs" / job.id
        try:
            child = self._started(job, folder)
        except OSError as error:
            if not machine.is_full(error):
                raise
            jobs.finish(self._shelves, job, owner, jobs.FAILED, failure(_FULL))
            return
        self._attend(child, job, owner, folder)

    def _attend(self, child: "subprocess.Popen[bytes]", job: Job, owner: str, folder: Path) -> None:
        """Watch a job's process to its end, and leave nothing of a job that was given up."""
        try:
            self._watch(child, job, owner, folder)
        finally:
            _end(child)
            self._forget(job, folder)

    def _started(self, job: Job, folder: Path) -> "subprocess.Popen[bytes]":
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with whole(folder / ASKED) as file:
            body = {"task": job.task, "asked": job.asked, "tenant": job.tenant}
            file.write(json.dumps(body).encode())
        command = [sys.executable, "-m", "harmscope.web.job_child", str(folder)]
        with (folder / "errors.txt").open("wb") as errors:
            return subprocess.Popen(  # noqa: S603 - our own program
                command,
                stdin=subprocess.PIPE,  # it closes when this server is gone, and the child ends
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=not machine.WINDOWS,
            )

    def _forget(self, job: Job, folder: Path) -> None:
        """Delete what was written for a job that was stopped or deleted meanwhile."""
        found = jobs.find(self._shelves, job.tenant, job.id)
        if found is None or found.state == jobs.STOPPED:
            shutil.rmtree(folder, ignore_errors=True)

    def _watch(self, child: "subprocess.Popen[bytes]", job: Job, owner: str, folder: Path) -> None:
        started, last = time.monotonic(), 0.0
        while child.poll() is None:
            if self._closing.wait(0.05):
                _end(child)
                jobs.give_back(self._shelves, owner)
                return
            if time.monotonic() - last > BEAT:
                last = time.monotonic()
                if not jobs.beat(self._shelves, job, owner, _text(folder / SAID)):
                    return
            if time.monotonic() - started > self._configuration.limits.work:
                late = UserError("job", "it took too long", "send less at once")
                jobs.finish(self._shelves, job, owner, jobs.FAILED, failure(late))
                return
        self._conclude(child.returncode, job, owner, folder)

    def _conclude(self, code: int, job: Job, owner: str, folder: Path) -> None:
        jobs.beat(self._shelves, job, owner, _text(folder / SAID))
        outcome = _text(folder / OUTCOME)
        if code == FULL:
            outcome = failure(_FULL)
        if code == 0 and outcome is not None:
            jobs.finish(self._shelves, job, owner, jobs.DONE, outcome)
            return
        if outcome is None:
            LOG.error("job %s ended with %s", job.id, code)
            bug = UserError("job", "its process ended without an answer", "try again, or tell us")
            outcome = failure(bug)
        jobs.finish(self._shelves, job, owner, jobs.FAILED, outcome)


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        machine.end(child.pid)
    child.wait()
    if child.stdin is not None:
        child.stdin.close()


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
