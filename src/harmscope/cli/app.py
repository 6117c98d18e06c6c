"""The ``harmscope`` command: the list of its commands, and nothing else.

Command modules import pandas, DuckDB, Ibis, pyarrow and pydantic inside their functions, so that
``--help`` stays light (a test holds this).
"""

from pathlib import Path
from typing import Annotated

import typer

from harmscope.cli import (
    api_tokens,
    claims,
    records,
    registry,
    reports,
    schema,
    serve,
    submit,
    taxonomy,
)
from harmscope.cli import schema as rules
from harmscope.cli.due import due
from harmscope.cli.help_words import Commands, in_groups
from harmscope.cli.output import own_files, say
from harmscope.errors import UserError

# ``harmscope demo``: all steps on shipped examples.


def demo(
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")] = Path(
        "harmscope-demo"
    ),
) -> None:
    """Import, validate and report on shipped examples; offline."""
    from harmscope.demo import demonstrate

    made: list[Path] = []
    try:
        for step in demonstrate(out):
            say(f"{step.title:9} {step.result}")
            made += step.made
    except OSError:
        raise UserError(str(out), "it cannot be written", "give another folder to --out") from None
    say()
    for path in made:
        say(path)


GROUPS = {
    "From a log to a report": (
        "demo",
        "init-mapping",
        "init-dataset",
        "import",
        "validate",
        "migrate",
        "init-declared",
        "plan-sample",
        "report",
        "explain",
        "due",
        "export",
    ),
    "Published reports": ("read", "compare", "claim", "diff", "reconcile"),
    "Authorities": ("submit", "registry"),
    "Look up": ("taxonomy", "schema", "rules"),
    "In a browser": ("serve", "accounts"),
}
"""The commands as ``--help`` shows them, in the order of work."""

app = Commands(
    name="harmscope",
    cls=in_groups(GROUPS),
    help="Harmful-content reporting: check, count, compare and publish, by one open standard.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("demo")(demo)
app.add_typer(taxonomy.app)
app.add_typer(schema.app)
_TOLD = ("target", "mapping", "dataset", "key_file", "findings")
app.command("import")(own_files(*_TOLD)(records.import_))
app.command("export")(own_files("target", "fill")(records.export))
app.command("init-mapping")(own_files("target")(records.init_mapping))
app.command("init-dataset")(records.init_dataset)
app.command("rules")(rules.rules)
app.command("validate")(own_files("output", "waivers", "ruleset")(records.validate))
app.command("migrate")(records.migrate)
_SAID = ("output", "declared", "replaces", "explain")
app.command("report")(own_files(*_SAID)(reports.report))
app.command("init-declared")(reports.init_declared)
app.command("plan-sample")(reports.plan_sample)
app.command("read")(own_files("output", "into")(reports.read))
app.command("compare")(own_files("output")(reports.compare))
app.command("diff")(own_files("output")(reports.diff))
app.command("reconcile")(own_files("report", "output")(reports.reconcile))
app.command("claim")(own_files("output", "before")(claims.claim))
app.command("explain")(own_files("declared", "profile", "output")(reports.explain))
app.command("due")(own_files("ical", "declared", "output")(due))
app.add_typer(submit.app)
app.add_typer(registry.app)
app.command("serve")(serve.serve)
app.add_typer(serve.accounts)
serve.accounts.add_typer(api_tokens.app)


def _say_version(asked: bool) -> None:
    if asked:
        from harmscope import __version__

        say(f"harmscope {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and stop.", is_eager=True, callback=_say_version
        ),
    ] = False,
) -> None:
    del version  # its callback has spoken
