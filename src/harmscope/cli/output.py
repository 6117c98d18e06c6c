"""What commands share: ``--format``, results on standard output or in a file, bars of progress.

Everything that a command prints goes through :func:`say` and what follows it, so nothing out of a
file can steer the terminal.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, BinaryIO, Protocol, TypeVar, cast

import typer

from harmscope.errors import UserError, apart, offer
from harmscope.machine import takes_utf8
from harmscope.render.safe_text import clean, json_ascii, json_text
from harmscope.render.table import Table


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    MARKDOWN = "md"
    SARIF = "sarif"
    PARQUET = "parquet"
    SKOS = "skos"
    MISP = "misp"


def one_of(*names: str) -> Any:
    """The option ``--format`` of a command that knows the forms ``names``."""

    def parse(value: str) -> Format:
        if value not in names:
            raise UserError("--format", "the value is not known", offer(value, names))
        return Format(value)

    return typer.Option(
        "--format", parser=parse, metavar="|".join(names), help="The form of the result."
    )


FormatOption = Annotated[Format, one_of("text", "json")]
"""``--format`` of most commands."""

TEXT = Format.TEXT
"""The form without the option."""


def say(text: object = "", *, err: bool = False, end: bool = True) -> None:
    """Print text for people; line feeds in it stay. ``end`` adds one."""
    typer.echo(clean(str(text), lines=True), err=err, nl=end)


def at_terminal() -> bool:
    """Whether somebody can answer a question."""
    return sys.stdin.isatty()


def confirmed(what: str, yes: bool) -> None:
    """Say what is about to be done and, on a terminal, ask; ``yes`` says that it was asked for.

    Raises UserError where the answer is no: nothing was done.
    """
    say(what, err=True)
    if yes or not at_terminal():
        return
    if not typer.confirm("Go on?", err=True):
        raise UserError("--yes", "nothing was done", "answer y, or give --yes")


def say_json(body: object, *, err: bool = False, ordered: bool = False) -> None:
    """Print a result as JSON. Where it would not leave in UTF-8, letters beyond ASCII are written
    as their numbers, which means the same."""
    text, stream = json_text(body, ordered=ordered), sys.stderr if err else sys.stdout
    typer.echo(text if takes_utf8(stream) else json_ascii(text), err=err)


def say_file(text: str) -> None:
    """Print what is the text of a file, such as CSV or HTML: in UTF-8 and with its own line ends,
    whatever the terminal takes."""
    with target(None) as file:
        file.write(text.encode("utf-8", "backslashreplace"))


def say_table(table: Table) -> None:
    """Print a table as CSV."""
    from harmscope.render.writers.to_csv import table_csv

    say_file(table_csv(table))


def say_result(
    form: Format, body: Callable[[], object], text: Callable[[], str], *, err: bool = False
) -> None:
    """Print a result in the form that ``--format`` names: ``body`` as JSON, or ``text``.

    ``err`` says that standard output is taken by something else.
    """
    if form is Format.JSON:
        say_json(body(), err=err)
    else:
        say(text(), err=err)


def say_or_write(found: "Written", form: Format, output: Path | None) -> None:
    """Write a result into the file that ``-o`` names, whose ending says its form; print it where no
    file is named, or where ``--format`` asks for JSON or CSV beside the file."""
    if output is not None:
        for path in found.write(output):
            say(f"wrote {path}", err=True)
    if form is Format.CSV:
        say_table(found.table())
    elif form is Format.JSON or output is None:
        say_result(form, found.to_dict, lambda: str(found))


class Written(Protocol):
    """A result that has a table and can be written."""

    def write(self, path: str | Path) -> list[Path]:
        """Write it in the form that the ending names."""

    def table(self) -> Table:
        """Its rows."""

    def to_dict(self) -> dict[str, Any]:
        """Its JSON."""


Command = TypeVar("Command", bound=Callable[..., None])


def own_files(*options: str) -> Callable[[Command], Command]:
    """Wraps a command: the files that these options name are no sources of it, also where a folder
    that it reads holds them."""

    def wrap(command: Command) -> Command:
        @wraps(command)
        def run(*args: Any, **given: Any) -> None:
            from harmscope.formats.sources import left_out

            named = [given[one] for one in options if given.get(one) not in (None, "", "-")]
            with left_out(*named):
                command(*args, **given)

        return cast("Command", run)

    return wrap


@contextmanager
def target(path: str | None, inputs: Sequence[str] = ()) -> Iterator[BinaryIO]:
    """A binary file for ``-o``; standard output for None and ``-``.

    Raises UserError where the place cannot be written or is one of ``inputs``.
    """
    if path in (None, "-"):
        sys.stdout.flush()  # what was said before stands before it
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    from harmscope.formats.remote import is_address, written
    from harmscope.formats.write import whole

    apart(path, *inputs)
    if is_address(path):
        with written(str(path)) as file:
            yield file
        return
    with whole(Path(str(path))) as file:
        yield file


def encoded(text: str, form: str, path: str | None) -> bytes:
    """The bytes of a result for :func:`target`: UTF-8, but on standard output text for people, and
    JSON, as the terminal can show them."""
    if path in (None, "-"):
        if form == "text":
            return text.encode(sys.stdout.encoding or "utf-8", "backslashreplace")
        if form == "json" and not takes_utf8(sys.stdout):
            return json_ascii(text).encode("ascii")
    return text.encode("utf-8", "backslashreplace")


class Bars:
    """One bar after another on standard error: each :meth:`start` ends the one before.

    Use as a context manager. Where standard error is no terminal, nothing is shown.
    """

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._bar: Any = None

    def __enter__(self) -> "Bars":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def start(self, what: str, total: int) -> None:
        """Show a bar for ``what``; ``total`` is what :meth:`advance` adds up to."""
        self._end()
        if self._shown and total > 0:
            self._bar = typer.progressbar(length=total, label=what, file=sys.stderr)
            self._bar.__enter__()

    def advance(self, done: int) -> None:
        """Move the bar on."""
        if self._bar is not None:
            self._bar.update(done)

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


LEAST = 4 * 1024 * 1024
"""Bytes below which reading is over before a bar could be read."""


@contextmanager
def reading(paths: Sequence[str]) -> Iterator[Callable[[int], None]]:
    """Something to tell how many bytes more were read from ``paths``. Nothing is shown of small
    files and of standard input, whose size is not known."""
    from harmscope.formats.sources import source_files

    files = [file for path in paths for file in source_files(path)]
    total = sum(file.stat().st_size for file in files)
    with Bars() as bars:
        if total >= LEAST:
            bars.start("reading", total)
        yield bars.advance
