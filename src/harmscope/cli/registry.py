"""``harmscope registry``: take submissions in, trust them, pool them, publish them."""

from pathlib import Path
from typing import Annotated

import typer

from harmscope.cli import registry_acts, registry_pool
from harmscope.cli.wording import as_json, check_format, day_of, moment_of

app = typer.Typer(
    name="registry",
    help="The regulator's side: intake, ledger, pooling and publication.",
    no_args_is_help=True,
)
app.add_typer(registry_acts.senders)
app.add_typer(registry_acts.calendar)
for _name, _command in registry_acts.COMMANDS.items():
    app.command(_name)(_command)
for _name, _command in registry_pool.COMMANDS.items():
    app.command(_name)(_command)

Folder = Annotated[Path, typer.Argument(help="The registry's folder.")]
Clock = Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")]
Format = Annotated[str, typer.Option("--format", help="text or json")]


@app.command("init")
def init(
    folder: Folder,
    name: Annotated[
        str | None,
        typer.Option(
            help="The name that receipts show; without it the folder's.", show_default=False
        ),
    ] = None,
    database: Annotated[
        str | None, typer.Option(help="postgresql://HOST/NAME; without it SQLite in the folder.")
    ] = None,
    acceptance: Annotated[
        str, typer.Option(help="automatic, or by_decision of an official")
    ] = "automatic",
    clock: Clock = None,
) -> None:
    """Make an empty registry with its own keys."""
    from harmscope.registry.folder import create

    with create(
        folder, name or folder.resolve().name, day_of(clock), database, acceptance
    ) as registry:
        typer.echo(registry.public_key.key_id)


@app.command("receive")
def receive(  # noqa: PLR0917 - the options that the contract gives it
    folder: Folder,
    packages: Annotated[list[str], typer.Argument(help="Signed submissions, or - .")],
    receipts: Annotated[
        Path | None, typer.Option(help="A folder to write the receipts into.")
    ] = None,
    time_limit: Annotated[
        float, typer.Option(help="Seconds that checking one submission may take.", min=0)
    ] = 600,
    clock: Clock = None,
    format_: Format = "text",
) -> None:
    """Take submissions in; each gets a signed receipt, the same bytes the same receipt."""
    from harmscope.registry.desk import take

    check_format(format_)
    answers = []
    try:
        for answer in take(folder, packages, moment_of(clock), receipts, time_limit):
            answers.append(answer)
            if format_ == "text":
                typer.echo(answer.line)
    finally:
        # What was taken in before something failed has its answer all the same.
        if format_ == "json" and answers:
            typer.echo(as_json([answer.body for answer in answers]))
    if any(answer.refused for answer in answers):
        raise typer.Exit(1)


@app.command("list")
def list_(folder: Folder, format_: Format = "text") -> None:
    """List every submission and its state."""
    from harmscope.registry.folder import Registry
    from harmscope.registry.listing import line, rows
    from harmscope.registry.state import state_of

    check_format(format_)
    with Registry(folder) as registry:
        found = rows(state_of(registry.ledger.entries()))
    if format_ == "json":
        typer.echo(as_json(found))
    else:
        for one in found:
            typer.echo(line(one))


@app.command("show")
def show(
    folder: Folder,
    submission: Annotated[str, typer.Argument(help="Its id, or the start of it.")],
) -> None:
    """Show everything on record about one submission, as JSON."""
    from harmscope.registry.acts import find
    from harmscope.registry.folder import Registry
    from harmscope.registry.listing import full
    from harmscope.registry.state import state_of

    with Registry(folder) as registry:
        typer.echo(as_json(full(find(state_of(registry.ledger.entries()), submission))))


@app.command("verify")
def verify(
    folder: Folder,
    receipt: Annotated[
        Path | None, typer.Option(help="A sender's receipt to hold against the ledger.")
    ] = None,
    format_: Format = "text",
) -> None:
    """Check the chain, every receipt and every stored byte; sweep what crashes left behind."""
    from harmscope.registry.desk import checked

    check_format(format_)
    answer = checked(folder, receipt)
    typer.echo(as_json(answer.body) if format_ == "json" else "\n".join(answer.lines))
    if not answer.ok:
        raise typer.Exit(1)
