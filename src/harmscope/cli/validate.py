"""``harmscope validate``: is my file right, where not, and how do I mend it."""

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from harmscope.errors import UserError

FORMATS = ("text", "json")


def command(  # noqa: PLR0917 - the options of the contract
    files: Annotated[list[str], typer.Argument(help="Files, folders, archives, or - .")],
    kind: Annotated[
        str | None, typer.Option(help="What the records are; else each record or table says it.")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="text or json")] = "text",
    output: Annotated[str | None, typer.Option("-o", help="Where to write the outcome.")] = None,
    select: Annotated[str, typer.Option(help="Only these rules, comma-separated.")] = "",
    ignore: Annotated[str, typer.Option(help="Not these rules, comma-separated.")] = "",
    fail_on: Annotated[str, typer.Option(help="error or warning")] = "error",
    clock: Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")] = None,
    jobs: Annotated[int, typer.Option(help="Processes for large files; 0: one a core.")] = 0,
    stats: Annotated[bool, typer.Option("--stats", help="Add rows by file and kind.")] = False,
) -> None:
    """Judge records and published files: every fault with its place, its rule and its fix."""
    from harmscope.render import json_, text
    from harmscope.validation import Options, validate

    _check("--format", format_, FORMATS)
    _check("--fail-on", fail_on, ("error", "warning"))
    options = Options(kind, _day(clock), _names(select), _names(ignore))
    outcome = validate(files, options, jobs=jobs or os.cpu_count() or 1)
    shown = json_.verdict(outcome) if format_ == "json" else text.verdict(outcome, stats=stats)
    _put(output, shown)
    if outcome.fails("warning" if fail_on == "warning" else "error"):
        raise typer.Exit(1)


def _check(option: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise UserError(option, "the value is not known", f"use one of {', '.join(allowed)}")


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError("--clock", "it is no day", "write YYYY-MM-DD") from None


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _put(target: str | None, text: str) -> None:
    if target in (None, "-"):
        typer.echo(text, nl=False)
        return
    try:
        Path(str(target)).write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        raise UserError("-o", "no file can be written there", "name another place") from None
