"""Spark: many machines judge chunks of files, and count the flat tables.

A session is opened on a cluster's master. Its :meth:`Cluster.executor` runs functions of this
package where Spark puts them, and :class:`Spark` is an engine for the same unbound expressions that
DuckDB runs. Both give what one machine gives: Spark runs a task again where a machine is lost.

Tables that tasks make stay where they were made (:class:`Apart`): only counts come back, and Spark
writes the tables where it reads them.
"""

import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING, Any, Protocol, Self
from urllib.parse import urlsplit

from harmscope.errors import UserError
from harmscope.formats.remote import is_address, through
from harmscope.hadoop import Store
from harmscope.memory import size_of

if TYPE_CHECKING:
    from pyarrow import RecordBatch

    from harmscope.engine import Cells

_AHEAD = 3
"""Tasks that wait for each core of the cluster."""

_SIZE = 8 * 2**20
"""Bytes of a task: starting one costs some hundredths of a second."""

_LOG = Path(__file__).with_name("spark_log.properties")
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_EXTRA = "install it: pip install 'harmscope[spark]', and Java 17"


class Apart(Protocol):
    """Takes tables out of what a task gives. It is sent to the workers."""

    def out_of(self, result: Any) -> dict[str, bytes]:
        """The tables by name, which the result then holds no more; none where it held none."""
        ...

    def tell(self, result: Any, begin: Callable[[int], None]) -> None:
        """Leave with the result what is to be called with the number of its first row; without
        that call its tables count nothing."""
        ...

    def batches(self, data: bytes, first: int) -> "Iterator[RecordBatch]":
        """The rows of a table, numbered from there on, in plain types."""
        ...


@dataclass(slots=True)
class _Kept:
    """What a task made, as it lies on the cluster (a JavaRDD of bytes): its result first, then its
    tables. ``first`` is the number of their first row; 0 where nobody counts them."""

    number: int
    made: Any
    first: int = 0

    def begin(self, first: int) -> None:
        """Its rows count, and are numbered from there on."""
        self.first = first


class Cluster:
    """A session on the cluster whose master stands at ``master``. Use as a context manager: within
    it, files at addresses are read and written by the cluster's connectors.

    Workers need the same versions of Python and of this package. It is a crew of ``validate``: its
    tasks examine chunks. ``memory`` is the limit of each worker, such as ``2GB``. In the folder
    ``shared``, a path or an address, lies what all workers read and write. ``apart`` takes tables
    out of what tasks give, for :meth:`engine`. Raises UserError where a limit is no size, there is
    no such folder, Spark is not installed or the master does not answer.
    """

    size = _SIZE
    fewest = 2
    alike = False

    def __init__(
        self,
        master: str,
        memory: str | None = None,
        shared: str | Path | None = None,
        apart: Apart | None = None,
    ) -> None:
        if memory is not None:
            size_of(memory)
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
        self._shared, self._apart = shared, apart
        self._kept: list[_Kept] = []
        self._stack = ExitStack()

    @property
    def most(self) -> int:
        """How many tasks are given out at a time: some for each core of the cluster."""
        return int(self._session.sparkContext.defaultParallelism) * _AHEAD

    def executor(self, start: Callable[..., None], given: tuple[object, ...]) -> Executor:
        """Runs functions on the cluster; ``start`` is called with ``given`` once in each process
        that does."""
        how = pickle.dumps((start, given, self._apart))
        return _Tasks(self._session.sparkContext, self.most, how, self._apart, self._kept)

    def engine(self, folder: Path) -> "Spark":
        """An engine over the flat tables in ``folder`` and those that tasks made. They lie in the
        shared folder where one is named; otherwise all workers have to read ``folder``."""
        kept = [one for one in self._kept if one.first]
        self._kept.clear()
        return Spark(self._session, _Tables(self._store, folder, self._room, kept, self._apart))

    def __enter__(self) -> Self:
        try:
            self._stack.callback(self._session.stop)
            self._store = Store(self._session)
            self._stack.enter_context(through(self._store))
            self._room = self._stack.enter_context(_room(self._store, self._shared))
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()


@contextmanager
def _room(store: Store, shared: str | Path | None) -> Iterator[str | None]:
    """The address of a folder for one run; None where none is shared."""
    if shared is None:
        yield None
        return
    address = str(shared) if is_address(shared) else _address(Path(shared))
    with store.room(address) as made:
        yield made


def _address(path: Path) -> str:
    return f"file://{path.resolve()}"


class _Tasks(Executor):
    """One task of Spark for each call; as many calls wait as there are threads."""

    def __init__(
        self, context: Any, most: int, how: bytes, apart: Apart | None, kept: list[_Kept]
    ) -> None:
        self._context = context
        self._how, self._apart, self._kept = how, apart, kept
        self._numbers = count(1)
        self._threads = ThreadPoolExecutor(most)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Run a function somewhere on the cluster."""
        call = partial(fn, *args, **kwargs)
        return self._threads.submit(self._run, call)

    def _run(self, call: Callable[[], Any]) -> Any:
        from py4j.protocol import Py4JError

        try:
            return self._done(call) if self._apart is None else self._left(call, self._apart)
        except Py4JError as fault:
            raise _unreachable() from fault

    def _done(self, call: Callable[[], Any]) -> Any:
        made = self._context.parallelize([(self._how, 0, call)], 1).map(perform)
        return pickle.loads(made.collect()[0][0])  # noqa: S301 - our own process made it

    def _left(self, call: Callable[[], Any], apart: Apart) -> Any:
        """The result; the tables stay where they are, as bytes that Spark reads without Python."""
        from pyspark import StorageLevel
        from pyspark.serializers import NoOpSerializer

        number = next(self._numbers)
        task = self._context.parallelize([(self._how, number, call)], 1).flatMap(perform)
        task._jrdd_deserializer = NoOpSerializer()
        made = task._jrdd
        made.persist(self._context._getJavaStorageLevel(StorageLevel.DISK_ONLY))
        result = pickle.loads(bytes(made.first()))  # noqa: S301 - our own process made it
        kept = _Kept(number, made)
        self._kept.append(kept)
        apart.tell(result, kept.begin)
        return result

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End when what runs has ended."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)


_started: set[bytes] = set()


def perform(task: tuple[bytes, int, Callable[[], Any]]) -> list[bytes]:
    """Run a task in a worker's process; the first of its kind there gets it ready. Gives the
    result, pickled, and the tables that were taken out of it: each with its name and the number of
    the task before it."""
    how, number, call = task
    # Spark brings it from our own command.
    ready, given, apart = pickle.loads(how)  # noqa: S301
    if how not in _started:
        ready(*given)
        _started.clear()
        _started.add(how)
    result = call()
    tables = {} if apart is None else apart.out_of(result)
    packed = [_mark(name) + _NUMBER.pack(number) + data for name, data in tables.items()]
    return [pickle.dumps(result), *packed]


_NUMBER = Struct("<Q")


def _mark(name: str) -> bytes:
    return name.encode() + b"\0"


@dataclass(frozen=True, slots=True)
class _Tables:
    """Where tables lie: files in ``folder`` of this machine, what tasks kept, and, where it is
    named, a room that all workers share, which then holds all that is read and written."""

    store: Store
    folder: Path
    room: str | None
    kept: Sequence[_Kept] = ()
    apart: Apart | None = None

    def place(self, path: Path) -> str:
        """The address of what is at a path in the folder; a file there is brought along."""
        if self.room is None:
            return _address(path)
        address = f"{self.room}/{path.name}"
        if path.is_file():
            self.store.put(path, address)
        return address

    def written(self, session: Any, name: str, schema: Any) -> str | None:
        """Have the cluster write what tasks kept of a table; gives the address, None where they
        kept nothing at all."""
        if not self.kept or self.apart is None:
            return None
        files = min(len(self.kept), session.sparkContext.defaultParallelism)
        mark = _mark(name)
        packed = self._packed(session).filter(f"startswith(value, X'{mark.hex()}')")
        first = {one.number: one.first for one in self.kept}
        unpack = partial(_unpacked, self.apart, len(mark), first)
        address = self.place(self.folder / f"{name}.made")
        rows = packed.coalesce(files).mapInArrow(unpack, schema)
        rows.write.mode("overwrite").parquet(address)
        return address

    def _packed(self, session: Any) -> Any:
        """All that tasks kept, as a table of bytes."""
        from pyspark.sql.classic.dataframe import DataFrame

        context = session.sparkContext
        java = context._jvm.org.apache.spark
        all_made = context._gateway.new_array(java.api.java.JavaRDD, len(self.kept))
        for place, one in enumerate(self.kept):
            all_made[place] = one.made
        together = context._jsc.union(all_made).rdd()
        made = session._jsparkSession.createDataset(together, java.sql.Encoders.BINARY())
        return DataFrame(made.toDF(), session)


def _unpacked(
    apart: Apart, start: int, first: dict[int, int], batches: "Iterator[RecordBatch]"
) -> "Iterator[RecordBatch]":
    """The rows of packed tables, numbered from where their task's rows begin."""
    for batch in batches:
        for cell in batch.column(0):
            data = cell.as_py()
            (number,) = _NUMBER.unpack_from(data, start)
            yield from apart.batches(data[start + _NUMBER.size :], first[number])


class Spark:
    """Runs unbound Ibis expressions over Parquet tables, on a cluster."""

    name = "spark"

    def __init__(self, session: Any, tables: _Tables) -> None:
        import ibis

        self._session = session
        self._tables = tables
        self._connection = ibis.pyspark.connect(session)
        self._views: set[str] = set()
        self.several: dict[str, bool] = {}

    def table(self, name: str, path: Path) -> None:
        """Make the Parquet file or folder at ``path`` the table ``name``, together with what tasks
        kept of a table of the same name as the file."""
        self.several.pop(name, None)
        frame = self._session.read.parquet(self._tables.place(path))
        if path.stem == name and path.is_file():
            made = self._tables.written(self._session, name, frame.schema)
            if made is not None:
                frame = frame.union(self._session.read.schema(frame.schema).parquet(made))
        frame.createOrReplaceTempView(name)
        self._views.add(name)

    def rows(self, expression: Any) -> "list[Cells]":
        """The result as dicts."""
        return [dict(row) for row in self._frame(expression).toArrow().to_pylist()]

    def write(self, expression: Any, path: Path) -> None:
        """The result as a folder of Parquet files."""
        address = self._tables.place(path)
        self._frame(expression).write.mode("overwrite").parquet(address)

    def _frame(self, expression: Any) -> Any:
        return self._session.sql(self._connection.compile(_readable(expression)))

    def close(self) -> None:
        """Forget the tables; the session stays open."""
        for name in self._views:
            self._session.catalog.dropTempView(name)


def _readable(expression: Any) -> Any:
    """The expression in a form that Spark can read: Ibis writes ``x IN (…) IS NULL`` and ``x IS NOT
    NULL IS NULL`` without the brackets that they need."""
    import ibis.expr.datatypes as dt
    import ibis.expr.operations as ops
    from ibis.expr.rewrites import p, replace

    asked = p.InValues | p.IsNull | p.NotNull

    @replace(p.IsNull(asked) | p.NotNull(asked))  # type: ignore[untyped-decorator]
    def bracketed(_: Any) -> Any:
        return type(_)(ops.Cast(_.arg, to=dt.int8))

    return expression.op().replace(bracketed).to_expr()


def _unreachable() -> UserError:
    fix = "check --master, and that its workers run and can read the files"
    return UserError("--master", "the cluster did not do what was asked", fix)
