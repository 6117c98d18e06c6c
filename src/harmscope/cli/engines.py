"""Where the work is done: ``--engine`` and ``--master``, in every command that has them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from harmscope.errors import UserError

if TYPE_CHECKING:
    from harmscope.engine import OpenEngine
    from harmscope.validation.workers import Crew


class Engine(StrEnum):
    """What counts: DuckDB on this machine, or Spark on a cluster."""

    DUCKDB = "duckdb"
    SPARK = "spark"


EngineOption = Annotated[Engine, typer.Option(help="duckdb (this machine) or spark (a cluster).")]
MasterOption = Annotated[
    str | None, typer.Option(metavar="URL", help="Spark's master, such as spark://HOST:7077.")
]
MemoryOption = Annotated[
    str | None,
    typer.Option(
        metavar="SIZE",
        help="Memory for the command with all its processes (on a "
        "cluster: each worker), such as 2GB.",
    ),
]
SharedOption = Annotated[
    str | None,
    typer.Option(
        metavar="DIR",
        help="Folder, by path or address, that all workers of a cluster can read and write.",
    ),
]


def master_of(
    engine: Engine, master: str | None, jobs: int = 0, shared: str | None = None
) -> str | None:
    """The address of the cluster; None for this machine. Raises UserError where the options do not
    fit together: a cluster has its own processes, and only a cluster shares a folder."""
    if engine is Engine.SPARK and not master:
        fix = "name Spark's master, such as spark://HOST:7077"
        raise UserError("--master", "it is missing", fix)
    if engine is Engine.DUCKDB and master:
        raise UserError("--master", "only Spark has a master", "add --engine spark")
    if engine is Engine.SPARK and jobs:
        raise UserError("--jobs", "a cluster has its own processes", "leave the option out")
    if engine is Engine.DUCKDB and shared is not None:
        raise UserError("--shared", "only a cluster shares a folder", "leave the option out")
    return master


@contextmanager
def crew_of(
    engine: Engine, master: str | None, jobs: int, memory: str | None = None
) -> "Iterator[Crew]":
    """The processes that examine records: a cluster's, or ``jobs`` of this machine (0: one a
    core), fewer where the limit of memory asks for it."""
    from harmscope.memory import shares
    from harmscope.validation.workers import Processes

    address = master_of(engine, master, jobs)
    if address is None:
        yield Processes(shares(memory, "validate", jobs or os.cpu_count() or 1).jobs)
        return
    from harmscope.cluster import Cluster

    with Cluster(address, memory) as cluster:
        yield cluster


@contextmanager
def engine_of(
    engine: Engine, master: str | None, memory: str | None, shared: str | None
) -> "Iterator[OpenEngine]":
    """What opens an engine on a folder for a pool: DuckDB, or a cluster's."""
    from harmscope.engine import DuckDb
    from harmscope.memory import shares

    address = master_of(engine, master, shared=shared)
    if address is None:
        yield partial(DuckDb, memory=shares(memory, "pool").engine)
        return
    from harmscope.cluster import Cluster

    with Cluster(address, memory, shared) as cluster:
        yield cluster.engine
