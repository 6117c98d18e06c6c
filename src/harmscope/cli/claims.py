"""``harmscope claim``: whether reports support what is said about them."""

from pathlib import Path
from typing import Annotated

import typer

from harmscope.cli.output import TEXT, Format, one_of, say, say_file, say_result, say_table
from harmscope.errors import UserError, apart
from harmscope.render.safe_text import clean


def claim(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar='["CLAIM"] [REPORT...]', help="The claim, in quotes; then reports."),
    ] = None,
    *,
    reports: Annotated[
        list[str] | None,
        typer.Option(
            "--reports", metavar="REPORT...", help="report.json files, or LIBRARY/service@period."
        ),
    ] = None,
    memo: Annotated[
        Path | None, typer.Option("--claims", metavar="FILE", help="A memo: one claim a line.")
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option(
            "--before", metavar="FILE", help="Earlier answers, as -o FILE.json wrote them."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A .json, .md, .csv, .parquet or .xlsx file."),
    ] = None,
    format_: Annotated[Format, one_of("text", "json", "md", "csv")] = TEXT,
) -> None:
    """Test a sentence about published reports.

    Supported, not supported, or these reports cannot say; and words that are safe to print.

    Exit code 0 where every claim is supported, 1 where one is not or the reports cannot say, 2
    where one is not understood; then the nearest known claims are named, if any is near.
    """
    from harmscope.api.claiming import claim as answered
    from harmscope.reading.collection import find_report

    text, named = _apart(words or [], memo)
    places = [find_report(name) for name in (*(reports or ()), *named)]
    given = [one for one in (memo, before) if one is not None]
    apart(output, *places, *given)
    found = answered(text, places, claims=memo, before=before)
    for line in found.notes:
        say(line, err=True)
    if output is not None:
        found.write(output)
        say(f"wrote {output}", err=True)
    if format_ is Format.CSV:
        say_table(found.table())
    elif format_ is Format.MARKDOWN:
        say_file(clean(found.markdown(), lines=True))
    elif format_ is Format.JSON or output is None:
        say_result(format_, found.to_dict, lambda: str(found))
    if found.memo.refused:
        raise typer.Exit(2)
    if not found.ok:
        raise typer.Exit(1)


def _apart(words: list[str], memo: Path | None) -> tuple[str | None, list[str]]:
    """The claim and the reports among the words of a command line: after ``--reports FIRST`` the
    other reports stand as words of their own."""
    if memo is not None:
        return None, words
    if not words:
        raise UserError("claim", "there is no claim", "write it in quotes, or give --claims FILE")
    if Path(words[0]).is_file():
        raise UserError("claim", "a file stands in place of the claim", "write the claim first")
    return words[0], words[1:]
