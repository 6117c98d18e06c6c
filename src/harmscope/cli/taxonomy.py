"""``harmscope taxonomy``: what a category means, and what it is called elsewhere."""

from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer(
    name="taxonomy",
    help="Categories of harm, other code systems, and the crosswalks between them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="text or json.")]


def _print_json(data: object) -> None:
    import json

    typer.echo(json.dumps(data, indent=2, ensure_ascii=False, default=str))


@app.command("list")
def list_(
    system: Annotated[
        str, typer.Argument(metavar="[SYSTEM[@VER]]", help="List this system's codes.")
    ] = "",
    output: FormatOption = Format.TEXT,
) -> None:
    """List every system, or the codes of one."""
    from harmscope.taxonomy import describe, text

    data: object = describe.describe_system(system) if system else describe.describe_systems()
    if output is Format.JSON:
        _print_json(data)
    else:
        typer.echo(text.system_text(system) if system else text.systems_text())


@app.command()
def show(
    code: Annotated[
        str, typer.Argument(help="A harm id, or a native code as CODE or SYSTEM[@VER]:CODE.")
    ],
    output: FormatOption = Format.TEXT,
) -> None:
    """Show one category or code: what it means and what it is called elsewhere."""
    from harmscope.taxonomy import describe, text

    found = describe.find_everywhere(code)
    if output is Format.JSON:
        _print_json([describe.describe(system, one) for system, one in found])
    else:
        typer.echo("\n\n".join(text.page(system, one) for system, one in found))


@app.command("map")
def map_(
    origin: Annotated[str, typer.Argument(metavar="FROM", help="SYSTEM[@VER]")],
    target: Annotated[str, typer.Argument(metavar="TO", help="SYSTEM[@VER]")],
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="[CODE]...", help="Codes; none means all.")
    ] = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Show what codes of one system are in another, with relation, count rule and path."""
    from harmscope.taxonomy import mapping, text

    links = mapping.map_codes(origin, target, codes or [])
    if output is Format.JSON:
        _print_json([mapping.as_dict(link) for link in links])
    else:
        typer.echo(text.links_text(links))
