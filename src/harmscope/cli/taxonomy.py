"""``harmscope taxonomy``: what a category means, and what it is called elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from harmscope.cli.help_words import Commands
from harmscope.cli.output import TEXT, Format, FormatOption, one_of, say, say_file, say_json
from harmscope.render.safe_text import clean

app = Commands(
    name="taxonomy",
    help="Categories of harm, other code systems, and the crosswalks between them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_(
    system: Annotated[
        str, typer.Argument(metavar="[SYSTEM[@VER]]", help="List this system's codes.")
    ] = "",
    output: FormatOption = TEXT,
) -> None:
    """List every system, or the codes of one."""
    from harmscope.render import taxonomy_text as text
    from harmscope.taxonomy import describe

    data: object = describe.describe_system(system) if system else describe.describe_systems()
    if output is Format.JSON:
        say_json(data)
    else:
        say(text.system_text(system) if system else text.systems_text())


@app.command()
def codes(
    name: Annotated[
        str, typer.Argument(metavar="[LIST]", help="Show the codes of this list.")
    ] = "",
    output: FormatOption = TEXT,
) -> None:
    """List the code lists that members of our records take, or the codes of one."""
    from harmscope.render import taxonomy_text as text
    from harmscope.taxonomy import describe

    data: object = describe.describe_codelist(name) if name else describe.describe_codelists()
    if output is Format.JSON:
        say_json(data)
    else:
        say(text.codelist_text(name) if name else text.codelists_text())


@app.command()
def show(
    code: Annotated[
        str, typer.Argument(help="A harm id, or a native code as CODE or SYSTEM[@VER]:CODE.")
    ],
    output: FormatOption = TEXT,
) -> None:
    """Show one category or code: what it means and what it is called elsewhere."""
    from harmscope.render import taxonomy_text as text
    from harmscope.taxonomy import describe

    if output is Format.JSON:
        say_json(describe.show(code))
    else:
        found = describe.find_everywhere(code)
        say("\n\n".join(text.page(system, one) for system, one in found))


@app.command()
def search(
    text: Annotated[
        str, typer.Argument(help="A name, an alias or a code; small typing errors do not matter.")
    ],
    output: FormatOption = TEXT,
) -> None:
    """Find categories and codes by what people call them."""
    from dataclasses import asdict

    from harmscope.render.taxonomy_text import hits_text
    from harmscope.taxonomy.lookup import search as searching

    hits = searching(text)
    if output is Format.JSON:
        say_json([asdict(hit) for hit in hits])
    else:
        say(hits_text(hits))


@app.command("map")
def map_(
    origin: Annotated[str, typer.Argument(metavar="FROM", help="SYSTEM[@VER]")],
    target: Annotated[str, typer.Argument(metavar="TO", help="SYSTEM[@VER]")],
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="[CODE]...", help="Codes; none means all.")
    ] = None,
    counts: Annotated[
        Path | None, typer.Option(help="A CSV file with the columns code and count.")
    ] = None,
    output: FormatOption = TEXT,
) -> None:
    """Show the codes of one system in another, or convert counts where the rules allow it."""
    from dataclasses import asdict

    from harmscope.errors import UserError
    from harmscope.render import taxonomy_text as text
    from harmscope.taxonomy import counts as counting
    from harmscope.taxonomy import counts as mapping

    if counts is not None and codes:
        raise UserError("taxonomy map", "codes and --counts exclude each other", "give one of them")
    if counts is not None:
        levels = counting.carry(origin, target, counting.read_counts(counts))
        data: list[object] = [mapping.carried_dict(one) for one in levels]
        shown = text.carried_text(levels)
    else:
        links = mapping.map_codes(origin, target, codes or [])
        data = [asdict(link) for link in links]
        shown = text.links_text(links)
    if output is Format.JSON:
        say_json(data)
    else:
        say(shown)


@app.command()
def lint(
    file: Annotated[
        Path, typer.Argument(help="A list of GARM, DSA or IAB codes: CSV, JSON, YAML.")
    ],
    output: FormatOption = TEXT,
) -> None:
    """List common errors in a list of codes; exit code 1 if there are any."""
    from harmscope.render import taxonomy_text as text
    from harmscope.taxonomy import lint as linting

    result = linting.lint(file)
    if output is Format.JSON:
        findings = [finding.as_dict() for finding in result.findings]
        say_json({"system": result.system, "entries": result.entries, "findings": findings})
    else:
        say(text.lint_text(result, str(file)))
    if result.findings:
        raise typer.Exit(1)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="SYSTEM@VER")],
    after: Annotated[str, typer.Argument(metavar="B", help="SYSTEM@VER")],
    output: FormatOption = TEXT,
) -> None:
    """Show what changed between two versions of a system."""
    from harmscope.render import taxonomy_text as text
    from harmscope.taxonomy import diff as differing

    difference = differing.diff(before, after)
    if output is Format.JSON:
        say_json(difference.as_dict())
    else:
        say(text.difference_text(difference))


@app.command()
def export(
    system: Annotated[str, typer.Argument(metavar="[SYSTEM[@VER]]")] = "harm",
    output: Annotated[Format, one_of("json", "skos", "misp")] = Format.JSON,
) -> None:
    """Print a system in another format."""
    from harmscope.taxonomy import export as exporting

    say_file(clean(exporting.export(system, output.value), lines=True))


@app.command(hidden=True)
def reference(
    write: Annotated[bool, typer.Option("--write/--check", help="Write the pages, or compare.")],
    folder: Annotated[Path, typer.Option(help="Where the pages lie.")] = Path(
        "docs/reference/taxonomy"
    ),
) -> None:
    """Write the generated reference pages, or check that they are current (exit 1 if not)."""
    from harmscope.taxonomy import reference as pages

    if write:
        say(f"{pages.write(folder)} pages written")
        return
    stale = pages.check(folder)
    for name in stale:
        say(f"{folder / name} is not current; run `harmscope taxonomy reference --write`")
    if stale:
        raise typer.Exit(1)
