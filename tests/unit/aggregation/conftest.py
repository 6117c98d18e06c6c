"""Fixtures of aggregation: an engine on normalised records, and a report."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harmscope.aggregation.normalise import Intake, judging, normalise, open_tables
from harmscope.aggregation.parts import Setting
from harmscope.aggregation.report import Request, make_report
from harmscope.engine import DuckDb
from harmscope.model.period import parse_period
from harmscope.model.report import Report
from harmscope.profiles import load

Record = dict[str, Any]


def accept(record: Record) -> list[str]:
    """A judge that finds nothing wrong."""
    return []


@pytest.fixture
def intake(tmp_path: Path, write_records: Callable[..., Path]) -> Callable[..., Intake]:
    """Normalises records into ``tmp_path``."""

    def run(*records: Record, judge: Any = accept, service: str = "all") -> Intake:
        setting = Setting(service=service)
        return normalise([write_records(*records)], tmp_path, judging(judge), setting)

    return run


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDb]:
    """DuckDB on ``tmp_path``."""
    opened = DuckDb(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def counted(
    tmp_path: Path, intake: Callable[..., Intake], engine: DuckDb, header: Callable[..., Record]
) -> Callable[..., DuckDb]:
    """An engine that holds the flat tables of the records given, without doubles."""

    def run(*records: Record) -> DuckDb:
        intake(header(), *records)
        open_tables(engine, tmp_path, date(2029, 1, 1))
        return engine

    return run


@pytest.fixture
def report(write_records: Callable[..., Path]) -> Callable[..., Report]:
    """A report on records, the header among them, for July 2025 unless said otherwise."""

    def run(
        *records: Record,
        service: str = "all",
        period: str = "2025-07",
        judge: Any = accept,
        profile: str = "core",
    ) -> Report:
        request = Request(load(profile), parse_period(period), service, date(2026, 1, 1))
        return make_report([write_records(*records)], request, judging(judge), DuckDb)

    return run
