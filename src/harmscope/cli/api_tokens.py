"""``harmscope accounts token``: the keys that programs come with."""

from typing import Annotated

import typer

from harmscope.cli.help_words import Commands
from harmscope.cli.output import TEXT, Format, FormatOption, say, say_json
from harmscope.cli.serve import Data, Database, opened
from harmscope.errors import UserError, offer

app = Commands(name="token", help="The API tokens that programs come with.", no_args_is_help=True)


@app.command("make")
def make(  # noqa: PLR0917 - the options of a token
    label: Annotated[str, typer.Argument(help="What uses it, such as 'nightly upload'.")],
    organisation: Annotated[str, typer.Option(help="Whose files it sees.")],
    scope: Annotated[list[str], typer.Option(help="What it may do; may be given again.")],
    expires: Annotated[str, typer.Option(help="The last day on which it counts, YYYY-MM-DD.")],
    sender: Annotated[
        str | None, typer.Option(help="Whose submissions it hands in, as the registry knows it.")
    ] = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Make a token; it is shown this once."""
    from harmscope.web import accounts as accounts_
    from harmscope.web import audit, tokens

    with opened(data, database) as shelves:
        known = {name: tenant for tenant, name in accounts_.organisations(shelves).items()}
        if organisation not in known:
            raise UserError("--organisation", "it is not known", offer(organisation, known))
        tenant = known[organisation]
        secret, made = tokens.make(shelves, tenant, label, scope, expires, "command line", sender)
        audit.note(shelves, None, "make token", made)
    say(f"made: {made}; the token stands on standard output, this once", err=True)
    typer.echo(secret)


@app.command("list")
def list_(data: Data = None, database: Database = None, format_: FormatOption = TEXT) -> None:
    """List tokens, without their secrets."""
    from dataclasses import asdict

    from harmscope.web import tokens

    with opened(data, database) as shelves:
        found = tokens.listed(shelves)
    if format_ is Format.JSON:
        say_json([asdict(one) for one in found])
        return
    for one in found:
        sender = f", sender {one.sender}" if one.sender else ""
        scopes = " ".join(one.scopes)
        say(f"{one.id}: {one.label}, {one.organisation}, {scopes}{sender}, {one.state}")


@app.command("revoke")
def revoke(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The token's id, from the list.")],
    data: Data = None,
    database: Database = None,
) -> None:
    """Let a token count no more."""
    from harmscope.web import audit, tokens

    with opened(data, database) as shelves:
        tokens.revoke(shelves, id_)
        audit.note(shelves, None, "revoke token", id_)
    say(f"revoked: {id_}")
