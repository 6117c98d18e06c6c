"""``harmscope init-declared``: a commented file for what no log holds."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    profile: Annotated[str, typer.Option(help="The profile of the report.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Where to write the file.")],
    service: Annotated[str, typer.Option(help="The service's name.")] = "",
    period: Annotated[str, typer.Option(help="The period of the report.")] = "",
) -> None:
    """Write a declared.toml in which every question is explained and nothing is stated yet."""
    from harmscope.api.report import init_declared

    typer.echo(init_declared(profile, service, period, output))
