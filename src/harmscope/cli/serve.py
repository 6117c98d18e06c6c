"""``harmscope serve`` and ``harmscope accounts``: the web app, and who may come in."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harmscope.cli.help_words import Commands
from harmscope.cli.output import TEXT, Format, FormatOption, say, say_json
from harmscope.errors import UserError, offer

if TYPE_CHECKING:
    from harmscope.web.shelves import Shelves

Data = Annotated[
    Path | None,
    typer.Option(help="The folder for uploads, jobs and accounts; else one of the user's."),
]
Database = Annotated[
    str | None, typer.Option(help="postgresql://HOST/NAME; without it SQLite in the folder.")
]


def serve(  # noqa: PLR0917 - the options of the contract
    registry: Annotated[Path | None, typer.Option(help="The folder of a registry.")] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0: any free one.", min=0, max=65535)] = 8470,
    with_accounts: Annotated[
        bool, typer.Option("--accounts", help="Ask for accounts; always on beyond this machine.")
    ] = False,
    name: Annotated[
        list[str] | None, typer.Option(help="A host name it answers to; may be given again.")
    ] = None,
    https: Annotated[
        bool, typer.Option("--https", help="People reach it by HTTPS, through a proxy.")
    ] = False,
    second_factor: Annotated[
        bool,
        typer.Option(
            "--second-factor/--no-second-factor", help="Ask officials and admins for one."
        ),
    ] = True,
    workers: Annotated[int, typer.Option(help="Server processes.", min=1)] = 1,
    data: Data = None,
    database: Database = None,
    clock: Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")] = None,
) -> None:
    """Serve the web app, for one person or with accounts for many."""
    from harmscope.times import day_asked
    from harmscope.web.configuration import LOOPBACK, Configuration
    from harmscope.web.running import data_home, run

    if clock is not None:
        day_asked(clock)
    beyond = host not in (*LOOPBACK, "::1")
    if beyond and not name:
        fix = "name the hosts that people type, such as --name reports.example.org"
        raise UserError("--name", "it is missing, and --host is not this machine", fix)
    hosts = (*(name or ()), *LOOPBACK)
    folder = data or data_home()
    made = Configuration(
        folder,
        registry,
        with_accounts or beyond,
        hosts,
        https,
        database,
        clock,
        second_factor=second_factor,
    )
    if beyond and not https:
        say("note: without --https anybody on the way can read passwords; see docs/server.md")
    run(made, host, port, workers, say)


accounts = Commands(name="accounts", help="Who may sign in to the web app.", no_args_is_help=True)


@accounts.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    organisation: Annotated[str, typer.Option(help="Whose files the account sees.")],
    role: Annotated[str, typer.Option(help="platform, official or admin")],
    data: Data = None,
    database: Database = None,
) -> None:
    """Add an account; its password is asked for, or read from standard input."""
    from harmscope.web import accounts as accounts_
    from harmscope.web import audit

    with opened(data, database) as shelves:
        made = accounts_.add(shelves, name, organisation, role, _password())
        audit.note(shelves, audit.COMMAND_LINE, "add account", made.id)
    say(f"added: {made.name}, {role}, {organisation}")


@accounts.command("list")
def list_(data: Data = None, database: Database = None, format_: FormatOption = TEXT) -> None:
    """List accounts."""
    from harmscope.web import accounts as accounts_

    with opened(data, database) as shelves:
        found = accounts_.listed(shelves)
    if format_ is Format.JSON:
        say_json(found)
        return
    for one in found:
        second = "second factor" if one["second_factor"] else "no second factor"
        state = ", disabled" if one["disabled"] else ""
        say(f"{one['name']}: {one['role']}, {one['organisation']}, {second}{state}")


@accounts.command("reset")
def reset(
    name: Annotated[str, typer.Argument(help="The account's name.")],
    second_factor: Annotated[
        bool, typer.Option("--second-factor", help="Forget the second factor; keep the password.")
    ] = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Give an account a new password, or forget a second factor that was lost; it is signed out."""
    from harmscope.web import accounts as accounts_
    from harmscope.web import audit, sessions

    with opened(data, database) as shelves:
        account = accounts_.id_of(shelves, name)
        if not account:
            known = [str(one["name"]) for one in accounts_.listed(shelves)]
            raise UserError("NAME", "there is no such account", offer(name, known))
        if second_factor:
            accounts_.forget_second(shelves, account)
        else:
            accounts_.set_password(shelves, account, _password())
        sessions.end_all(shelves, account)
        audit.note(shelves, audit.COMMAND_LINE, "reset account", account)
    say(f"reset: {name}")


@accounts.command("disable")
def disable(
    name: Annotated[str, typer.Argument(help="The account's name.")],
    data: Data = None,
    database: Database = None,
    again: Annotated[bool, typer.Option("--undo", help="Let it in again.")] = False,
) -> None:
    """Keep an account out; what it did stays on record."""
    from harmscope.web import accounts as accounts_
    from harmscope.web import audit, sessions

    with opened(data, database) as shelves:
        accounts_.disable(shelves, name, not again)
        act, account = (
            "enable account" if again else "disable account",
            accounts_.id_of(shelves, name),
        )
        sessions.end_all(shelves, account)
        audit.note(shelves, audit.COMMAND_LINE, act, account)
    say(f"{'enabled' if again else 'disabled'}: {name}")


@contextmanager
def opened(data: Path | None, database: str | None) -> Iterator["Shelves"]:
    """The app's database, with the tables that were missing, closed in the end."""
    from harmscope.web.running import data_home
    from harmscope.web.shelves import Shelves

    shelves = Shelves(data or data_home(), database)
    try:
        shelves.create()
        yield shelves
    finally:
        shelves.close()


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")
