import pytest

from harmscope.submission import manifest
from harmscope.submission.problems import Refused

SUM = "ab" * 32


def test_what_is_written_can_be_read() -> None:
    paths = {"data/a b.jsonl": SUM, "data/100%.jsonl": SUM, "data/line\nbreak": SUM}
    assert manifest.read(manifest.written(paths), "m") == paths


@pytest.mark.parametrize(
    "text",
    [
        f"{SUM}  data/a\n{SUM}  data/a\n",
        f"﻿{SUM}  data/a\n",
        f"{SUM[:-1]}  data/a\n",
        "data/a\n",
        f"{SUM}\n",
        "\n",
    ],
    ids=["named twice", "byte order mark", "short digest", "no digest", "no path", "blank"],
)
def test_a_manifest_is_read_strictly(text: str) -> None:
    with pytest.raises(Refused):
        manifest.read(text.encode(), "m")


def test_text_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(Refused):
        manifest.read(f"{SUM}  data/".encode() + b"\xff\n", "m")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n",
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n",
        b"\xef\xbb\xbfBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        b"BagIt-Version: 1.0\n",
    ],
)
def test_other_declarations_are_no_bag(text: bytes) -> None:
    with pytest.raises(Refused):
        manifest.declared(text)


def test_our_declaration_is_one() -> None:
    manifest.declared(manifest.DECLARATION)
    manifest.declared(manifest.DECLARATION.replace(b"\n", b"\r\n"))
