"""``harmscope serve`` as a process of its own, with accounts and a registry, and browsers at it."""

import os
import queue
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pyotp
from playwright.sync_api import Browser, BrowserContext, Page, expect

from desks import AT, Desk
from harmscope.registry.folder import create
from harmscope.registry.submissions import decide
from harmscope.web import accounts, tokens
from harmscope.web.shelves import Shelves
from senders import TODAY, Sender
from warm import MODULES

PASSWORD = "correct horse battery"
CLOCK = "2026-05-04"
SECONDS = 60
MILLISECONDS = SECONDS * 1000
DECISION = {"outcome": "accept", "official": "Room 3", "reason": "all is there", "rules": "1"}
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass
class Served:
    """A running server. ``token`` hands in packages of ``sender``, whose package has not come."""

    address: str
    folder: Path
    data: Path
    registry: Path
    sender: Sender
    token: str
    _contexts: list[BrowserContext] = field(default_factory=list)

    def visit(self, browser: Browser, **settings: object) -> Page:
        """A page of a new browser without any cookie."""
        made = browser.new_context(base_url=self.address, **settings)
        made.set_default_timeout(MILLISECONDS)
        self._contexts.append(made)
        return made.new_page()

    def close(self) -> None:
        """Close every browser that visited."""
        for one in self._contexts:
            one.close()


@contextmanager
def served(folder: Path, programs: Path) -> Iterator[Served]:
    """Serve a registry with two accepted submissions and an account of each role; ends with it.
    ``programs`` are those of warm.py."""
    expect.set_options(timeout=MILLISECONDS)
    data = folder / "app"
    away = _registry(folder)
    token = _people(data)
    command = [programs / "harmscope", "serve", "--port", "0", "--accounts",
               "--registry", folder / "registry", "--data", data, "--clock", CLOCK]  # fmt: skip
    process = subprocess.Popen(
        [str(one) for one in command],
        env={**os.environ, MODULES: str(programs / "module")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    told: queue.Queue[str] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process.stdout, told), daemon=True)
    reader.start()
    try:
        running = Served(_found(told), folder, data, folder / "registry", away, token)
        try:
            yield running
        finally:
            running.close()
    finally:
        process.terminate()
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join(SECONDS)
        assert process.stdout is not None
        process.stdout.close()


def _registry(folder: Path) -> Sender:
    """Make the registry; gives the sender that has sent nothing yet."""
    with create(folder / "registry", "Digital Office", TODAY, None, "by_decision") as registry:
        desk = Desk(registry, folder)
        for name, notices in (("beta", 31), ("gamma", 52)):
            desk.add(name)
            desk.receive(desk.senders[name].submission(notices=notices))
            decide(registry, str(desk.last().seq), {**DECISION, "remedy": "none"}, AT)
        return desk.add("alpha")


def _people(data: Path) -> str:
    """An account of each role; gives a token for the packages of alpha."""
    shelves = Shelves(data)
    shelves.create()
    try:
        platform = accounts.add(shelves, "pat", "Alpha", "platform", PASSWORD)
        accounts.add(shelves, "odile", "Digital Office", "official", PASSWORD)
        accounts.add(shelves, "ada", "Digital Office", "admin", PASSWORD)
        scopes = ("submissions:write", "submissions:read")
        last = "2027-06-30"
        secret, _ = tokens.make(shelves, platform.tenant, "nightly", scopes, last, "ada", "alpha")
    finally:
        shelves.close()
    return secret


def _read(stream: IO[str], told: "queue.Queue[str]") -> None:
    for line in stream:
        told.put(line)


def _found(told: "queue.Queue[str]") -> str:
    """The address that the server says, within a minute."""
    lines = []
    while True:
        try:
            lines.append(told.get(timeout=SECONDS))
        except queue.Empty:
            raise AssertionError("".join(lines)) from None
        if found := _ADDRESS.search(lines[-1]):
            return found[0]


def sign_in(page: Page, name: str) -> Page:
    """Sign in by the form."""
    page.goto("/sign-in")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    if name != "pat":
        set_up(page)
    return page


def set_up(page: Page) -> None:
    """Set up the second factor that officials and admins need."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")
    key = page.locator("figcaption code").inner_text().replace(" ", "")
    page.get_by_label("The code that the app shows").fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("The second factor is set up")).to_be_visible()


def finished(page: Page) -> Page:
    """Wait until the job that the page shows is over."""
    page.wait_for_url(re.compile(r"/jobs/\w+"))
    expect(page.locator("[data-progress]")).to_have_count(0, timeout=MILLISECONDS)
    return page
