"""Reading bytes as a file, in one call."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harmscope.formats import Limits, Member, Row, RowFault, StreamFault, members
from harmscope.formats.tables import rows

Outcome = list[object]


@pytest.fixture
def member() -> Callable[..., Member]:
    """A member of given bytes, cut into chunks of a given size."""

    def make(data: bytes, size: int = 7, limits: Limits | None = None) -> Member:
        chunks = (data[start : start + size] for start in range(0, len(data), size))
        return Member("m", chunks, limits or Limits())

    return make


@pytest.fixture
def outcome() -> Callable[[Iterator[Row | RowFault]], Outcome]:
    """Rows as their data, faults as their codes, and last the code of a stream's fault."""
    return shown


def shown(found: Iterator[Row | RowFault]) -> Outcome:
    result: Outcome = []
    try:
        for row in found:
            result.append(row.data if isinstance(row, Row) else row.code)
    except StreamFault as fault:
        result.append(f"!{fault.code}")
    return result


@pytest.fixture
def of_file(tmp_path: Path) -> Callable[..., dict[str, Outcome]]:
    """What comes out of a file of given bytes: outcome by member."""

    def read(data: bytes, name: str = "f", limits: Limits | None = None) -> dict[str, Outcome]:
        path = tmp_path / name
        path.write_bytes(data)
        return {one.name: shown(_rows(one)) for one in members(path, limits or Limits())}

    return read


def _rows(one: Member) -> Iterator[Row | RowFault]:
    yield from rows(one)
