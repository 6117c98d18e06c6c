import io
from pathlib import Path

import pytest

from harmscope.cli.progress import LEAST, reading


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Set inside a test, since capturing sets standard error anew when a test starts."""
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    return stream


@pytest.fixture
def large(tmp_path: Path) -> str:
    path = tmp_path / "large.jsonl"
    path.write_bytes(b"\n" * LEAST)
    return str(path)


def test_reading_is_shown_up_to_the_end(monkeypatch: pytest.MonkeyPatch, large: str) -> None:
    stream = terminal(monkeypatch)
    with reading([large]) as told:
        told(LEAST)
    assert "100%" in stream.getvalue()


def test_a_pipe_sees_nothing(large: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    with reading([large]) as told:
        told(LEAST)
    assert stream.getvalue() == ""


def test_small_files_and_standard_input_have_no_bar(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stream = terminal(monkeypatch)
    (tmp_path / "small").write_bytes(b"{}\n")
    for path in (str(tmp_path / "small"), "-"):
        with reading([path]) as told:
            told(3)
    assert stream.getvalue() == ""
