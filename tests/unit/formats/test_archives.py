import io
import zipfile
from collections.abc import Callable

import pytest

from harmscope.formats import Limits, StreamFault
from harmscope.formats.archives import directory

ROW = b'{"a":1}\n'


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = 8) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def flagged(data: bytes, flag: int) -> bytes:
    """The archive with a general purpose flag set in its first entry, in both places."""
    changed = bytearray(data)
    changed[6] |= flag
    changed[data.index(b"PK\x01\x02") + 8] |= flag
    return bytes(changed)


def link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("link")
    entry.external_attr = 0o120777 << 16
    return entry


def test_members_come_in_the_order_of_the_directory(of_file: Callable) -> None:
    data = packed(("b.jsonl", ROW), ("folder/", b""), ("folder/a.jsonl", ROW))
    assert of_file(data) == {"f/b.jsonl": [{"a": 1}], "f/folder/a.jsonl": [{"a": 1}]}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (packed(("../x", ROW)), "unsafe_name"),
        (packed(("/x", ROW)), "unsafe_name"),
        (packed((link(), b"/etc/hostname")), "linked"),
        (flagged(packed(("x", ROW)), 1), "encrypted"),
        (packed(("x", ROW), method=zipfile.ZIP_LZMA), "unknown_method"),
    ],
    ids=["up", "absolute", "link", "encrypted", "lzma"],
)
def test_members_that_are_refused(of_file: Callable, data: bytes, code: str) -> None:
    assert list(of_file(data).values()) == [[f"!{code}"]]


def test_a_refused_member_leaves_the_others_alone(of_file: Callable) -> None:
    found = of_file(packed(("../x", ROW), ("y", ROW)))
    assert list(found.values()) == [["!unsafe_name"], [{"a": 1}]]


def test_a_wrong_checksum_comes_after_the_rows(of_file: Callable) -> None:
    data = bytearray(packed(("x", ROW * 3)))
    place = data.index(b"PK\x01\x02") + 16
    data[place] ^= 0xFF
    assert of_file(bytes(data)) == {"f/x": [{"a": 1}] * 3 + ["!bad_checksum"]}


def test_entries_that_share_data_are_refused(of_file: Callable) -> None:
    data = packed(("x", ROW), ("y", ROW))
    # The second entry of the directory points at the data of the first.
    place = data.rindex(b"PK\x01\x02") + 42
    data = data[:place] + bytes(4) + data[place + 4 :]
    assert set(map(tuple, of_file(data).values())) == {("!overlapping",)}


def test_a_cut_off_archive_is_one_fault(of_file: Callable) -> None:
    data = packed(("x", ROW * 100))
    assert of_file(data[:-10]) == {"f": ["!bad_zip"]}
    assert of_file(packed()) == {"f": ["!empty_file"]}


def test_too_many_members_are_refused_before_the_directory_is_read(of_file: Callable) -> None:
    data = packed(*((f"{number}", b"") for number in range(20)))
    assert of_file(data, limits=Limits(members=10)) == {"f": ["!too_many_members"]}
    with pytest.raises(StreamFault):
        directory(io.BytesIO(data), Limits(directory=100))


def test_a_bomb_in_an_archive_is_stopped(of_file: Callable) -> None:
    limits = Limits(ratio=50, ratio_floor=1000)
    assert of_file(packed(("x", bytes(5_000_000))), limits=limits)["f/x"][-1] == "!bomb"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_stored_and_deflated_members_are_read(of_file: Callable, method: int) -> None:
    assert of_file(packed(("x", ROW), method=method)) == {"f/x": [{"a": 1}]}
