"""Programs that call the API with tokens, and the server that they call."""

import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import insert

from harmscope.times import today
from harmscope.web import tokens
from harmscope.web.shelves import TENANTS, Shelves, new_id, now
from harmscope.web.tokens import SCOPES

PROBLEM = "application/problem+json"
SOON = (today() + timedelta(days=30)).isoformat()


class Program(TestClient):
    """A client that sends one token, or none."""

    def __init__(
        self, app: FastAPI, token: str | None = None, name: str = "", client: str = "192.0.2.1"
    ) -> None:
        super().__init__(app, base_url="http://127.0.0.1", client=(client, 50000))
        self.token, self.name = token, name
        if token is not None:
            self.headers["Authorization"] = f"Bearer {token}"

    def request(self, method: str, url: str, **more: object):
        """Ask for an address below ``/api/v1``, or for one that the API told."""
        way = url if url.startswith("/") else f"/api/v1/{url}"
        return super().request(method, way, **more)

    def hand_over(self, address: str, file: Path, **headers: str):
        """Send a file as the whole body."""
        own = {"File-Name": file.name, "Content-Type": "application/octet-stream"}
        sent = own | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.post(address, content=file.read_bytes(), headers=sent)

    def ended(self, job, seconds: float = 90) -> dict:
        """A job once it is over."""
        assert job.status_code == 202, job.text
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = self.get(job.headers["Location"]).json()
            if found["state"] not in ("waiting", "running"):
                return found
            time.sleep(0.2)
        raise AssertionError("the job is not over")


class ApiServer:
    """A server with accounts, and programs with tokens of its organisations."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.shelves: Shelves = app.state.shelves
        self._tenants: dict[str, str] = {}

    def tenant(self, organisation: str) -> str:
        """The id of an organisation."""
        if organisation not in self._tenants:
            made = self._tenants[organisation] = new_id()
            values = {"id": made, "name": organisation, "made": now()}
            with self.shelves.writing() as connection:
                connection.execute(insert(TENANTS).values(**values))
        return self._tenants[organisation]

    def program(
        self,
        organisation: str = "Alpha",
        scopes: Sequence[str] = SCOPES,
        sender: str | None = "alpha",
    ) -> Program:
        """A program with a new token."""
        tenant = self.tenant(organisation)
        secret, made = tokens.make(self.shelves, tenant, "a program", scopes, SOON, "root", sender)
        return Program(self.app, secret, made)

    def stranger(self, token: str | None = None) -> Program:
        """A program without a token, or with this one."""
        return Program(self.app, token)


def refused(answer, status: int, fault: str = "") -> dict:
    """The problem that an answer tells: of the form, with a fault and what to do."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == PROBLEM
    body = answer.json()
    assert body["status"] == status
    assert fault in body["detail"]
    return body
