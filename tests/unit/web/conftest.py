"""The app in this process, on folders of its own; jobs run in real processes."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from api_client import ApiServer
from desks import Desk
from harmscope.registry.folder import create
from harmscope.web import accounts
from harmscope.web.application import application
from harmscope.web.configuration import Configuration
from senders import TODAY

HERE = "http://127.0.0.1"
CSRF = re.compile(r'name="csrf" value="([^"]+)"')


class Visitor(TestClient):
    """A browser without a screen: it sends the token of the page that it looks at."""

    def token(self, page: str) -> str:
        found = CSRF.search(self.get(page).text)
        assert found, f"{page} has no form"
        return found[1]

    def fill(self, page: str, data: dict | None = None, files: list | None = None, to: str = ""):
        """Fill in the form of ``page`` and send it, to where it says or to ``to``."""
        body = {**(data or {}), "csrf": self.token(page)}
        return self.post(to or page, data=body, files=files, follow_redirects=False)

    def enter(self, name: str, password: str = "a long password", code: str = ""):
        """Sign in; gives the answer."""
        return self.fill("/sign-in", {"name": name, "password": password, "code": code})

    def routes(self) -> list[tuple[str, str]]:
        """All routes of the app: method and pattern."""
        found = set()
        for one in self.app.routes:
            inner = one.effective_route_contexts() if hasattr(one, "original_router") else [one]
            for route in inner:
                found |= {(method, route.path) for method in getattr(route, "methods", None) or ()}
        return sorted(found)

    def finished(self, address: str, seconds: float = 60):
        """The page of a job once it is over."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            shown = self.get(address)
            if "data-progress" not in shown.text:
                return shown
            time.sleep(0.2)
        raise AssertionError("the job is not over")


@pytest.fixture(autouse=True)
def jobs_start_at_once(quick_jobs: None, quick_parsers: None) -> None:
    """All tests here have jobs that start at once, unless they say otherwise."""


CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def passwords_are_soon_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where accounts are not what is tested, a password costs no time (test_account_pages.py)."""
    monkeypatch.setattr(accounts, "_HASHER", CHEAP)
    monkeypatch.setattr(accounts, "_NOBODY", CHEAP.hash("nobody has this password"))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Visitor]]:
    """Opens the app with other settings than those of ``app``: gives a visitor of it."""
    clients: list[Visitor] = []

    def make(**settings: object) -> Visitor:
        # Only the tests of accounts set up a second factor.
        made = Configuration(tmp_path / "app", **{"second_factor": False, **settings})
        client = Visitor(application(made), base_url=HERE)
        client.__enter__()
        clients.append(client)
        return client

    yield make
    for one in clients:
        one.__exit__(None, None, None)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A registry with a quarter of three services: 40, 31 and 52 notices."""
    with create(tmp_path / "registry", "Digital Office", TODAY, None, "automatic") as registry:
        made = Desk(registry, tmp_path)
        for name, notices in (("alpha", 40), ("beta", 31), ("gamma", 52)):
            made.add(name)
            made.receive(made.senders[name].submission(notices=notices))
        yield made


@pytest.fixture
def visitor(opened: Callable[..., Visitor]) -> Visitor:
    """A visitor of the app as it serves one person on the machine."""
    return opened()


@pytest.fixture
def server(opened: Callable[..., Visitor]) -> ApiServer:
    """The app as it serves many with accounts, for programs that call its API."""
    return ApiServer(opened(server=True).app)
