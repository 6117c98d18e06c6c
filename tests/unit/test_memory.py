"""A limit of memory is shared by a command and its processes, or refused."""

import pytest

from harmscope.errors import UserError
from harmscope.memory import Shares, Work, shares, size_of


@pytest.mark.parametrize(
    ("text", "size"), [("500MB", 500 * 10**6), ("2GB", 2 * 10**9), ("1GiB", 2**30)]
)
def test_a_size_is_a_number_of_bytes(text: str, size: int) -> None:
    assert size_of(text) == size


@pytest.mark.parametrize("text", ["", "2", "lots", "2 GB", "0GB", "-1GB", "2GB'; --", "1e3MB"])
def test_anything_else_is_no_size(text: str) -> None:
    with pytest.raises(UserError, match="--memory-limit"):
        size_of(text)


@pytest.mark.parametrize(
    ("limit", "work", "jobs", "expected"),
    [
        (None, "report", 8, Shares(8)),
        ("250MB", "validate", 8, Shares(1, small=True)),
        ("600MB", "validate", 8, Shares(2, small=True)),
        ("4GB", "validate", 8, Shares(8)),
        ("400MB", "report", 8, Shares(1, small=True, engine="80MB")),
        ("4GB", "report", 2, Shares(2, engine="2960MB")),
        ("1GB", "pool", 1, Shares(1, engine="560MB")),
        ("400MB", "import", 2, Shares(1, small=True)),
    ],
)
def test_fewer_processes_and_smaller_chunks_where_little_is_given(
    limit: str | None, work: Work, jobs: int, expected: Shares
) -> None:
    assert shares(limit, work, jobs) == expected


@pytest.mark.parametrize(
    ("limit", "work", "least"),
    [
        ("249MB", "validate", "250MB"),
        ("1MB", "import", "400MB"),
        ("399MB", "report", "400MB"),
        ("300MB", "pool", "400MB"),
    ],
)
def test_the_smallest_limit_that_works_is_named(limit: str, work: Work, least: str) -> None:
    with pytest.raises(UserError, match=f"too small; {work} needs at least {least}"):
        shares(limit, work)
