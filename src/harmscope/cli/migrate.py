"""``harmscope migrate``: records of an older schema version, moved forward."""

import json
from typing import Annotated

import typer


def command(
    file: Annotated[str, typer.Argument(help="A file, an archive, or - .")],
    to: Annotated[str, typer.Option("--to", help="KIND@VERSION, such as dataset@1.1.")],
    output: Annotated[str, typer.Option("-o", help=".jsonl[.gz|.zst], .parquet, or - .")],
    format_: Annotated[str, typer.Option("--format", help="text or json")] = "text",
) -> None:
    """Move records forward to a newer version; what would be a guess is named and left out."""
    from harmscope.validation.migrate import migrate

    done = migrate(file, to, output)
    if format_ == "json":
        typer.echo(json.dumps(done.as_dict(), indent=2), err=output == "-")
    else:
        for finding in done.tally.samples():
            place = f"{finding.file}:{finding.line}{finding.pointer}"
            typer.echo(f"{place}: {finding.rule} {finding.message}; {finding.fix}", err=True)
        rows = "row" if done.seen == 1 else "rows"
        counts = f"{done.moved} moved, {done.unchanged} unchanged, {done.left} left out"
        typer.echo(f"{done.seen} {rows}: {counts}", err=output == "-")
    if done.tally.total("error"):
        raise typer.Exit(1)
