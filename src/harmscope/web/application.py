"""The app: its routes, its layers, and what starts and ends with it."""

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.util import get_temp_dir
from pathlib import Path

from anyio.to_thread import run_sync
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from harmscope import __version__
from harmscope.errors import UserError
from harmscope.web import (
    account_pages,
    admin_pages,
    api_document,
    check_pages,
    claim_pages,
    compare_pages,
    due_pages,
    entrance,
    import_pages,
    inbox_pages,
    job_pages,
    package_pages,
    pool_pages,
    problem_details,
    publication_pages,
    report_library_pages,
    report_pages,
    resending,
    rule_pages,
    senders_pages,
    taxonomy_pages,
)
from harmscope.web.asking import OutOfDate, SignInFirst
from harmscope.web.configuration import PARENT, Configuration, handed_over
from harmscope.web.dispatcher import Dispatcher
from harmscope.web.guard import Door
from harmscope.web.limiting import Limiter
from harmscope.web.problem_details import Problem
from harmscope.web.retention import Keeper
from harmscope.web.running import start_logging, watch_parent
from harmscope.web.shelves import Shelves

PARTS = (
    account_pages,
    admin_pages,
    check_pages,
    claim_pages,
    compare_pages,
    due_pages,
    entrance,
    import_pages,
    inbox_pages,
    job_pages,
    report_library_pages,
    package_pages,
    pool_pages,
    publication_pages,
    report_pages,
    rule_pages,
    senders_pages,
    taxonomy_pages,
)
"""The modules whose routes make up the app."""

STATIC = Path(__file__).resolve().parent / "static"


def application(configuration: Configuration) -> FastAPI:
    """The app for one configuration."""
    shelves = Shelves(configuration.data, configuration.database)
    shelves.create()
    (configuration.data / "incoming").mkdir(exist_ok=True)
    made = FastAPI(
        title="harmscope",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=_living,
    )
    made.state.configuration, made.state.shelves = configuration, shelves
    for kind, handler in (
        (SignInFirst, resending.of_signed_out),
        (OutOfDate, resending.of_out_of_date),
        (Problem, problem_details.of_problem),
        (UserError, problem_details.of_user),
        (HTTPException, problem_details.of_http),
        (RequestValidationError, problem_details.of_values),
    ):
        made.add_exception_handler(kind, handler)
    made.state.limiter = Limiter(configuration.limits.rate, shelves)
    made.add_middleware(
        Door, configuration=configuration, shelves=shelves, limiter=made.state.limiter
    )
    made.mount("/static", StaticFiles(directory=STATIC), name="static")
    for part in PARTS:
        made.include_router(part.routes)
    made.include_router(api_document.routes)
    made.openapi = api_document.document  # type: ignore[method-assign]
    return made


@asynccontextmanager
async def _living(app: FastAPI) -> AsyncIterator[None]:
    configuration: Configuration = app.state.configuration
    shelves: Shelves = app.state.shelves
    keeper, dispatcher = Keeper(configuration, shelves), Dispatcher(configuration, shelves)
    keeper.start()
    dispatcher.start()
    try:
        yield
    finally:
        await run_sync(dispatcher.close)
        await run_sync(keeper.close)
        shelves.close()


def from_environment() -> FastAPI:
    """The app as the processes of the server make it."""
    start_logging()
    if PARENT in os.environ:
        watch_parent()
    configuration = handed_over()
    get_temp_dir()  # sockets of our processes lie there for good: their paths must be short
    # Temporary files go to the disk of the data: elsewhere they could lie in memory.
    tempfile.tempdir = str(configuration.data / "incoming")
    return application(configuration)
