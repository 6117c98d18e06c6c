"""Commands of ``harmscope registry`` that pool, publish and export."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from harmscope.cli.wording import as_json, check_format, moment_of

Folder = Annotated[Path, typer.Argument(help="The registry's folder.")]
Period_ = Annotated[str, typer.Option("--period", help="YYYY, YYYY-H1, YYYY-Q3, YYYY-07, FROM/TO.")]
AsOf = Annotated[int | None, typer.Option("--as-of", help="A ledger entry: the state after it.")]
Clock = Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")]
Format = Annotated[str, typer.Option("--format", help="text or json")]


def pool(folder: Folder, period: Period_, as_of: AsOf = None, format_: Format = "text") -> None:
    """Pool all current submissions into one set of exact figures, for use in the house."""
    from harmscope.model.period import parse_period
    from harmscope.registry.folder import Registry
    from harmscope.registry.pooled import lines, pooled

    check_format(format_)
    with Registry(folder) as registry:
        body = pooled(registry, parse_period(period), as_of)
    typer.echo(as_json(body) if format_ == "json" else "\n".join(lines(body)))


def publish(  # noqa: PLR0917 - the options that the contract gives it
    folder: Folder,
    period: Period_,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The folder to write into.")
    ] = None,
    disclosure: Annotated[
        str, typer.Option(help="public, public-exact, statutory or bands")
    ] = "public",
    known: Annotated[
        list[Path] | None, typer.Option(help="A report.json that a sender has published.")
    ] = None,
    services: Annotated[bool, typer.Option(help="Publish the split by service.")] = True,
    plan: Annotated[
        bool, typer.Option("--plan", help="Try out what could be coarsened; publish nothing.")
    ] = False,
    as_of: AsOf = None,
    clock: Clock = None,
    format_: Format = "text",
) -> None:
    """Publish a pool, protected and audited; refused while a withheld figure can be narrowed."""
    from harmscope.errors import UserError
    from harmscope.model.period import parse_period
    from harmscope.registry.folder import Registry
    from harmscope.registry.outcome import outcome, proposed
    from harmscope.registry.publish import plans
    from harmscope.registry.publish import publish as publish_
    from harmscope.registry.shelf import Wish

    check_format(format_)
    wish = Wish(parse_period(period), disclosure, services, tuple(known or ()), as_of)
    with Registry(folder) as registry:
        if plan:
            body, lines = proposed(plans(registry, wish))
            typer.echo(as_json(body) if format_ == "json" else "\n".join(lines))
            return
        if output is None:
            raise UserError("-o", "there is no folder to write into", "give -o DIR, or --plan")
        made = publish_(registry, wish, output, moment_of(clock))
    told, lines = outcome(made, output)
    typer.echo(as_json(told) if format_ == "json" else "\n".join(lines))
    if made.protected.refused:
        raise typer.Exit(1)


def export(
    folder: Folder,
    output: Annotated[Path, typer.Option("-o", "--output", help="The folder to write into.")],
) -> None:
    """Write the whole ledger and every receipt as JSON Lines, for an archive or another program."""
    from harmscope.registry.export import export as export_
    from harmscope.registry.folder import Registry

    with Registry(folder) as registry:
        for path in export_(registry, output):
            typer.echo(path)


def measures(
    publication: Annotated[Path, typer.Argument(help="A publication.json of the registry.")],
    records: Annotated[Path, typer.Argument(help="A file of measure records.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The page to write.")],
) -> None:
    """Write a page of authorities' measures beside the published figures of the services."""
    from harmscope.registry.measures import page

    page(publication, records, output)
    typer.echo(output)


COMMANDS: dict[str, Callable[..., None]] = {
    "pool": pool,
    "publish": publish,
    "export": export,
    "measures": measures,
}
