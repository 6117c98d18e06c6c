"""Random requests of every kind that the OpenAPI document describes, to a running server: no error
of the server, and every answer as the document says."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    ensure_resource_availability,
    positive_data_acceptance,
)
from sqlalchemy import update

from api_client import ApiServer
from desks import Desk
from harmscope.registry.folder import create
from harmscope.web.api_document import document
from harmscope.web.application import application
from harmscope.web.configuration import Configuration, Limits
from harmscope.web.shelves import JOBS
from senders import TODAY

LEFT_OUT = [
    ensure_resource_availability,  # a job may be deleted by the request before
    allow_header_conformance,  # the framework names the methods of one route alone
]
EXAMPLE = "9f1c2d3e4a5b69788796a5b4c3d2e1f0"
"""The id of a job in the document; there is one of it."""


@dataclass
class Live:
    """A running server, and the headers of a program that may do anything."""

    address: str
    headers: dict[str, str]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("live")
    with create(folder / "registry", "Digital Office", TODAY, None, "automatic") as registry:
        desk = Desk(registry, folder)
        desk.add("alpha")
        desk.receive(desk.senders["alpha"].submission())
    limits = Limits(rate=10**9, waiting=10**6, jobs=0)
    more = {"registry": folder / "registry", "clock": TODAY.isoformat(), "server": True}
    app = application(Configuration(folder / "app", limits=limits, **more))
    running = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        while not running.started:
            time.sleep(0.05)
        port = running.servers[0].sockets[0].getsockname()[1]
        program = ApiServer(app).program()
        program.post("validations", files=[("files", ("a.jsonl", b"{}\n"))])
        with app.state.shelves.writing() as connection:
            connection.execute(update(JOBS).values(id=EXAMPLE))
        headers = {"Authorization": f"Bearer {program.token}"}
        yield Live(f"http://127.0.0.1:{port}", headers)
    finally:
        running.should_exit = True
        thread.join()


schema = schemathesis.openapi.from_dict(document())


@schema.parametrize()
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_the_document_says(case, live: Live) -> None:
    # No schema says that a file needs a name, or bytes.
    more = [positive_data_acceptance] if case.operation.body else []
    case.call_and_validate(
        base_url=live.address, headers=live.headers, excluded_checks=LEFT_OUT + more, timeout=60
    )
