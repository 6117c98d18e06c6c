"""``harmscope plan-sample``: how to spread a sample over strata."""

import json
from pathlib import Path
from typing import Annotated

import typer


def command(
    strata: Annotated[Path, typer.Argument(help="CSV: stratum, weight or population, rate.")],
    size: Annotated[int, typer.Option(help="How many units can be judged in all.")],
    format_: Annotated[str, typer.Option("--format", help="text or json")] = "text",
) -> None:
    """Spread a sample over strata so that the estimate of prevalence varies least (Neyman)."""
    from harmscope.aggregation.sampling import plan
    from harmscope.render.plan_text import plan_text

    found = plan(strata, size)
    typer.echo(json.dumps(found.as_dict(), indent=2) if format_ == "json" else plan_text(found))
