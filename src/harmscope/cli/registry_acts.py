"""Commands of ``harmscope registry`` that put something on record."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from harmscope.cli.wording import as_json, check_format, day_of, moment_of

senders = typer.Typer(name="senders", help="Registered senders and keys.", no_args_is_help=True)
calendar = typer.Typer(name="calendar", help="Who owes what by when.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="The registry's folder.")]
Submission = Annotated[str, typer.Argument(help="Its id, or the start of it.")]
Clock = Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")]
Format = Annotated[str, typer.Option("--format", help="text or json")]
Because = Annotated[str, typer.Option(help="Why.")]
Official = Annotated[str, typer.Option(help="Who decides: an office or a file number.")]


@senders.command("add")
def add(
    folder: Folder,
    name: Annotated[str, typer.Argument(help="The sender's name, as its key has it.")],
    key: Annotated[Path, typer.Option(help="The sender's .public.json file.")],
    service: Annotated[list[str], typer.Option(help="A service it reports; may be given again.")],
    clock: Clock = None,
) -> None:
    """Register a sender, or a further key or service of one."""
    from harmscope.registry.enrolment import add as add_
    from harmscope.registry.folder import Registry
    from harmscope.submission.keys import read_public

    with Registry(folder) as registry:
        add_(registry, name, service, read_public(key), moment_of(clock))


@senders.command("revoke")
def revoke(
    folder: Folder,
    key_id: Annotated[str, typer.Argument(help="The id of the key.")],
    because: Because,
    first: Annotated[
        str | None, typer.Option("--from", help="The first day on which it no longer counts.")
    ] = None,
    clock: Clock = None,
) -> None:
    """Revoke a key."""
    from harmscope.registry.enrolment import revoke as revoke_
    from harmscope.registry.folder import Registry

    with Registry(folder) as registry:
        start = day_of(first, "--from") if first else day_of(clock)
        revoke_(registry, key_id, start, because, moment_of(clock))


@senders.command("list")
def list_(folder: Folder, format_: Format = "text") -> None:
    """List senders, services and keys."""
    from harmscope.registry.enrolment import listed
    from harmscope.registry.folder import Registry
    from harmscope.registry.state import state_of

    check_format(format_)
    with Registry(folder) as registry:
        found = listed(state_of(registry.ledger.entries()))
    if format_ == "json":
        typer.echo(as_json(found))
        return
    for one in found:
        end = f"revoked from {one['revoked_from']}" if one["revoked_from"] else one["valid_to"]
        typer.echo(f"{one['sender']}  {one['key_id']}  {one['valid_from']}  {end}")


@calendar.command("set")
def set_(
    folder: Folder,
    period: Annotated[str, typer.Option(help="YYYY, YYYY-H1, YYYY-Q3, YYYY-07 or FROM/TO.")],
    due: Annotated[str, typer.Option(help="The last day, YYYY-MM-DD.")],
    clock: Clock = None,
) -> None:
    """Set the day by which every registered service reports on a period."""
    from harmscope.model.period import parse_period
    from harmscope.registry.folder import Registry
    from harmscope.registry.schedule import set_deadline

    with Registry(folder) as registry:
        set_deadline(registry, parse_period(period), day_of(due, "--due"), moment_of(clock))


@calendar.command("show")
def show(folder: Folder, clock: Clock = None, format_: Format = "text") -> None:
    """Show how each service stands to each deadline."""
    from dataclasses import asdict

    from harmscope.registry.folder import Registry
    from harmscope.registry.schedule import calendar as calendar_
    from harmscope.registry.state import state_of

    check_format(format_)
    with Registry(folder) as registry:
        found = calendar_(state_of(registry.ledger.entries()), day_of(clock))
    if format_ == "json":
        typer.echo(as_json([asdict(one) for one in found]))
        return
    for one in found:
        typer.echo(f"{one.due}  {one.standing:9}  {one.period}  {one.service}")


@calendar.command("retention")
def retention(folder: Folder, clock: Clock = None, format_: Format = "text") -> None:
    """List submissions whose contents have been kept long enough and are to be erased."""
    from dataclasses import asdict

    from harmscope.registry.folder import Registry
    from harmscope.registry.retention import due, rules
    from harmscope.registry.state import state_of

    check_format(format_)
    with Registry(folder) as registry:
        found = due(state_of(registry.ledger.entries()), rules(folder), day_of(clock))
    if format_ == "json":
        typer.echo(as_json([asdict(one) for one in found]))
        return
    for one in found:
        typer.echo(f"{one.erase_from}  {one.submission[:12]}  {one.status:10}  {one.service}")


def decide(  # noqa: PLR0917 - the options that the contract gives it
    folder: Folder,
    submission: Submission,
    outcome: Annotated[str, typer.Option(help="accept or reject")],
    official: Official,
    reason: Annotated[str, typer.Option(help="Why.")],
    rules: Annotated[str, typer.Option(help="The version of the rules that were applied.")],
    remedy: Annotated[str, typer.Option(help="What the sender can do about it.")] = "none",
    clock: Clock = None,
) -> None:
    """An official accepts or rejects a submission."""
    from harmscope.registry.acts import decide as decide_
    from harmscope.registry.folder import Registry

    check_format(outcome, ("accept", "reject"), "--outcome")
    told = {
        "outcome": outcome,
        "official": official,
        "reason": reason,
        "rules": rules,
        "remedy": remedy,
    }
    with Registry(folder) as registry:
        decide_(registry, submission, told, moment_of(clock))


def withdraw(folder: Folder, submission: Submission, because: Because, clock: Clock = None) -> None:
    """Take a submission back on its sender's word; it stays on record and counts no more."""
    from harmscope.registry.acts import withdraw as withdraw_
    from harmscope.registry.folder import Registry

    with Registry(folder) as registry:
        withdraw_(registry, submission, because, moment_of(clock))


def erase(
    folder: Folder,
    submission: Submission,
    official: Official,
    because: Because,
    clock: Clock = None,
) -> None:
    """Delete the contents of a submission for good; a tombstone with the counts stays."""
    from harmscope.registry.acts import erase as erase_
    from harmscope.registry.folder import Registry

    with Registry(folder) as registry:
        erase_(registry, submission, official, because, moment_of(clock))


COMMANDS: dict[str, Callable[..., None]] = {
    "decide": decide,
    "withdraw": withdraw,
    "erase": erase,
}
