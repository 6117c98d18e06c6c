"""``harmscope registry``: take submissions in, trust them, pool them, publish them."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from harmscope.cli.engines import (
    Engine,
    EngineOption,
    MasterOption,
    MemoryOption,
    SharedOption,
    engine_of,
)
from harmscope.cli.help_words import Commands, in_groups
from harmscope.cli.output import (
    TEXT,
    Format,
    FormatOption,
    confirmed,
    say,
    say_json,
    say_result,
)
from harmscope.cli.registry_acts import ACTS, Because, Clock, Folder, Submission, Yes
from harmscope.errors import UserError, apart
from harmscope.times import day_asked, time_asked

# Commands of ``harmscope registry`` about senders and deadlines.

senders = Commands(name="senders", help="Registered senders and keys.", no_args_is_help=True)
calendar = Commands(
    name="calendar", help="Deadlines: which service must report, and when.", no_args_is_help=True
)


@senders.command("add")
def add(  # noqa: PLR0917 - the options that the contract gives it
    folder: Folder,
    name: Annotated[str, typer.Argument(help="The sender's name, as its key has it.")],
    key: Annotated[Path, typer.Option(help="The sender's .public.json file.")],
    service: Annotated[
        list[str] | None, typer.Option(help="A service it reports; may be given again.")
    ] = None,
    authority: Annotated[
        list[str] | None,
        typer.Option(help="The name of a registry whose publications it hands in."),
    ] = None,
    clock: Clock = None,
) -> None:
    """Register a sender, or a further key or service of one."""
    from harmscope.registry.folder import Registry
    from harmscope.registry.senders import add as add_
    from harmscope.submission.keys import read_public

    with Registry(folder) as registry:
        public = read_public(key)
        at, services, authorities = time_asked(clock), service or [], authority or []
        done = add_(registry, name, services, public, at, authorities)
    about = f"sender {name}, key {public.key_id}"
    about += f", services {', '.join(services)}" if services else ""
    about += f", publications of {', '.join(authorities)}" if authorities else ""
    say(f"registered (recorded as entry {done.seq}): {about}")


@senders.command("revoke")
def revoke(  # noqa: PLR0917 - the options that the contract gives it
    folder: Folder,
    key_id: Annotated[str, typer.Argument(help="The id of the key.")],
    because: Because,
    first: Annotated[
        str | None, typer.Option("--from", help="The first day on which it no longer counts.")
    ] = None,
    yes: Yes = False,
    clock: Clock = None,
) -> None:
    """Revoke a key."""
    from harmscope.registry.folder import Registry
    from harmscope.registry.senders import revoke as revoke_

    with Registry(folder) as registry:
        start = day_asked(first, "--from") if first else day_asked(clock)
        confirmed(f"revoke: key {key_id}, from {start}", yes)
        done = revoke_(registry, key_id, start, because, time_asked(clock))
    say(f"revoked (recorded as entry {done.seq}): key {key_id}, from {start}")


@senders.command("list")
def list_senders(folder: Folder, format_: FormatOption = TEXT) -> None:
    """List senders, services and keys."""
    from harmscope.registry.folder import Registry
    from harmscope.registry.senders import listed
    from harmscope.registry.state import state_of
    from harmscope.render.registry_text import sender_line

    with Registry(folder) as registry:
        found = listed(state_of(registry.ledger.entries()))
    if format_ is Format.JSON:
        say_json(found)
        return
    for one in found:
        say(sender_line(one))


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

    span, last = parse_period(period), day_asked(due, "--due")
    with Registry(folder) as registry:
        done = set_deadline(registry, span, last, time_asked(clock))
    say(f"set (recorded as entry {done.seq}): period {span}, due {last}")


@calendar.command("show")
def show_calendar(folder: Folder, clock: Clock = None, format_: FormatOption = TEXT) -> None:
    """Show which services have met each deadline."""
    from dataclasses import asdict

    from harmscope.registry.calendar import calendar as calendar_
    from harmscope.registry.folder import Registry
    from harmscope.registry.state import state_of
    from harmscope.render.registry_text import deadline_line

    with Registry(folder) as registry:
        bodies = [
            asdict(one) for one in calendar_(state_of(registry.ledger.entries()), day_asked(clock))
        ]
    say_result(
        format_,
        lambda: bodies,
        lambda: "\n".join(map(deadline_line, bodies)) or "no deadline is set",
    )


@calendar.command("retention")
def retention(folder: Folder, clock: Clock = None, format_: FormatOption = TEXT) -> None:
    """List submissions whose retention period is over and whose contents must be erased."""
    from dataclasses import asdict

    from harmscope.registry.calendar import due, rules
    from harmscope.registry.folder import Registry
    from harmscope.registry.state import state_of
    from harmscope.render.registry_text import kept_line

    with Registry(folder) as registry:
        found = due(state_of(registry.ledger.entries()), rules(folder), day_asked(clock))
    bodies = [asdict(one) for one in found]
    say_result(
        format_,
        lambda: bodies,
        lambda: "\n".join(map(kept_line, bodies)) or "nothing is to be erased",
    )


# Commands of ``harmscope registry`` that pool, publish and export.

Period_ = Annotated[str, typer.Option("--period", help="YYYY, YYYY-H1, YYYY-Q3, YYYY-07, FROM/TO.")]
AsOf = Annotated[int | None, typer.Option("--as-of", help="A ledger entry: the state after it.")]


def pool(  # noqa: PLR0917 - the options that the contract gives it
    folder: Folder,
    period: Period_,
    as_of: AsOf = None,
    format_: FormatOption = TEXT,
    memory_limit: MemoryOption = None,
    engine: EngineOption = Engine.DUCKDB,
    master: MasterOption = None,
    shared: SharedOption = None,
) -> None:
    """Add up all current submissions into exact figures, for internal use only."""
    from harmscope.model.period import parse_period
    from harmscope.registry.checks import pool_record
    from harmscope.registry.folder import Registry
    from harmscope.render.registry_text import pool_lines

    counting = engine_of(engine, master, memory_limit, shared)
    with Registry(folder) as registry, counting as open_engine:
        body = pool_record(registry, parse_period(period), as_of, open_engine)
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
        bool, typer.Option("--plan", help="Show which details could be merged; publish nothing.")
    ] = False,
    as_of: AsOf = None,
    clock: Clock = None,
    format_: FormatOption = TEXT,
) -> None:
    """Publish a pool, protected and audited; refused if a withheld figure can be worked out."""
    from dataclasses import asdict

    from harmscope.model.period import parse_period
    from harmscope.registry.folder import Registry
    from harmscope.registry.publications import Wish
    from harmscope.registry.publish import outcome, plans
    from harmscope.registry.publish import publish as publish_
    from harmscope.render.registry_text import proposal_lines, publication_lines

    def progress(words: str) -> None:
        say(words, err=True)

    wish = Wish(parse_period(period), disclosure, services, tuple(known or ()), as_of)
    with Registry(folder) as registry:
        if plan:
            found = plans(registry, wish, progress)
            bodies = [asdict(one) for one in found]
            say_result(format_, lambda: bodies, lambda: "\n".join(proposal_lines(found)))
            return
        if output is None:
            raise UserError("-o", "there is no folder to write into", "give -o DIR, or --plan")
        made = publish_(registry, wish, output, time_asked(clock), progress)
    body, files = outcome(made), [output / name for name in made.files]
    say_result(format_, lambda: body, lambda: "\n".join(publication_lines(body, files)))
    if made.protected.refused:
        raise typer.Exit(1)


def imprint(
    folder: Folder,
    licence: Annotated[
        str | None, typer.Option(help="CC0-1.0, CC-BY-4.0, OGL-UK-3.0 or DL-DE-BY-2.0.")
    ] = None,
    contact: Annotated[str | None, typer.Option(help="Whom to ask about the figures.")] = None,
    clock: Clock = None,
) -> None:
    """Set the licence and the contact that publications show from now on."""
    from harmscope.registry.folder import Registry
    from harmscope.registry.publications import set_imprint

    with Registry(folder) as registry:
        done = set_imprint(registry, licence, contact, time_asked(clock))
    say(f"set (recorded as entry {done.seq})")


def verify_publication(
    publication: Annotated[Path, typer.Argument(help="The folder that was published.")],
    key: Annotated[
        Path | None, typer.Option(help="The registry.public.json that its office gives out.")
    ] = None,
    format_: FormatOption = TEXT,
) -> None:
    """Check a published folder by its signed manifest; no registry is needed."""
    from harmscope.render.registry_text import published_lines
    from harmscope.submission.published_folder import verify_publication as verify_

    body = verify_(publication, key).as_dict()
    say_result(format_, lambda: body, lambda: "\n".join(published_lines(body)))
    if not body["ok"]:
        raise typer.Exit(1)


def export(
    folder: Folder,
    output: Annotated[Path, typer.Option("-o", "--output", help="The folder to write into.")],
) -> None:
    """Write the complete ledger and every receipt as JSON Lines, for archives and programs."""
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
    "imprint": imprint,
    "verify-publication": verify_publication,
}


# Commands of ``harmscope registry`` that take submissions in, list them and check them.

_GROUPS = {
    "Set up": ("init", "senders", "calendar", "imprint"),
    "Take in": ("receive", "list", "show"),
    "Decide": ("decide", "reverse", "withdraw", "erase", "notice"),
    "Pool and publish": ("pool", "publish", "measures"),
    "Check and archive": ("verify", "verify-publication", "export"),
}

app = Commands(
    cls=in_groups(_GROUPS),
    name="registry",
    help="Take submissions in, pool them, publish them.",
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
    from harmscope.registry.folder import PUBLIC, create

    with create(
        folder, name or folder.resolve().name, day_asked(clock), database, acceptance
    ) as registry:
        say(registry.public_key.key_id)
    say(
        f"the id of the registry's own key: give {folder / PUBLIC} to senders, who check receipts "
        "with it (harmscope submit answer --key), and let them compare this id",
        err=True,
    )


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
    """Receive submissions; each gets a signed receipt, and the same file the same receipt."""
    from harmscope.registry.intake import take
    from harmscope.render.registry_text import answer_line

    answers = []
    try:
        for answer in take(folder, packages, time_asked(clock), receipts, time_limit):
            answers.append(answer)
            if format_ is Format.TEXT:
                say(answer_line(answer.name, answer.receipt.body, answer.receipt.since))
    finally:
        # What was taken in before something failed has its answer all the same.
        if format_ is Format.JSON and answers:
            made = [answer.receipt for answer in answers]
            since = [{"since": one.since} if one.since else {} for one in made]
            say_json([one.body | more for one, more in zip(made, since, strict=True)])
    if any(answer.receipt.refused for answer in answers):
        raise typer.Exit(1)


@app.command("list")
def list_(folder: Folder, format_: FormatOption = TEXT) -> None:
    """List every submission and its state."""
    from harmscope.registry.folder import Registry
    from harmscope.registry.state import state_of
    from harmscope.registry.submissions import rows
    from harmscope.render.registry_text import submission_line

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
    submission: Submission,
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
        Path | None, typer.Option(help="A sender's receipt to compare with the ledger.")
    ] = None,
    format_: FormatOption = TEXT,
) -> None:
    """Check the chain, every receipt and every stored byte; remove what crashes left behind."""
    from harmscope.registry.verify import checked
    from harmscope.render.registry_text import checked_lines

    answer = checked(folder, receipt)
    say_result(format_, lambda: answer.body, lambda: "\n".join(checked_lines(answer.body)))
    if not answer.ok:
        raise typer.Exit(1)
