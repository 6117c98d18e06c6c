import io
from pathlib import Path

import pytest

from harmscope.cli.progress import LEAST, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def large(tmp_path: Path) -> str:
    path = tmp_path / "large.jsonl"
    path.write_bytes(b"\n" * LEAST)
    return str(path)


def test_a_terminal_sees_a_bar_up_to_the_end(large: str) -> None:
    stream = Terminal()
    with progress([large], stream) as told:
        assert told is not None
        told(LEAST // 2)
    assert "100%" in stream.getvalue()


def test_a_pipe_sees_nothing(large: str) -> None:
    stream = io.StringIO()
    with progress([large], stream) as told:
        assert told is None
    assert stream.getvalue() == ""


def test_small_files_and_standard_input_have_no_bar(tmp_path: Path) -> None:
    (tmp_path / "small").write_bytes(b"{}\n")
    for path in (str(tmp_path / "small"), "-"):
        stream = Terminal()
        with progress([path], stream) as told:
            assert told is None
        assert stream.getvalue() == ""
