"""``harmscope init-mapping``: a draft of a mapping file, every guess in a comment."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    sample: Annotated[
        str | None, typer.Argument(metavar="SAMPLE", help="A table, or an export of the system.")
    ] = None,
    system: Annotated[
        str | None,
        typer.Option("--from", metavar="SYSTEM", help="mastodon, coop or lemmy: its own codes."),
    ] = None,
    target: Annotated[
        str, typer.Option("-o", "--output", help="Where the draft goes; - for standard output.")
    ] = "-",
) -> None:
    """Guess columns, times and codes of a table, or list what is an instance's own."""
    from harmscope.errors import UserError
    from harmscope.importers.drafting import draft_mapping, draft_own_codes

    if system is not None:
        text = draft_own_codes(system, sample)
    elif sample is not None:
        text = draft_mapping(sample)
    else:
        raise UserError("SAMPLE", "nothing is named", "name a table, or a system with --from")
    if target == "-":
        typer.echo(text, nl=False)
        return
    path = Path(target)
    if path.exists():
        raise UserError(target, "the file exists", "name a new file, or remove it first")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError:
        raise UserError(
            target, "it cannot be written", "name a path in an existing folder"
        ) from None
    typer.echo(f"draft written to {target}: check every line", err=True)
