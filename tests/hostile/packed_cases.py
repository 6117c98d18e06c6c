"""Compressions and archives: cut off, damaged, nested, oversized, and leading astray."""

import gzip
import io
import stat
import zipfile
from collections.abc import Iterator

import zstandard
from case import Case, line

_ROWS = 400
_BODY = b"".join(line(number) for number in range(_ROWS))
# Lines as long as they may be, so that what comes out before the bomb is stopped is soon read.
_ENDLESS = (b"a" * 999_999 + b"\n") * 200


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def _zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def _zip(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = 8) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def _flip(data: bytes, place: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 0xFF
    return bytes(changed)


def _streams(kind: str, packed: bytes, of_nothing: bytes) -> Iterator[Case]:
    end = {"gzip": ".jsonl.gz", "zstd": ".jsonl.zst"}[kind]
    yield Case(f"{kind}-whole", packed, _ROWS, (), end)
    yield Case(f"{kind}-twice", packed + packed, 2 * _ROWS, (), end)
    yield Case(f"{kind}-with-nothing-between", packed + of_nothing + packed, 2 * _ROWS, (), end)
    yield Case(f"{kind}-of-nothing", of_nothing, 0, ("!empty_file",), end)
    for cut in (1, 4):
        yield Case(f"{kind}-short-by-{cut}", packed[:-cut], _ROWS, ("!truncated",), end)
    yield Case(f"{kind}-second-cut", packed + packed[:-2], 2 * _ROWS, ("!truncated",), end)
    yield Case(f"{kind}-only-a-start", packed[:5], 0, ("!truncated",), end)
    yield Case(f"{kind}-then-text", packed + b"more than that\n", _ROWS, ("!trailing_data",), end)
    yield Case(f"{kind}-wrong-checksum", _flip(packed, -6 if kind == "gzip" else -2), _ROWS,
               ("!bad_checksum",), end)  # fmt: skip


class _Pipe(io.RawIOBase):
    """Takes bytes and cannot be sought in, so that sizes stand behind the data."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.taken += bytes(data)  # type: ignore[call-overload]
        return len(data)  # type: ignore[arg-type]


def _frames() -> Iterator[Case]:
    packed = _gzip(_BODY)
    named = b"\x1f\x8b\x08\x18" + packed[4:10] + b"n" * 90_000 + b"\0" + b"c" * 90_000 + b"\0"
    yield Case("gzip-long-names", named + packed[10:], _ROWS, (), ".gz")
    yield Case("gzip-unknown-method", packed[:2] + b"\7" + packed[3:], 0, ("!damaged",), ".gz")
    skipped = b"\x50\x2a\x4d\x18\4\0\0\0abcd"
    yield Case("zstd-skippable", skipped + _zstd(_BODY) + skipped, _ROWS, (), ".zst")
    yield Case("zstd-only-skippable", skipped, 0, ("!empty_file",), ".zst")
    yield Case("zstd-skippable-cut", skipped[:-1], 0, ("!truncated",), ".zst")
    samples = [_BODY[start : start + 200] for start in range(0, 40_000, 50)]
    words = zstandard.train_dictionary(2048, samples)
    strange = zstandard.ZstdCompressor(dict_data=words).compress(_BODY)
    yield Case("zstd-dictionary", strange, 0, ("!damaged",), ".zst")


def _unusual() -> Iterator[Case]:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", 8) as archive, archive.open("a.jsonl", "w") as file:
        file.write(_BODY)
    yield Case("zip-sizes-behind", bytes(pipe.taken), _ROWS, (), ".zip")
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", 8) as archive,
        archive.open("a.jsonl", "w", force_zip64=True) as file,
    ):
        file.write(_BODY)
    yield Case("zip-64", out.getvalue(), _ROWS, (), ".zip")
    desktop = (("__MACOSX/._a.jsonl", b"\0\5\x16\7" * 20), (".DS_Store", b"\0\0\0\1Bud1" * 90))
    yield Case("zip-macos", _zip(("a.jsonl", _BODY), *desktop), _ROWS, (), ".zip")
    yield Case("zip-macos-only", _zip(*desktop), 0, ("!empty_file",), ".zip")
    yield Case("zip-only-folders", _zip(("a/", b""), ("a/b/", b"")), 0, ("!empty_file",), ".zip")
    end = b"PK\5\6" + bytes(18)
    plain = _zip(("a.jsonl", _BODY))
    hidden = plain[:-2] + len(end).to_bytes(2, "little") + end
    yield Case("zip-second-end", hidden, 0, ("!empty_file",), ".zip")


def _bombs() -> Iterator[Case]:
    yield Case("gzip-bomb", _gzip(_ENDLESS), None, ("!bomb",), ".gz")
    yield Case("zstd-bomb", _zstd(_ENDLESS), None, ("!bomb",), ".zst")
    yield Case("zip-bomb", _zip(("x.jsonl", _ENDLESS)), None, ("!bomb",), ".zip")
    yield Case("gzip-bomb-in-zip", _zip(("x.gz", _gzip(_ENDLESS))), None, ("!bomb",), ".zip")
    twice = _gzip(_gzip(_ENDLESS))
    yield Case("gzip-bomb-in-gzip", twice, None, ("!bomb",), ".gz")
    wide = zstandard.ZstdCompressionParameters(window_log=31, write_content_size=False)
    engine = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    window = engine.compress(_BODY) + engine.flush()
    yield Case("zstd-window", window, 0, ("!window_too_large",), ".zst")


def _nests() -> Iterator[Case]:
    data = _BODY
    for depth in range(1, 8):
        data = _gzip(data)
        good, faults = (_ROWS, ()) if depth <= 4 else (0, ("!too_nested",))
        yield Case(f"gzip-{depth}-deep", data, good, faults, ".gz")
    data = _BODY
    for _ in range(40):
        data = _zip(("x.zip", data))
    yield Case("zip-40-deep", data, 0, ("!too_nested",), ".zip")


def _zips() -> Iterator[Case]:
    whole = _zip(("a.jsonl", _BODY))
    yield Case("zip-whole", whole, _ROWS, (), ".zip")
    yield Case("zip-of-zips", _zip(("a.zip", whole), ("b.zip", whole)), 2 * _ROWS, (), ".zip")
    yield Case("zip-cut", whole[:-30], 0, ("!bad_zip",), ".zip")
    yield Case("zip-only-a-start", whole[:40], 0, ("!bad_zip",), ".zip")
    yield Case("zip-of-nothing", _zip(), 0, ("!empty_file",), ".zip")
    yield Case(
        "zip-inner-cut", _zip(("a.zip", whole[:-9]), ("b", _BODY)), _ROWS, ("!bad_zip",), ".zip"
    )
    crc = whole.index(b"PK\x01\x02") + 16
    yield Case("zip-wrong-checksum", _flip(whole, crc), _ROWS, ("!bad_checksum",), ".zip")
    size = whole.index(b"PK\x01\x02") + 24
    yield Case("zip-wrong-size", _flip(whole, size), _ROWS, ("!damaged",), ".zip")
    secret = bytearray(whole)
    secret[6] |= 1
    secret[whole.index(b"PK\x01\x02") + 8] |= 1
    yield Case("zip-encrypted", bytes(secret), 0, ("!encrypted",), ".zip")
    lzma = _zip(("a", _BODY), method=zipfile.ZIP_LZMA)
    yield Case("zip-lzma", lzma, 0, ("!unknown_method",), ".zip")
    many = _zip(*((f"{number}", b"") for number in range(10_500)))
    yield Case("zip-10500-members", many, 0, ("!too_many_members",), ".zip")
    yield from _shared(whole)


def _shared(whole: bytes) -> Iterator[Case]:
    two = _zip(("a.jsonl", _BODY), ("b.jsonl", _BODY))
    place = two.rindex(b"PK\x01\x02") + 42
    same = two[:place] + bytes(4) + two[place + 4 :]
    yield Case("zip-shared-data", same, 0, ("!overlapping",) * 2, ".zip")
    before = b"#!/bin/sh\n" + whole
    yield Case("zip-behind-a-script", before, 0, ("!unknown_kind",), ".zip")


def _names() -> Iterator[Case]:
    for name, path in {
        "up": "../../x.jsonl",
        "absolute": "/tmp/x.jsonl",
        "windows": "C:\\x.jsonl",
        "backslashes": "..\\..\\x.jsonl",
        "hidden-up": "a/b/../../../x.jsonl",
    }.items():
        data = _zip((path, _BODY), ("good.jsonl", _BODY))
        yield Case(f"zip-slip-{name}", data, _ROWS, ("!unsafe_name",), ".zip")
    for kind, mode in {"link": stat.S_IFLNK, "folder-link": stat.S_IFLNK | 0o777}.items():
        entry = zipfile.ZipInfo("link")
        entry.external_attr = mode << 16
        data = _zip((entry, b"/etc/hostname"), ("good.jsonl", _BODY))
        yield Case(f"zip-{kind}", data, _ROWS, ("!linked",), ".zip")
    for name, path in {
        "escape": "\x1b[31mred\x07.jsonl",
        "direction": "\u202elnosj.x",
        "long": "n" * 3000 + ".jsonl",
        "sql": "'; DROP TABLE x;--.jsonl",
        "pattern": "*?[a-z]{1,2}.jsonl",
        "dash": "--help",
        "markup": "[link=x]y[/link].jsonl",
        "same": "a/./a.jsonl",
    }.items():
        yield Case(f"zip-name-{name}", _zip((path, _BODY)), _ROWS, (), ".zip")


def cases() -> Iterator[Case]:
    """All cases of this kind."""
    yield from _streams("gzip", _gzip(_BODY), _gzip(b""))
    yield from _streams("zstd", _zstd(_BODY), _zstd(b""))
    yield Case("gzip-padded", _gzip(_BODY) + bytes(512), _ROWS, (), ".gz")
    yield from _frames()
    yield from _unusual()
    yield from _bombs()
    yield from _nests()
    yield from _zips()
    yield from _names()
