"""``harmscope registry``: take submissions in, trust them, pool them, publish them."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from harmscope.cli.output import TEXT, Format, FormatOption, apart, say, say_json, say_result
from harmscope.errors import UserError
from harmscope.times import day_asked, time_asked

# Commands of ``harmscope registry`` that put something on record.

senders = typer.Typer(name="senders", help="Registered senders and keys.", no_args_is_help=True)
calendar = typer.Typer(name="calendar", help="Who owes what by when.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="The registry's folder.")]
Submission = Annotated[str, typer.Argument(help="Its id, or the start of it.")]
Clock = Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")]
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
    from harmscope.registry.folder import Registry
    from harmscope.registry.senders import add as add_
    from harmscope.submission.keys import read_public

    with Registry(folder) as registry:
        add_(registry, name, service, read_public(key), time_asked(clock))


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
    from harmscope.registry.folder import Registry
    from harmscope.registry.senders import revoke as revoke_

    with Registry(folder) as registry:
        start = day_asked(first, "--from") if first else day_asked(clock)
        revoke_(registry, key_id, start, because, time_asked(clock))


@senders.command("list")
def list_senders(folder: Folder, format_: FormatOption = TEXT) -> None:
    """List senders, services and keys."""
    from harmscope.registry.folder import Registry
    from harmscope.registry.senders import listed
    from harmscope.registry.state import state_of

    with Registry(folder) as registry:
        found = listed(state_of(registry.ledger.entries()))
    if format_ is Format.JSON:
        say_json(found)
        return
    for one in found:
        end = f"revoked from {one['revoked_from']}" if one["revoked_from"] else one["valid_to"]
        say(f"{one['sender']}  {one['key_id']}  {one['valid_from']}  {end}")


@calendar.command("set")
def set_(
    folder: Folder,
    period: Annotated[str, typer.Option(help="YYYY, YYYY-H1, YYYY-Q3, YYYY-07 or FROM/TO.")],
    due: Annotated[str, typer.Option(help="The last day, YYYY-MM-DD.")],
    clock: Clock = None,
) -> None:
    """Set the day by which every registered service reports on a period."""
    from harmscope.model.period import parse_period
    from harmscope.registry.calendar import set_deadline
    from harmscope.registry.folder import Registry

    with Registry(folder) as registry:
        set_deadline(registry, parse_period(period), day_asked(due, "--due"), time_asked(clock))


@calendar.command("show")
def show_calendar(folder: Folder, clock: Clock = None, format_: FormatOption = TEXT) -> None:
    """Show how each service stands to each deadline."""
    from dataclasses import asdict

    from harmscope.registry.calendar import calendar as calendar_
    from harmscope.registry.folder import Registry
    from harmscope.registry.state import state_of

    with Registry(folder) as registry:
        found = calendar_(state_of(registry.ledger.entries()), day_asked(clock))
    if format_ is Format.JSON:
        say_json([asdict(one) for one in found])
        return
    for one in found:
        say(f"{one.due}  {one.standing:9}  {one.period}  {one.service}")


@calendar.command("retention")
def retention(folder: Folder, clock: Clock = None, format_: FormatOption = TEXT) -> None:
    """List submissions whose contents have been kept long enough and are to be erased."""
    from dataclasses import asdict

    from harmscope.registry.calendar import due, rules
    from harmscope.registry.folder import Registry
    from harmscope.registry.state import state_of

    with Registry(folder) as registry:
        found = due(state_of(registry.ledger.entries()), rules(folder), day_asked(clock))
    if format_ is Format.JSON:
        say_json([asdict(one) for one in found])
        return
    for one in found:
        say(f"{one.erase_from}  {one.submission[:12]}  {one.status:10}  {one.service}")


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
    from harmscope.registry.folder import Registry
    from harmscope.registry.submissions import decide as decide_

    if outcome not in ("accept", "reject"):
        raise UserError("--outcome", "the value is not known", "use one of accept, reject")
    told = {
        "outcome": outcome,
        "official": official,
        "reason": reason,
        "rules": rules,
        "remedy": remedy,
    }
    with Registry(folder) as registry:
        decide_(registry, submission, told, time_asked(clock))


def withdraw(folder: Folder, submission: Submission, because: Because, clock: Clock = None) -> None:
    """Take a submission back on its sender's word; it stays on record and counts no more."""
    from harmscope.registry.folder import Registry
    from harmscope.registry.submissions import withdraw as withdraw_

    with Registry(folder) as registry:
        withdraw_(registry, submission, because, time_asked(clock))


def erase(
    folder: Folder,
    submission: Submission,
    official: Official,
    because: Because,
    clock: Clock = None,
) -> None:
    """Delete the contents of a submission for good; a tombstone with the counts stays."""
    from harmscope.registry.folder import Registry
    from harmscope.registry.submissions import erase as erase_

    with Registry(folder) as registry:
        erase_(registry, submission, official, because, time_asked(clock))


ACTS: dict[str, Callable[..., None]] = {
    "decide": decide,
    "withdraw": withdraw,
    "erase": erase,
}


# Commands of ``harmscope registry`` that pool, publish and export.

Period_ = Annotated[str, typer.Option("--period", help="YYYY, YYYY-H1, YYYY-Q3, YYYY-07, FROM/TO.")]
AsOf = Annotated[int | None, typer.Option("--as-of", help="A ledger entry: the state after it.")]


def pool(folder: Folder, period: Period_, as_of: AsOf = None, format_: FormatOption = TEXT) -> None:
    """Pool all current submissions into one set of exact figures, for use in the house."""
    from harmscope.model.period import parse_period
    from harmscope.registry.checks import pool_record
    from harmscope.registry.folder import Registry
    from harmscope.render.listings import pool_lines

    with Registry(folder) as registry:
        body = pool_record(registry, parse_period(period), as_of)
    say_result(format_, lambda: body, lambda: "\n".join(pool_lines(body)))


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
    format_: FormatOption = TEXT,
) -> None:
    """Publish a pool, protected and audited; refused while a withheld figure can be narrowed."""
    from dataclasses import asdict

    from harmscope.model.period import parse_period
    from harmscope.registry.folder import Registry
    from harmscope.registry.publications import Wish
    from harmscope.registry.publish import outcome, plans
    from harmscope.registry.publish import publish as publish_
    from harmscope.render.listings import proposal_lines, publication_lines

    wish = Wish(parse_period(period), disclosure, services, tuple(known or ()), as_of)
    with Registry(folder) as registry:
        if plan:
            found = plans(registry, wish)
            bodies = [asdict(one) for one in found]
            say_result(format_, lambda: bodies, lambda: "\n".join(proposal_lines(found)))
            return
        if output is None:
            raise UserError("-o", "there is no folder to write into", "give -o DIR, or --plan")
        made = publish_(registry, wish, output, time_asked(clock))
    body, files = outcome(made), [output / name for name in made.files]
    share = made.protected.share_shown
    say_result(format_, lambda: body, lambda: "\n".join(publication_lines(body, share, files)))
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
            say(path)


def measures(
    publication: Annotated[Path, typer.Argument(help="A publication.json of the registry.")],
    records: Annotated[Path, typer.Argument(help="A file of measure records.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The page to write.")],
) -> None:
    """Write a page of authorities' measures beside the published figures of the services."""
    from harmscope.registry.export import page

    apart(output, publication, records)
    page(publication, records, output)
    say(output)


POOLING: dict[str, Callable[..., None]] = {
    "pool": pool,
    "publish": publish,
    "export": export,
    "measures": measures,
}


# Commands of ``harmscope registry`` that take submissions in, list them and check them.

app = typer.Typer(
    name="registry",
    help="The regulator's side: intake, ledger, pooling and publication.",
    no_args_is_help=True,
)
app.add_typer(senders)
app.add_typer(calendar)
for _name, _command in ACTS.items():
    app.command(_name)(_command)
for _name, _command in POOLING.items():
    app.command(_name)(_command)


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
        folder, name or folder.resolve().name, day_asked(clock), database, acceptance
    ) as registry:
        say(registry.public_key.key_id)


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
    format_: FormatOption = TEXT,
) -> None:
    """Take submissions in; each gets a signed receipt, the same bytes the same receipt."""
    from harmscope.registry.intake import take

    answers = []
    try:
        for answer in take(folder, packages, time_asked(clock), receipts, time_limit):
            answers.append(answer)
            if format_ is Format.TEXT:
                say(answer.line)
    finally:
        # What was taken in before something failed has its answer all the same.
        if format_ is Format.JSON and answers:
            say_json([answer.receipt.body for answer in answers])
    if any(answer.receipt.refused for answer in answers):
        raise typer.Exit(1)


@app.command("list")
def list_(folder: Folder, format_: FormatOption = TEXT) -> None:
    """List every submission and its state."""
    from harmscope.registry.folder import Registry
    from harmscope.registry.state import state_of
    from harmscope.registry.submissions import rows
    from harmscope.render.listings import submission_line

    with Registry(folder) as registry:
        found = rows(state_of(registry.ledger.entries()))
    if format_ is Format.JSON:
        say_json(found)
    else:
        for one in found:
            say(submission_line(one))


@app.command("show")
def show(
    folder: Folder,
    submission: Annotated[str, typer.Argument(help="Its id, or the start of it.")],
) -> None:
    """Show everything on record about one submission, as JSON."""
    from harmscope.registry.folder import Registry
    from harmscope.registry.state import state_of
    from harmscope.registry.submissions import find, full

    with Registry(folder) as registry:
        say_json(full(find(state_of(registry.ledger.entries()), submission)))


@app.command("verify")
def verify(
    folder: Folder,
    receipt: Annotated[
        Path | None, typer.Option(help="A sender's receipt to hold against the ledger.")
    ] = None,
    format_: FormatOption = TEXT,
) -> None:
    """Check the chain, every receipt and every stored byte; sweep what crashes left behind."""
    from harmscope.registry.verify import checked

    answer = checked(folder, receipt)
    say_result(format_, lambda: answer.body, lambda: "\n".join(answer.lines))
    if not answer.ok:
        raise typer.Exit(1)
