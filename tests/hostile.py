"""Sixty hostile packages: archives and bags that try to break out, blow up or deceive."""

import gzip
import io
import json
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

Files = dict[str, bytes]
BOMB = 300_000_000


def packages(good: Path, signed: Callable[[bytes], bytes]) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each package. ``good`` is a sound one; ``signed`` makes the envelope for a
    statement, so that a lying sender can be played too."""
    data = good.read_bytes()
    yield from raw(data)
    for name in NAMES:
        yield f"name {name!r}", zipped({**files_of(data), name: b"x"})
    for mode in (0o120777, 0o020666, 0o060666, 0o010644, 0o140755):
        yield f"mode {mode:o}", zipped({**files_of(data), "data/z": b"/etc/passwd"}, mode=mode)
    yield from bombs(data)
    yield from lies(files_of(data), signed)


NAMES = (
    "../../escape",
    "/absolute",
    "data/../../escape",
    "data\\..\\..\\escape",
    "C:\\escape",
    "data/in/side",
    "data/DATA.JSONL\u202e",
    "data/nul\x01byte",
    "data/" + "x" * 5000,
    "BAGIT.TXT",
    "Submission.json",
    "data/.hidden",
    "fetch.txt",
    "data/e\u0301.jsonl",
)


def raw(data: bytes) -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "text", b"hello"
    yield "cut in half", data[: len(data) // 2]
    yield "cut at the end", data[:-10]
    yield "without a beginning", data[100:]
    yield "zeros", bytes(100_000)
    yield "gzip", gzip.compress(data)
    yield "end record only", b"PK\x05\x06" + bytes(18)
    yield "too many entries said", data[:-12] + struct.pack("<H", 65535) + data[-10:]
    yield "directory said to be huge", data[:-10] + struct.pack("<I", 2**31) + data[-6:]
    yield "flipped in the directory", flipped(data, len(data) - 60)
    yield "a header of another file", b"PK\x01\x02" + data[4:]
    yield "flipped in the records", flipped(data, data.index(b"data/") + 400)
    yield (
        "encrypted flag",
        data.replace(b"PK\x01\x02\x14\x03", b"PK\x01\x02\x14\x03")[:-1] + b"\xff",
    )


def bombs(data: bytes) -> Iterator[tuple[str, bytes]]:
    files = files_of(data)
    yield "bomb payload", zipped({**files, "data/alpha-first.jsonl": bytes(BOMB)})
    yield "bomb statement", zipped({**files, "submission.json": b" " * (BOMB // 10)})
    yield "bomb manifest", zipped({**files, "manifest-sha256.txt": b"\n" * (BOMB // 10)})
    yield "bomb declaration", zipped({**files, "bagit.txt": b"B" * (BOMB // 10)})
    yield "bomb envelope", zipped({**files, "submission.dsse.json": b"[" * (BOMB // 10)})
    yield "many files", zipped({**files, **{f"data/{i}": b"" for i in range(20_000)}})
    yield (
        "archive in archive",
        zipped({**files, "data/inner.zip": zipped({"x": bytes(BOMB // 10)})}),
    )
    once = zipped(files)
    yield "overlapping entries", once.replace(once[:4], once[:4]) + once
    yield "two archives", once + data
    yield "two tops", zipped(files) if not files else two_tops(files)
    yield "named twice", twice(files)


def lies(files: Files, signed: Callable[[bytes], bytes]) -> Iterator[tuple[str, bytes]]:
    statement = json.loads(files["submission.json"])
    member = statement["members"][0]
    changes: dict[str, dict[str, object]] = {
        "deep": {"x": json.loads("[" * 200 + "]" * 200)},
        "other version": {"version": "99"},
        "no members": {"members": []},
        "path up": {"members": [{**member, "path": "../../x"}]},
        "path of a tag": {"members": [{**member, "path": "submission.json"}]},
        "more rows": {"members": [{**member, "rows": member["rows"] + 1}]},
        "fewer bytes": {"members": [{**member, "bytes": 1}]},
        "other digest": {"members": [{**member, "sha256": "0" * 64}]},
        "a missing member": {"members": [member, {**member, "path": "data/more.jsonl"}]},
        "null": {"because": None},
        "not a period": {"period": {"start": "2026-02-31", "end": "x"}},
        "another sender": {"sender": "beta"},
    }
    for name, change in changes.items():
        body = json.dumps({**statement, **change}).encode()
        yield (
            f"lie {name}",
            zipped({**files, "submission.json": body, "submission.dsse.json": signed(body)}),
        )
    text = files["submission.json"]
    yield (
        "duplicate key",
        zipped({**files, "submission.json": b'{"record":"submission",' + text[1:]}),
    )
    yield "nan", zipped({**files, "submission.json": text.replace(b'"1.0"', b"NaN", 1)})
    yield (
        "half a surrogate",
        zipped({**files, "submission.json": text.replace(b"alpha", b"\\ud800")}),
    )
    yield "no envelope", zipped({k: v for k, v in files.items() if k != "submission.dsse.json"})
    yield "manifest up", zipped({**files, "manifest-sha256.txt": b"0" * 64 + b"  ../../x\n"})
    yield (
        "tag manifest gone",
        zipped({k: v for k, v in files.items() if k != "tagmanifest-sha256.txt"}),
    )
    yield "envelope of lists", zipped({**files, "submission.dsse.json": b"[" * 100_000})


def files_of(data: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def zipped(files: Files, mode: int = 0o100644) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(f"bag/{name}" if not name.startswith("/") else name)
            entry.external_attr = (mode if name == "data/z" else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def two_tops(files: Files) -> bytes:
    out = io.BytesIO(zipped(files))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("other/data/x", b"x")
    return out.getvalue()


def twice(files: Files) -> bytes:
    out = io.BytesIO(zipped(files))
    with zipfile.ZipFile(out, "a") as archive:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr("bag/bagit.txt", b"x")
    return out.getvalue()


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
