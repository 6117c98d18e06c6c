"""``harmscope submit``: make keys, pack, sign and check submissions, all offline."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from harmscope.cli.help_words import Commands
from harmscope.cli.output import TEXT, Format, FormatOption, say, say_json, say_result
from harmscope.errors import apart
from harmscope.times import day_asked

app = Commands(
    name="submit",
    help="Make, sign and check submissions to a registry, offline.",
    no_args_is_help=True,
)
keys = Commands(name="keys", help="Signing keys.", no_args_is_help=True)
app.add_typer(keys)

Clock = Annotated[str | None, typer.Option(help="The day taken as today, YYYY-MM-DD.")]


@keys.command("new")
def new(
    name: Annotated[str, typer.Option(help="The sender's name, an identifier.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")] = Path(),
    days: Annotated[int, typer.Option(help="How many days the key may sign.", min=1)] = 730,
    clock: Clock = None,
) -> None:
    """Make a key pair: a private key to keep secret, a public key for the registry."""
    from harmscope.submission.keys import new_key

    start = day_asked(clock)
    for path in new_key(out, name, start, start + timedelta(days=days - 1)):
        say(path)


@keys.command("show")
def show(
    key: Annotated[Path, typer.Argument(help="A .public.json file.")], format_: FormatOption = TEXT
) -> None:
    """Show a public key: its id, and from when to when it may sign."""
    from harmscope.submission.keys import read_public

    public = read_public(key)
    if format_ is Format.JSON:
        say_json(public.as_dict())
    else:
        say(f"{public.key_id}  {public.name}  {public.valid_from}/{public.valid_to}")


@app.command("pack")
def pack(  # noqa: PLR0917 - the options that the contract gives it
    sender: Annotated[str, typer.Option(help="The sender's name, as registered.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The zip file to write.")],
    service: Annotated[
        str | None, typer.Option(help="The service's exact name; a publication says its own.")
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(help="YYYY, YYYY-H1, YYYY-Q3, YYYY-07, FROM/TO; a publication says its own."),
    ] = None,
    records: Annotated[list[Path] | None, typer.Argument(help="Files of records.")] = None,
    report: Annotated[
        list[Path] | None, typer.Option("--report", help="A report.json of figures.")
    ] = None,
    declared: Annotated[
        list[Path] | None, typer.Option("--declared", help="A file of declared facts.")
    ] = None,
    publication: Annotated[
        Path | None,
        typer.Option(help="A folder that registry publish wrote, for another authority."),
    ] = None,
    replaces: Annotated[
        str | None, typer.Option(help="The id of the submission that this one corrects.")
    ] = None,
    because: Annotated[str | None, typer.Option(help="Why it is corrected.")] = None,
    encrypt_to: Annotated[
        str | None, typer.Option(help="An age1… key, or a file that holds it.")
    ] = None,
    check_again: Annotated[
        bool,
        typer.Option("--check-again", help="Count rows again, even if their file has a proof."),
    ] = False,
    clock: Clock = None,
) -> None:
    """Pack records, a report or a publication into a bag with digests, sizes and row counts."""
    from harmscope.submission import pack as pack_
    from harmscope.submission.envelope import recipient_of
    from harmscope.submission.manifest import submission_id
    from harmscope.submission.pack import contents_of

    apart(output, *(records or ()), *(report or ()), *(declared or ()))
    contents = contents_of(
        sender,
        service,
        period,
        day_asked(clock),
        publication,
        records=tuple(records or ()),
        reports=tuple(report or ()),
        declared=tuple(declared or ()),
        replaces=replaces,
        because=because,
        encrypt_to=None if encrypt_to is None else recipient_of(encrypt_to),
        check_again=check_again,
    )
    say(submission_id(pack_(contents, output)))


@app.command("sign")
def sign(
    submission: Annotated[Path, typer.Argument(help="What submit pack wrote.")],
    key: Annotated[Path, typer.Option(help="The sender's .key.pem file.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Another file to write; else in place.")
    ] = None,
) -> None:
    """Sign a packed submission."""
    from harmscope.submission import sign as sign_

    say(f"signed with key {sign_(submission, key, output)}")


@app.command("verify")
def verify(  # noqa: PLR0917 - the options that the contract gives it
    submission: Annotated[Path, typer.Argument(help="A signed submission.")],
    key: Annotated[list[Path], typer.Option(help="A .public.json file; may be given again.")],
    identity: Annotated[
        Path | None, typer.Option(help="The age identity that opens encrypted members.")
    ] = None,
    time_limit: Annotated[float, typer.Option(help="Seconds that it may take.", min=0)] = 600,
    clock: Clock = None,
    format_: FormatOption = TEXT,
) -> None:
    """Check that a submission is complete, unaltered and signed with a valid key."""
    from harmscope.render.registry_text import verified_lines
    from harmscope.submission.envelope import identity_of
    from harmscope.submission.keys import read_public
    from harmscope.submission.verify import Trust, verify_within

    opener = None if identity is None else identity_of(identity)
    trust = Trust([read_public(path) for path in key], day_asked(clock), identity=opener)
    outcome = verify_within(submission, trust, time_limit)
    if format_ is Format.JSON:
        say_json(outcome.as_dict())
    else:
        say("\n".join(verified_lines(outcome.as_dict())))
    if not outcome.ok:
        raise typer.Exit(1)


@app.command("answer")
def answer(
    file: Annotated[Path, typer.Argument(help="A receipt, or a notice of a decision.")],
    key: Annotated[Path, typer.Option(help="The registry's registry.public.json.")],
    format_: FormatOption = TEXT,
) -> None:
    """Check that a registry signed its receipt or notice, and show what it says."""
    from harmscope.formats.door import REPORT, read_bytes
    from harmscope.registry.receipts import read
    from harmscope.render.registry_text import decision_line, receipt_line
    from harmscope.submission.envelope import DECISION, RECEIPT
    from harmscope.submission.keys import read_public

    body = read(read_bytes(file, REPORT), read_public(key), (RECEIPT, DECISION))
    line = decision_line if body["record"] == "decision" else receipt_line
    say_result(format_, lambda: body, lambda: f"signed by {body['registry']}: {line(body)}")
