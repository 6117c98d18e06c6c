"""``harmscope demo``: the whole way on shipped examples."""

from pathlib import Path
from typing import Annotated

import typer

from harmscope.errors import UserError


def command(
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")] = Path(
        "harmscope-demo"
    ),
) -> None:
    """Import, validate and report on shipped examples; offline."""
    from harmscope.demo import demonstrate

    made: list[Path] = []
    try:
        for step in demonstrate(out):
            typer.echo(f"{step.title:9} {step.result}")
            made += step.made
    except OSError:
        raise UserError(str(out), "it cannot be written", "give another folder to --out") from None
    typer.echo()
    for path in made:
        typer.echo(path)
