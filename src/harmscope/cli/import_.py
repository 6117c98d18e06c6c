"""``harmscope import``: a platform's log becomes records of the standard."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How the summary is printed."""

    TEXT = "text"
    JSON = "json"


def command(  # noqa: PLR0917 typer calls it by name
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE…", help="Files, folders, or - for standard input."),
    ],
    kind: Annotated[str, typer.Option("--from", metavar="FORMAT", help="What the sources are.")],
    target: Annotated[
        str, typer.Option("-o", "--output", help="Where the records go: .jsonl[.gz|.zst], .parquet")
    ],
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", help="Ties the platform's own codes to the standard."),
    ] = None,
    dataset: Annotated[
        Path | None, typer.Option("--dataset", help="TOML file with members for the header.")
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option("--key-file", help="Key for pseudonyms; made where it is missing."),
    ] = None,
    keep_text: Annotated[
        bool, typer.Option("--keep-text", help="Keep free text, which may name people.")
    ] = False,
    output: Annotated[Format, typer.Option("--format", help="text or json.")] = Format.TEXT,
) -> None:
    """Bring a platform's log in, and say what was read, written and skipped."""
    from harmscope.cli.bars import Bars
    from harmscope.importers import importer
    from harmscope.importers.run import Request, run
    from harmscope.importers.summary import as_dict, as_text

    chosen = importer(kind)
    with Bars() as bars:
        request = Request(tuple(sources), target, dataset, mapping, key_file, keep_text, bars)
        task = run(chosen, request)
    if output is Format.JSON:
        import json

        typer.echo(
            json.dumps(as_dict(task, chosen.choices), indent=2, ensure_ascii=False),
            err=target == "-",
        )
    else:
        typer.echo(as_text(task, target, chosen.choices), err=True)
    if task.tally.total("error"):
        raise typer.Exit(1)
