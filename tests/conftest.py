"""Shared by all tests: where the real data lies, real databases, and hypothesis profiles."""

import gc
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer.testing
from hypothesis import HealthCheck, settings

import entered
import postgres

# Hundreds of programs start in a run: each would compile the package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Each of thousands of calls would make the commands of the whole program anew.
typer.testing._get_command = cache(typer.testing._get_command)  # type: ignore[attr-defined]

if entered.PLACE in os.environ:  # before other files of tests import what is watched
    entered.begin()

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = ROOT.parent / "shared" / "data"

settings.register_profile("test", max_examples=60, deadline=None, derandomize=True)
settings.register_profile(
    "fuzz", max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))


def pytest_configure(config: pytest.Config) -> None:
    """Where all tests are run, note which functions and classes they enter."""
    chosen = config.option.keyword or config.args_source is not pytest.Config.ArgsSource.TESTPATHS
    if not hasattr(config, "workerinput") and not chosen:
        os.environ[entered.PLACE] = str(Path(tempfile.mkdtemp()) / "entered")
        entered.begin()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What collecting makes stays to the end: looking through it again and again for what is no
    longer used would be a sixth of the work."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_unconfigure() -> None:
    """At the end all is looked through: what was not closed is said."""
    gc.unfreeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run of all tests fails where a public function or class was entered by none."""
    place = os.environ.get(entered.PLACE)
    if place and not hasattr(session.config, "workerinput"):
        left = entered.missing(Path(place))
        session.config.stash[NEVER_ENTERED] = left
        if left and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


NEVER_ENTERED = pytest.StashKey[list[str]]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was not run and how to get what it needs, once a reason."""
    for name in terminalreporter.config.stash.get(NEVER_ENTERED, []):
        terminalreporter.write_line(f"no test enters {name}: test it, or take it out")
    skipped = terminalreporter.stats.get("skipped", ())
    for reason, number in Counter(str(report.longrepr[2]) for report in skipped).items():
        terminalreporter.write_line(f"not run: {number} tests: {reason.removeprefix('Skipped: ')}")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data beside the checkout; missing is a failure where CI=true."""
    if not REAL_DATA.is_dir():
        message = "the real data at ../shared/data is missing; these tests need it"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return REAL_DATA


@pytest.fixture(scope="session")
def loaded() -> Iterator[Path]:
    """A folder with ``harmscope`` and ``module``, which start at once (see warm.py)."""
    import warm  # it needs POSIX

    with warm.programs() as folder:
        yield folder


@pytest.fixture(scope="session")
def parsers() -> Iterator[Path]:
    """As ``loaded``, with no more than the parsers of formats take: these are confined."""
    import warm  # it needs POSIX

    ours = [f"harmscope.formats.{name}" for name in ("sandbox", "parquet", "spreadsheet")]
    others = ["numpy", "pyarrow.compute", "pyarrow.parquet", "python_calamine"]
    with warm.programs(*others, *ours) as folder:
        yield folder


@pytest.fixture
def quick_parsers(parsers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parsers run in confined processes that need not load what they run."""
    started = SimpleNamespace(executable=str(parsers / "module"))
    monkeypatch.setattr("harmscope.formats.sandbox.sys", started)


@pytest.fixture
def quick_jobs(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An app in this process starts its jobs as processes that need not load what they run."""
    started = SimpleNamespace(executable=str(loaded / "module"))
    monkeypatch.setattr("harmscope.web.dispatcher.sys", started)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """A real PostgreSQL server, one a process of tests: it starts faster than a lock is shared."""
    lack = postgres.missing()
    if lack is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(lack)
        pytest.skip(lack)
    with postgres.server() as server:
        yield server


_DATABASES = ("sqlite", "postgresql")


@pytest.fixture(params=_DATABASES)
def database(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Each test runs on each database: None for SQLite, the address of an empty PostgreSQL one."""
    with _address(request) as address:
        yield address


@pytest.fixture(scope="module", params=_DATABASES)
def database_of_module(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """As ``database``, shared by the tests of a module."""
    with _address(request) as address:
        yield address


@contextmanager
def _address(request: pytest.FixtureRequest) -> Iterator[str | None]:
    if request.param == "sqlite":
        yield None
        return
    with request.getfixturevalue("postgresql").database() as address:
        yield address
