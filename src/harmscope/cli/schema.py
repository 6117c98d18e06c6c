"""``harmscope schema`` and ``harmscope rules``: the published JSON Schemas and the rule
catalogue.
"""

from typing import Annotated

import typer

from harmscope.cli.help_words import Commands
from harmscope.cli.output import TEXT, Format, FormatOption, say, say_file, say_json
from harmscope.render.safe_text import clean

# ``harmscope rules``: the rule catalogue, or one rule's page.


def rules(
    code: Annotated[str | None, typer.Argument(help="A code or slug.")] = None,
    format_: FormatOption = TEXT,
) -> None:
    """Explain a finding: what is wrong, why it matters, how to fix it.

    Without a code, every kind of finding is listed.
    """
    from harmscope.render import verdict_text
    from harmscope.rules import CATALOGUE, find
    from harmscope.rules.lists import allowed_codes

    rules = list(CATALOGUE.values()) if code is None else [find(code)]
    if format_ is Format.JSON:
        shown = [rule.as_dict() for rule in rules]
        lists = [] if code is None else [one.as_dict() for one in allowed_codes(rules[0].code)]
        said = {**shown[0], "lists": lists} if lists else shown[0]
        say_json({"rules": shown} if code is None else said)
    elif code is None:
        say(verdict_text.rule_list(rules), end=False)
    else:
        say(verdict_text.rule_page(rules[0]), end=False)


# ``harmscope schema``: the published JSON Schemas, and whether they are current.

app = Commands(
    name="schema",
    help="The published JSON Schemas of the record kinds.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_(format_: FormatOption = TEXT) -> None:
    """List every version of every kind, the newest last, and which are released."""
    from harmscope.schemagen import listed

    rows = listed()
    if format_ is Format.JSON:
        say_json({"schemas": rows})
        return
    for row in rows:
        state = "released" if row["released"] else "draft"
        note = "" if row["newest"] else ", older"
        say(f"{row['kind']}@{row['version']}  {state}{note}")


@app.command()
def show(name: Annotated[str, typer.Argument(help="KIND or KIND@VERSION")]) -> None:
    """Print a published schema."""
    from harmscope.schemagen import named

    say_file(clean(named(name), lines=True))


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="KIND@VERSION")],
    after: Annotated[str, typer.Argument(metavar="B", help="KIND@VERSION")],
    format_: FormatOption = TEXT,
) -> None:
    """Show what changed between two versions of a schema, and why."""
    from harmscope.schemagen.diff import diff as differing

    found = differing(before, after)
    if format_ is Format.JSON:
        say_json({"differences": [each.as_dict() for each in found]})
        return
    for each in found:
        why = f"  {each.why}" if each.why else ""
        say(f"{each.effect:8}  {each.place or 'rules'}: {each.what}{why}")


@app.command()
def write(
    release: Annotated[
        bool, typer.Option("--release", help="Freeze the schemas as they are now.")
    ] = False,
) -> None:
    """Write schemas/ from the models and the rule catalogue."""
    from harmscope import schemagen

    for name in schemagen.write(release=release):
        say(f"wrote schemas/{name}")


@app.command()
def check() -> None:
    """Check that schemas/ matches the models, and that no released schema has changed."""
    from harmscope.schemagen import WRITE, stale

    names = stale()
    for name in names:
        say(f"schemas/{name} is not current; run: {WRITE}", err=True)
    if names:
        raise typer.Exit(1)
