"""The ``harmscope`` command: the list of its commands, and nothing else.

Command modules import pandas, DuckDB, Ibis, pyarrow and pydantic inside their functions, so that
``--help`` stays light (a test holds this).
"""

from typing import Annotated

import typer

from harmscope.cli import (
    compare,
    demo,
    diff,
    export,
    import_,
    init_declared,
    init_mapping,
    migrate,
    plan_sample,
    read,
    reconcile,
    registry,
    report,
    rules,
    schema,
    submit,
    taxonomy,
    validate,
)

app = typer.Typer(
    name="harmscope",
    help="Harmful-content reporting: check, count, compare and publish, by one open standard.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("demo")(demo.command)
app.add_typer(taxonomy.app)
app.add_typer(schema.app)
app.command("import")(import_.command)
app.command("export")(export.command)
app.command("init-mapping")(init_mapping.command)
app.command("rules")(rules.command)
app.command("validate")(validate.command)
app.command("migrate")(migrate.command)
app.command("report")(report.command)
app.command("init-declared")(init_declared.command)
app.command("plan-sample")(plan_sample.command)
app.command("read")(read.command)
app.command("compare")(compare.command)
app.command("diff")(diff.command)
app.command("reconcile")(reconcile.command)
app.add_typer(submit.app)
app.add_typer(registry.app)


def _say_version(asked: bool) -> None:
    if asked:
        from harmscope import __version__

        typer.echo(f"harmscope {__version__}")
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
