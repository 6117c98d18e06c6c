""""""

import gzip
import zlib
from collections.abc import Iterator

import pytest
import zstandard

from harmscope.formats.rows import Limits, StreamFault
from harmscope.formats.streams import UNPACK, Edit, Feed, spliced


def broken_after(*chunks: bytes) -> Iterator[bytes]:
    yield from chunks
    raise StreamFault("truncated")


def test_peeking_leaves_everything_where_it_is() -> None:
    feed = Feed(iter([b"ab", b"", b"cd", b"e"]))
    assert feed.peek(3) == b"abc"
    assert b"".join(feed) == b"abcde"


def test_exactly_and_piece_cut_chunks() -> None:
    feed = Feed(iter([b"abc", b"def"]))
    assert feed.exactly(4) == b"abcd"
    assert feed.piece(1) == b"e"
    assert feed.exactly(9) == b"f"
    assert feed.chunk() == b""


def test_a_fault_met_while_peeking_comes_after_the_bytes_before_it() -> None:
    feed = Feed(broken_after(b"ab"))
    assert feed.peek(10) == b"ab"
    assert feed.chunk() == b"ab"
    with pytest.raises(StreamFault):
        feed.chunk()


def test_a_fault_before_the_first_byte_is_raised_at_once() -> None:
    with pytest.raises(StreamFault):
        Feed(broken_after()).peek(1)


BODY = b"".join(b"line %d of %d\n" % (number, number**2) for number in range(30_000))
PACK = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
}
SMALL = Limits(ratio_floor=1000, ratio=20)


def unpacked(kind: str, data: bytes, limits: Limits | None = None, size: int = 1000) -> tuple:
    chunks = (data[start : start + size] for start in range(0, len(data), size))
    out = b""
    try:
        for chunk in UNPACK[kind](chunks, limits or Limits()):
            out += chunk
    except StreamFault as fault:
        return out, fault.code
    return out, None


@pytest.mark.parametrize("kind", PACK)
def test_a_whole_stream_comes_out_whole(kind: str) -> None:
    assert unpacked(kind, PACK[kind](BODY)) == (BODY, None)


@pytest.mark.parametrize("kind", PACK)
def test_streams_behind_each_other_come_out_together(kind: str) -> None:
    packed = PACK[kind](BODY) + PACK[kind](b"") + PACK[kind](b"end")
    assert unpacked(kind, packed) == (BODY + b"end", None)


@pytest.mark.parametrize("kind", PACK)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cut_off_stream_gives_what_it_has_and_says_so(kind: str, share: float) -> None:
    packed = PACK[kind](BODY)
    out, code = unpacked(kind, packed[: int(len(packed) * share)])
    assert code == "truncated"
    assert BODY.startswith(out)


@pytest.mark.parametrize("kind", PACK)
@pytest.mark.parametrize("cut", [1, 3, 4])
def test_a_stream_without_its_last_bytes_is_cut_off_but_all_there(kind: str, cut: int) -> None:
    assert unpacked(kind, PACK[kind](BODY)[:-cut]) == (BODY, "truncated")


@pytest.mark.parametrize(("kind", "place"), [("gzip", -6), ("gzip", -2), ("zstd", -2)])
def test_a_wrong_checksum_comes_after_all_data(kind: str, place: int) -> None:
    packed = bytearray(PACK[kind](BODY))
    packed[place] ^= 0xFF
    assert unpacked(kind, bytes(packed)) == (BODY, "bad_checksum")


@pytest.mark.parametrize("kind", PACK)
def test_damage_in_the_middle_is_never_missed(kind: str) -> None:
    packed = PACK[kind](BODY)
    for place in range(20, len(packed), len(packed) // 25):
        damaged = bytearray(packed)
        damaged[place] ^= 0x55
        assert unpacked(kind, bytes(damaged))[1] is not None


@pytest.mark.parametrize("kind", PACK)
def test_foreign_data_behind_a_stream_is_refused(kind: str) -> None:
    assert unpacked(kind, PACK[kind](BODY) + b"and more") == (BODY, "trailing_data")


def test_zero_padding_behind_gzip_is_none() -> None:
    assert unpacked("gzip", PACK["gzip"](BODY) + b"\0" * 512) == (BODY, None)
    assert unpacked("gzip", PACK["gzip"](BODY) + b"\0x") == (BODY, "trailing_data")


def test_a_gzip_head_may_carry_name_comment_extra_and_checksum() -> None:
    raw = zlib.compressobj(wbits=-15)
    body = raw.compress(b"hi") + raw.flush()
    tail = zlib.crc32(b"hi").to_bytes(4, "little") + b"\2\0\0\0"
    head = b"\x1f\x8b\x08\x1e" + bytes(6) + b"\3\0abc" + b"name\0" + b"note\0" + b"\0\0"
    assert unpacked("gzip", head + body + tail) == (b"hi", None)


def test_skippable_zstd_frames_hold_nothing() -> None:
    frame = b"\x52\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"extra"
    assert unpacked("zstd", frame + PACK["zstd"](b"x") + frame) == (b"x", None)
    assert unpacked("zstd", frame[:-1])[1] == "truncated"


@pytest.mark.parametrize("kind", PACK)
def test_a_bomb_is_stopped_early(kind: str) -> None:
    out, code = unpacked(kind, PACK[kind](bytes(20_000_000)), SMALL)
    assert code == "bomb"
    assert len(out) < 20_000_000


@pytest.mark.parametrize("kind", PACK)
def test_more_than_the_limit_is_refused(kind: str) -> None:
    assert unpacked(kind, PACK[kind](BODY), Limits(total=1000))[1] == "too_large"


def test_a_huge_window_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=30, write_content_size=False)
    engine = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    packed = engine.compress(b"x" * 1000) + engine.flush()
    assert unpacked("zstd", packed)[1] == "window_too_large"


TEXT = b"one\r\ntwo\nthree"
EDITS = {
    "nothing": ([], TEXT),
    "longer": ([Edit(0, 3, b"first")], b"first\r\ntwo\nthree"),
    "dropped with its line end": ([Edit(0, 3, b"", ending=True)], b"two\nthree"),
    "dropped one after the other": (
        [Edit(0, 3, b"", ending=True), Edit(5, 8, b"", ending=True)],
        b"three",
    ),
    "the last has no line end": ([Edit(9, 14, b"", ending=True)], b"one\r\ntwo\n"),
    "side by side": ([Edit(0, 1, b"O"), Edit(1, 3, b"NE")], b"ONE\r\ntwo\nthree"),
}


def pieces(size: int) -> Iterator[bytes]:
    return (TEXT[at : at + size] for at in range(0, len(TEXT), size))


@pytest.mark.parametrize("size", [1, 2, 5, 100])
@pytest.mark.parametrize("name", EDITS)
def test_edits_are_made_and_the_rest_is_carried_over(name: str, size: int) -> None:
    edits, expected = EDITS[name]
    assert b"".join(spliced(pieces(size), edits)) == expected


def test_a_stream_that_breaks_off_is_no_whole_one() -> None:
    def broken() -> Iterator[bytes]:
        yield TEXT
        raise StreamFault("truncated")

    with pytest.raises(StreamFault):
        list(spliced(broken(), [Edit(0, 3)]))
