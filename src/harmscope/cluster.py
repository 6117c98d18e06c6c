"""Spark: many machines judge chunks of files, and count the flat tables.

A session is opened on a cluster's master. Its :meth:`Cluster.executor` runs functions of this
package where Spark puts them, and :class:`Spark` is an engine for the same unbound expressions that
DuckDB runs. Both give what one machine gives: Spark runs a task again where a machine is lost.
"""

import os
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from harmscope.errors import UserError

if TYPE_CHECKING:
    from harmscope.engine import Cells

_AHEAD = 3
"""Tasks that wait for each core of the cluster."""

_SIZE = 8 * 2**20
"""Bytes of a task: starting one costs some hundredths of a second."""

_LOG = Path(__file__).with_name("spark_log.properties")
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_EXTRA = "install it: pip install 'harmscope[spark]', and Java 17"


class Cluster:
    """A session on the cluster whose master stands at ``master``; close it at the end.

    Workers need the same versions of Python and of this package. It is a crew of ``validate``: its
    tasks examine chunks. ``memory`` is the limit of each worker, such as ``2GB``. Raises UserError
    where it is no size, Spark is not installed or the master does not answer.
    """

    size = _SIZE
    fewest = 2
    alike = False

    def __init__(self, master: str, memory: str | None = None) -> None:
        # Processes of workers import this module, and need no engine.
        from harmscope.engine import check_size

        check_size(memory)
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise UserError("--engine", "Spark is not installed", _EXTRA) from None
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        settings = {
            "spark.app.name": "harmscope",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.execution.arrow.pyspark.enabled": "true",
            # Tables of counts are small: hundreds of partitions would only take time.
            "spark.sql.shuffle.partitions": "8",
            "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_LOG.as_uri()}",
        }
        if urlsplit(master).hostname in _LOOPBACK:
            # Otherwise Spark takes the address of a network card, which others could reach.
            settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        if memory is not None:
            settings["spark.executor.memory"] = memory.replace("iB", "").replace("B", "")
        builder = SparkSession.builder.master(master)
        for name, value in settings.items():
            builder = builder.config(name, value)
        try:
            self._session = builder.getOrCreate()
            self._session.sparkContext.setLogLevel("ERROR")
        except Exception as fault:  # py4j has no narrower type for "it does not answer"
            raise _unreachable() from fault

    @property
    def most(self) -> int:
        """How many tasks are given out at a time: some for each core of the cluster."""
        return int(self._session.sparkContext.defaultParallelism) * _AHEAD

    def executor(self, start: Callable[..., None], given: tuple[object, ...]) -> Executor:
        """Runs functions on the cluster; ``start`` is called with ``given`` once in each process
        that does."""
        return _Tasks(self._session.sparkContext, self.most, (start, given))

    def engine(self, folder: Path) -> "Spark":
        """An engine over flat tables in ``folder``, which all workers can read."""
        return Spark(self._session, folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.stop()


class _Tasks(Executor):
    """One task of Spark for each call; as many calls wait as there are threads."""

    def __init__(self, context: Any, most: int, start: tuple[Any, tuple[object, ...]]) -> None:
        self._context = context
        self._start = pickle.dumps(start)
        self._threads = ThreadPoolExecutor(most)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Run a function somewhere on the cluster."""
        call = partial(fn, *args, **kwargs)
        return self._threads.submit(self._run, call)

    def _run(self, call: Callable[[], Any]) -> Any:
        from py4j.protocol import Py4JError

        try:
            task = self._context.parallelize([(self._start, call)], 1).map(perform)
            return task.collect()[0]
        except Py4JError as fault:
            raise _unreachable() from fault

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End when what runs has ended."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)


_started: set[bytes] = set()


def perform(task: tuple[bytes, Callable[[], Any]]) -> Any:
    """Run a task in a worker's process; the first of its kind there gets it ready."""
    start, call = task
    if start not in _started:
        ready, given = pickle.loads(start)  # noqa: S301 - Spark brings it from our own command
        ready(*given)
        _started.clear()
        _started.add(start)
    return call()


class Spark:
    """Runs unbound Ibis expressions over Parquet tables in ``folder``, on a cluster."""

    name = "spark"

    def __init__(self, session: Any, folder: Path) -> None:
        import ibis

        self._session = session
        self._folder = folder.resolve()
        self._connection = ibis.pyspark.connect(session)
        self._views: set[str] = set()

    def table(self, name: str, path: Path) -> None:
        """Make the Parquet file or folder at ``path`` the table ``name``."""
        frame = self._session.read.parquet(path.resolve().as_uri())
        frame.createOrReplaceTempView(name)
        self._views.add(name)

    def rows(self, expression: Any) -> "list[Cells]":
        """The result as dicts."""
        return [dict(row) for row in self._frame(expression).toArrow().to_pylist()]

    def write(self, expression: Any, path: Path) -> None:
        """The result as a folder of Parquet files."""
        self._frame(expression).write.mode("overwrite").parquet(path.resolve().as_uri())

    def _frame(self, expression: Any) -> Any:
        return self._session.sql(self._connection.compile(_readable(expression)))

    def close(self) -> None:
        """Forget the tables; the session stays open."""
        for name in self._views:
            self._session.catalog.dropTempView(name)


def _readable(expression: Any) -> Any:
    """The expression in a form that Spark can read: Ibis writes ``x IN (…) IS NULL`` without the
    brackets that it needs."""
    import ibis.expr.datatypes as dt
    import ibis.expr.operations as ops
    from ibis.expr.rewrites import p, replace

    @replace(p.IsNull(p.InValues) | p.NotNull(p.InValues))  # type: ignore[untyped-decorator]
    def bracketed(_: Any) -> Any:
        return type(_)(ops.Cast(_.arg, to=dt.int8))

    return expression.op().replace(bracketed).to_expr()


def _unreachable() -> UserError:
    fix = "check --master, and that its workers run and can read the files"
    return UserError("--master", "the cluster did not do what was asked", fix)
