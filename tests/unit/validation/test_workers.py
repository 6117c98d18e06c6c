"""The outcome does not depend on the number of processes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from harmscope.formats import StreamFault
from harmscope.formats.blocks import Block
from harmscope.formats.limits import Limits
from harmscope.render import json_
from harmscope.validation import Options, run, validate
from harmscope.validation.workers import Workers

CASES = Path(__file__).parents[2] / "cases"


def mixed() -> bytes:
    """Every line of every case, the ids made different, some of them repeated."""
    lines = []
    for path in sorted(CASES.glob("HS[0-1]*/*.jsonl")):
        lines += path.read_bytes().splitlines()
    numbered = [line.replace(b'"i1"', b'"i%d"' % (n % 150)) for n, line in enumerate(lines)]
    return b"\n".join(numbered) + b"\n"


def test_one_process_or_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(mixed() * 3)
    plain = json.loads(json_.verdict(validate([path])))
    monkeypatch.setattr(run, "SMALL", 2)
    monkeypatch.setattr(run, "BLOCK", 4096)
    shared = json.loads(json_.verdict(validate([path], jobs=2)))
    assert plain["rows"]["rejected"] > 50
    assert shared == plain


def test_parts_come_before_the_fault_that_follows_them() -> None:
    def source() -> Iterator[Block]:
        yield Block(1, 0, b"{broken\n")
        raise StreamFault("truncated")

    with Workers(Options(), 2) as workers:
        parts = workers.parts("r", source(), Limits())
        assert next(parts).rejected == 1
        with pytest.raises(StreamFault):
            next(parts)
