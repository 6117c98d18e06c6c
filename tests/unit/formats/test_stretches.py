from collections.abc import Iterator
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.formats import StreamFault
from harmscope.formats.stretches import Cutting, Origin, Stretch, Tail, line_start, stretches

TEXT = b"".join(b"line %d\n" % number for number in range(1000))
HOW = Cutting(line_start, 10_000, 500)


def chunks(data: bytes, size: int = 100) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def all_of(data: bytes, origin: Origin | None = None) -> list[Stretch]:
    found = list(stretches(chunks(data), (1, 0), HOW, origin))
    assert all(isinstance(each, Stretch) for each in found)
    return [each for each in found if isinstance(each, Stretch)]


def test_stretches_start_where_lines_start_and_cover_all() -> None:
    found = all_of(TEXT)
    assert b"".join(each.content() for each in found) == TEXT
    assert len(found) > 10
    for each in found:
        assert TEXT[: each.offset].count(b"\n") == each.number - 1
        assert TEXT[: each.offset].endswith(b"\n") or each.offset == 0
    assert [each.last for each in found] == [False] * (len(found) - 1) + [True]


def test_of_a_file_only_the_place_is_told(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(TEXT)
    found = all_of(TEXT, Origin.of("f", path))
    assert not any(each.data for each in found)
    assert b"".join(each.content() for each in found) == TEXT


def test_joined_stretches_are_the_stretch_over_both(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(TEXT)
    for origin in (None, Origin.of("f", path)):
        first, second, *_ = all_of(TEXT, origin)
        both = first.joined(second)
        assert both.content() == TEXT[: second.offset + second.length]


def test_a_file_that_changes_is_said(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(TEXT)
    origin = Origin.of("f", path)
    origin.check()
    path.write_bytes(TEXT[:-8])
    for look in (origin.check, lambda: origin.read(0, 10)):
        with pytest.raises(UserError, match="changed while it was read"):
            look()
    path.unlink()
    with pytest.raises(UserError, match="changed while it was read"):
        origin.check()


def test_what_has_no_end_becomes_a_tail() -> None:
    data = TEXT + b"x" * 20_000
    *_, tail = stretches(chunks(data), (1, 0), HOW)
    assert isinstance(tail, Tail)
    assert b"".join(tail.chunks) == data[tail.offset :]
    assert TEXT[: tail.offset].count(b"\n") == tail.number - 1


def test_whole_lines_come_before_a_fault() -> None:
    def source() -> Iterator[bytes]:
        yield b"one\ntwo\nthr"
        raise StreamFault("truncated")

    found = stretches(source(), (1, 0), HOW)
    assert next(found) == Stretch(1, 0, 8, False, b"one\ntwo\n")
    with pytest.raises(StreamFault):
        next(found)


def test_a_line_starts_behind_a_line_feed_and_before_something() -> None:
    assert [line_start(text) for text in (b"a\nb", b"a\n", b"a", b"\n\n")] == [2, 0, 0, 1]
