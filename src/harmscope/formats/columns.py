"""Arrow columns to plain values, each distinct one converted once. Runs in the child process."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from harmscope.formats.cells import BadCell, plain
from harmscope.formats.frames import MOST_PLACES, Column, Table

Cells = tuple[list[object], "np.ndarray | None"]
"""Values and, where they are the distinct ones, which of them each row has."""


def table(batch: pa.RecordBatch) -> Table:
    """The rows of a batch. A value that JSON has no form for spoils its row alone."""
    columns, faults = [], dict[int, str]()
    for array in batch.columns:
        values, places = _cells(array)
        bad = _converted(values, array.type)
        if bad:
            which = range(len(values)) if places is None else places.tolist()
            for row, place in enumerate(which):
                if place in bad:
                    faults.setdefault(row, bad[place])
        columns.append(Column(values, None if places is None else _bytes(places)))
    return Table(columns, faults)


def _cells(array: pa.Array) -> Cells:
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if _is_list(array.type) and not pa.types.is_nested(array.type.value_type):
        return _lists(array)
    if pa.types.is_nested(array.type) or pa.types.is_null(array.type):
        return array.to_pylist(), None
    encoded = array.dictionary_encode(null_encoding="encode")
    if 2 * len(encoded.dictionary) > len(array) or len(encoded.dictionary) > MOST_PLACES:
        return array.to_pylist(), None
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)


def _lists(array: pa.ListArray) -> Cells:
    """Lists are told apart by the places of their items among the distinct items."""
    bounds = array.offsets.to_numpy()
    items = array.values.slice(bounds[0], bounds[-1] - bounds[0])
    if pa.types.is_dictionary(items.type):
        items = items.dictionary_decode()
    encoded = items.dictionary_encode(null_encoding="encode")
    distinct = encoded.dictionary.to_pylist()
    places = encoded.indices.to_numpy(zero_copy_only=False)
    width, data = places.itemsize, places.tobytes()
    known: dict[bytes | None, int] = {}
    found = np.empty(len(array), dtype=np.int64)
    ends = ((bounds - bounds[0]) * width).tolist()
    nulls = array.is_null().to_pylist() if array.null_count else None
    for row in range(len(array)):
        key = None if nulls and nulls[row] else data[ends[row] : ends[row + 1]]
        found[row] = known.setdefault(key, len(known))
    kinds: Sequence[object] = distinct
    values: list[object] = [
        None if key is None else [kinds[place] for place in np.frombuffer(key, places.dtype)]
        for key in known
    ]
    if len(values) > MOST_PLACES:
        return [values[place] for place in found.tolist()], None
    return values, found


def _converted(values: list[object], kind: pa.DataType) -> dict[int, str]:
    """Bring values into the form of JSON, where they stand; gives faults by place."""
    bad: dict[int, str] = {}
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return bad
    for place, value in enumerate(values):
        if value is not None:
            try:
                values[place] = plain(value)
            except BadCell as fault:
                values[place], bad[place] = None, str(fault)
    return bad


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def _bytes(places: np.ndarray) -> bytes:
    return places.astype("<u2").tobytes()
