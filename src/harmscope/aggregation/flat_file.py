"""Flat tables of what one file gave, themselves in one file: chunks of columns, each packed for
itself, and an index behind them.

Whoever reads one takes nothing for granted: sizes are bounded before anything is unpacked, and
columns are checked to be what they should be before anybody counts them.
"""

import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import zstandard
from pydantic import ValidationError

from harmscope.aggregation.coded import schema_of, shifted
from harmscope.aggregation.parts import (
    EVERY_SERVICE,
    FLAT,
    NOT_COUNTED,
    Part,
    Setting,
    days_of,
)
from harmscope.aggregation.shapes import KINDS
from harmscope.errors import UserError
from harmscope.formats.rows import MEBI
from harmscope.model.dataset import Dataset
from harmscope.model.exposure import Exposure
from harmscope.rules import CATALOGUE

_ROWS: Final = 65_536
_LARGEST: Final = 256 * MEBI
"""Bytes of an unpacked chunk or index."""
_TAIL = struct.Struct("<QQ")
_DAYS: Final = (-719_162, 2_932_896)
"""The days of the years 1 to 9999."""


class DamagedError(Exception):
    """It is no file of flat tables, or not what its index says."""


@contextmanager
def sound(where: str, fix: str) -> Iterator[None]:
    """Raises UserError in place of DamagedError: what lies ``where`` said of itself that it was
    sound."""
    try:
        yield
    except DamagedError:
        raise UserError(where, "what is kept there is not what was written there", fix) from None


class _Chunk(msgspec.Struct, array_like=True, frozen=True):
    table: str
    start: int
    size: int
    unpacked: int
    rows: int


class _Index(msgspec.Struct, forbid_unknown_fields=True):
    """What the records gave besides their tables."""

    chunks: list[_Chunk]
    header: dict[str, Any] | None
    read: int
    number: int
    other_services: int
    timed: bool
    excluded: dict[str, int]
    taken: dict[str, dict[str, int]]
    """How many records of each kind there are, by service."""
    days: dict[str, list[int]]
    exposures: list[tuple[int, dict[str, Any]]]


class FlatWriter:
    """Writes parts of one file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._start = file.tell()
        self._batches: dict[str, list[pa.RecordBatch]] = {name: [] for name in FLAT}
        self._chunks: list[_Chunk] = []
        self._taken: dict[str, Counter[str]] = {}
        self._whole = Part()

    @property
    def whole(self) -> Part:
        """Everything so far, without tables."""
        return self._whole

    def add(self, part: Part) -> None:
        """What some rows gave."""
        for name, batch in part.tables.items():
            self._batches[name].append(shifted(batch, self._whole.number))
            if sum(one.num_rows for one in self._batches[name]) >= _ROWS:
                self._flush(name)
            if name in KINDS:
                for pair in pc.value_counts(batch.column("service")).to_pylist():
                    self._taken.setdefault(pair["values"], Counter())[name] += pair["counts"]
        self._whole.add(part)

    def done(self) -> None:
        """Write what is left, and the index."""
        for name in FLAT:
            self._flush(name)
        whole = self._whole
        index = _Index(
            chunks=self._chunks,
            header=whole.header,
            read=whole.read,
            number=whole.number,
            other_services=whole.other_services,
            timed=whole.timed,
            excluded=dict(whole.excluded),
            taken={service: dict(kinds) for service, kinds in self._taken.items()},
            days={kind: sorted(days) for kind, days in whole.days.items()},
            exposures=[(seq, dict(one)) for seq, one in whole.exposures.items()],
        )
        data = msgspec.json.encode(index)
        packed = _pack(data)
        self._file.write(packed)
        self._file.write(_TAIL.pack(len(packed), len(data)))

    def _flush(self, name: str) -> None:
        batches = self._batches[name]
        if not batches:
            return
        schema = schema_of(FLAT[name])
        table = pa.Table.from_batches(batches, schema=schema).unify_dictionaries()
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, schema) as stream:
            stream.write_table(table.combine_chunks())
        data = sink.getvalue()
        packed = _pack(data)
        start = self._file.tell() - self._start
        self._file.write(packed)
        self._chunks.append(_Chunk(name, start, len(packed), len(data), table.num_rows))
        self._batches[name] = []


def _pack(data: Any) -> bytes:
    return zstandard.ZstdCompressor(level=1, write_checksum=True).compress(data)


class FlatFile:
    """Flat tables in a file, of ``size`` bytes from ``start`` on.

    Raises DamagedError where they are none.
    """

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size = file, start, size
        if size < _TAIL.size:
            raise DamagedError
        file.seek(start + size - _TAIL.size)
        packed, unpacked = _TAIL.unpack(file.read(_TAIL.size))
        place = size - _TAIL.size - packed
        try:
            self._index = msgspec.json.decode(self._unpacked(place, packed, unpacked), type=_Index)
            _check(self._index)
        except (msgspec.DecodeError, ValidationError):
            raise DamagedError from None

    @property
    def rows(self) -> int:
        """Rows that were no header."""
        return self._index.read

    @property
    def headed(self) -> bool:
        """Whether there is a header."""
        return self._index.header is not None

    @property
    def timed(self) -> bool:
        """Whether a record has a time of day, so that its day depends on the time zone."""
        return self._index.timed

    def _unpacked(self, start: int, size: int, unpacked: int) -> bytes:
        if not (start >= 0 and 0 <= size <= self._size - start and 0 <= unpacked <= _LARGEST):
            raise DamagedError
        self._file.seek(self._start + start)
        packed = self._file.read(size)
        try:
            if zstandard.frame_content_size(packed) != unpacked:
                raise DamagedError
            return zstandard.ZstdDecompressor().decompress(packed, max_output_size=unpacked)
        except zstandard.ZstdError:
            raise DamagedError from None

    def parts(self, setting: Setting) -> Iterator[Part]:
        """What the records about the service of ``setting`` gave. Raises DamagedError."""
        index, service = self._index, setting.service
        own = {
            name: kinds for name, kinds in index.taken.items() if service in (name, EVERY_SERVICE)
        }
        last = Part(
            header=index.header,
            read=index.read,
            number=sum(sum(kinds.values()) for kinds in own.values()),
            excluded=Counter(index.excluded),
            taken=sum((Counter(kinds) for kinds in own.values()), Counter()),
            timed=index.timed,
        )
        last.other_services = index.other_services + index.number - last.number
        if own.keys() == index.taken.keys():
            last.days = {kind: set(days) for kind, days in index.days.items()}
            last.exposures = dict(index.exposures)  # type: ignore[arg-type]
            yield from (Part(tables={name: batch}) for name, batch in self._tables())
        elif own:
            yield from self._only(service, last)
        # The number of records comes last: rows are counted from the first of them on.
        yield last

    def _only(self, service: str, last: Part) -> Iterator[Part]:
        """The tables of one of several services; what is said of it goes into ``last``."""
        kept = np.zeros(self._index.number, dtype=bool)
        for _, batch in self._tables(frozenset(KINDS)):
            ours = pc.equal(batch.column("service"), service)
            kept[batch.column("seq").filter(ours).to_numpy()] = True
        numbers = np.cumsum(kept) - 1
        for name, batch in self._tables():
            seq = batch.column("seq").to_numpy()
            ours = kept[seq]
            found = batch.filter(pa.array(ours))
            place = found.schema.get_field_index("seq")
            found = found.set_column(place, "seq", pa.array(numbers[seq[ours]]))
            if found.num_rows:
                for kind, days in days_of({name: found}).items():
                    last.days.setdefault(kind, set()).update(days)
                yield Part(tables={name: found})
        last.exposures = {
            int(numbers[seq]): one  # type: ignore[misc]
            for seq, one in self._index.exposures
            if kept[seq]
        }

    def _tables(
        self, names: frozenset[str] = frozenset(FLAT)
    ) -> Iterator[tuple[str, pa.RecordBatch]]:
        for chunk in self._index.chunks:
            if chunk.table in names:
                yield chunk.table, self._batch(chunk)

    def _batch(self, chunk: _Chunk) -> pa.RecordBatch:
        columns = FLAT[chunk.table]
        data = self._unpacked(chunk.start, chunk.size, chunk.unpacked)
        try:
            table = pa.ipc.open_stream(pa.py_buffer(data)).read_all()
            if table.schema != schema_of(columns) or table.num_rows != chunk.rows:
                raise DamagedError
            table.validate(full=True)
            [batch] = table.to_batches()
        except (pa.ArrowException, ValueError, OSError):
            raise DamagedError from None
        for name in [name for name, kind in columns.items() if kind == "date"]:
            least, most = _bounds(batch.column(name).cast(pa.int32()))
            if least < _DAYS[0] or most > _DAYS[1]:
                raise DamagedError
        least, most = _bounds(batch.column("seq"))
        if batch.column("seq").null_count or least < 0 or most >= self._index.number:
            raise DamagedError
        return batch


def _check(index: _Index) -> None:
    """Raises DamagedError or ValidationError for what no reader of records could have found."""
    counts = (index.read, index.number, index.other_services, *index.excluded.values())
    kinds = [pair for one in index.taken.values() for pair in one.items()]
    fits = (
        min(counts) >= 0
        and all(kind in KINDS and number > 0 for kind, number in kinds)
        and sum(number for _, number in kinds) == index.number
        and index.read == index.number + index.other_services + sum(index.excluded.values())
        and index.excluded.keys() <= {*CATALOGUE, NOT_COUNTED}
        and index.days.keys() <= KINDS.keys()
        and all(_DAYS[0] <= day <= _DAYS[1] for days in index.days.values() for day in days)
        and all(0 <= seq < index.number for seq, _ in index.exposures)
        and all(chunk.table in FLAT and chunk.rows > 0 for chunk in index.chunks)
    )
    if not fits:
        raise DamagedError
    if index.header is not None:
        Dataset.model_validate(index.header)
    for _, exposure in index.exposures:
        Exposure.model_validate(exposure)


def _bounds(column: pa.Array) -> tuple[int, int]:
    found = pc.min_max(column)
    least, most = found["min"].as_py(), found["max"].as_py()
    return (0, 0) if least is None else (least, most)
