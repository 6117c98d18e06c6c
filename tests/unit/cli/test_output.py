import io
import json
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import pytest
from typer import Typer
from typer.testing import CliRunner

from harmscope.api.owing import DueResult
from harmscope.cli.app import app as harmscope
from harmscope.cli.output import (
    LEAST,
    TEXT,
    Bars,
    Format,
    encoded,
    one_of,
    own_files,
    reading,
    say,
    say_file,
    say_json,
    say_or_write,
    say_result,
    say_table,
    target,
)
from harmscope.deadlines.outlook import Outlook
from harmscope.errors import UserError, apart
from harmscope.formats.sources import source_files
from harmscope.render.table import table


def asked(*names: str) -> Typer:
    app = Typer()

    @app.command()
    def command(form: Annotated[Format, one_of(*names)] = TEXT) -> None:
        say_result(form, lambda: {"ü": "\x1b[31m"}, lambda: "a\x1b[31m\nb\u202e")

    return app


def test_text_and_json_cannot_steer_the_terminal() -> None:
    run = CliRunner().invoke
    assert run(asked("text", "json"), []).output == "a [31m\nb \n"
    assert run(asked("text", "json"), ["--format", "json"]).output == (
        '{\n  "ü": "\\u001b[31m"\n}\n'
    )


def test_a_form_that_the_command_does_not_know_is_refused() -> None:
    done = CliRunner().invoke(asked("text", "json"), ["--format", "csv"])
    assert isinstance(done.exception, UserError)
    assert "one of text, json" in str(done.exception)


def test_tables_are_printed_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    say_table(table(["a"], [["=1"], [2]]))
    say_json([1])
    say("x", end=False)
    assert capsys.readouterr().out == "a\r\n'=1\r\n2\r\n[\n  1\n]\nx"


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with target(str(path)) as file:
        file.write(b"done")
        assert not path.exists()
    assert path.read_bytes() == b"done"


@pytest.mark.parametrize(
    "command",
    [
        "import IN --from dsa-sor -o IN",
        "export IN --to public -o IN",
        "read IN --from figures -o IN",
        "compare IN -o IN",
        "submit pack IN --sender a --service A --period 2026 -o IN",
        "submit pack --report IN --sender a --service A --period 2026 -o IN",
        "registry measures IN other.jsonl -o IN",
        "validate IN -o IN",
        "diff IN other.json -o IN",
        "reconcile other.json IN -o IN",
        "explain IN notices.received -o IN",
        "due IN -o IN",
        "report r --profile core --period 2026 --service all --replaces IN --because b -o FOLDER",
    ],
)
def test_nothing_is_written_over_what_is_read(tmp_path: Path, command: str) -> None:
    path = tmp_path / "report.json"
    path.write_text("{}\n", encoding="utf-8")
    words = {"IN": str(path), "FOLDER": str(tmp_path)}
    given = [words.get(word, word) for word in command.split()]
    done = CliRunner().invoke(harmscope, given)
    assert isinstance(done.exception, UserError)
    assert "one of the files that are read" in str(done.exception)
    assert path.read_text(encoding="utf-8") == "{}\n"


def test_a_link_to_itself_is_told_apart_from_a_file(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    apart(loop, tmp_path / "in.json")
    apart(None, "in.json")
    apart("-", "-")
    with pytest.raises(UserError, match="files that are read"):
        apart(loop, loop)


def test_nothing_is_left_of_a_run_that_breaks(tmp_path: Path) -> None:
    with pytest.raises(TypeError), target(str(tmp_path / "out")) as file:
        file.writelines([b"half", "text"])  # type: ignore[list-item]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", [None, "-"])
def test_standard_output(path: str | None, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with target(path) as file:
        file.write(b"shown")
    assert capfdbinary.readouterr().out == b"shown"


def test_the_data_are_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"{}\n")
    named = str(tmp_path / "." / "r.jsonl")
    with pytest.raises(UserError, match="one of the files"), target(named, ["-", str(path)]):
        pass
    assert path.read_bytes() == b"{}\n"


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(monkeypatch, stream):
    monkeypatch.setattr("sys.stderr", stream)
    with Bars() as bars:
        bars.start("reading", 10)
        bars.advance(10)
        bars.start("joining", 4)
        bars.advance(4)
    return stream.getvalue()


def test_nothing_on_a_pipe(monkeypatch):
    assert shown(monkeypatch, io.StringIO()) == ""


def test_one_bar_after_another_on_a_terminal(monkeypatch):
    text = shown(monkeypatch, Terminal())
    assert text.index("reading") < text.index("joining")
    assert text.count("100%") == 2


def test_nothing_to_do_has_no_bar(monkeypatch):
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    with Bars() as bars:
        bars.start("reading", 0)
        bars.advance(0)
    assert stream.getvalue() == ""


class TerminalOfProgress(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> TerminalOfProgress:
    """Set inside a test, since capturing sets standard error anew when a test starts."""
    stream = TerminalOfProgress()
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


def test_files_of_a_command_are_no_sources_of_it(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "key").write_text("x")
    seen = []

    @own_files("key_file", "target")
    def command(*, key_file, target):
        seen.extend(source_files(tmp_path))

    command(key_file=tmp_path / "key", target="-")
    assert seen == [tmp_path / "a.txt"]


@contextmanager
def narrow() -> Iterator[io.BytesIO]:
    """What is printed, on a terminal that takes cp1252 only."""
    bytes_ = io.BytesIO()
    with redirect_stdout(
        io.TextIOWrapper(bytes_, "cp1252", newline="\n", write_through=True)
    ) as out:
        yield bytes_
        out.detach()


def test_json_for_a_narrow_terminal_means_the_same() -> None:
    with narrow() as printed:
        say_json({"name": "é 日 😀"})
    assert printed.getvalue().isascii()
    assert json.loads(printed.getvalue()) == {"name": "é 日 😀"}


def test_a_file_is_printed_as_it_is() -> None:
    with narrow() as printed:
        say_file("é,日\r\n")
    assert printed.getvalue() == "é,日\r\n".encode()


def test_results_are_encoded_for_where_they_go() -> None:
    with narrow():
        assert encoded("é 日", "text", None) == b"\xe9 \\u65e5"
        assert encoded('"日"', "json", "-") == b'"\\u65e5"'
        assert encoded('"é"', "json", "-") == b'"\\u00e9"'
        for form, path in (("html", None), ("text", "a.txt"), ("json", "a.json")):
            assert encoded("é 日", form, path) == "é 日".encode()


def test_a_result_goes_into_the_file_or_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = DueResult(Outlook(datetime(2026, 11, 30, tzinfo=UTC), []))
    say_or_write(found, TEXT, None)
    assert "nothing is due" in capsys.readouterr().out
    say_or_write(found, TEXT, tmp_path / "due.json")
    assert capsys.readouterr() == ("", f"wrote {tmp_path / 'due.json'}\n")
    say_or_write(found, Format.CSV, tmp_path / "due.ics")
    assert capsys.readouterr().out.startswith("standing,")
    assert json.loads((tmp_path / "due.json").read_text(encoding="utf-8"))["late"] is False
