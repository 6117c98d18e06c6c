"""``harmscope rules``: the rule catalogue, or one rule's page."""

import json
from typing import Annotated

import typer


def command(
    code: Annotated[str | None, typer.Argument(help="A rule's code or slug.")] = None,
    format_: Annotated[str, typer.Option("--format", help="text or json")] = "text",
) -> None:
    """List all rules, or show one: what it asks, why, and how to mend what it finds."""
    from harmscope.render import text
    from harmscope.rules import CATALOGUE, find

    rules = list(CATALOGUE.values()) if code is None else [find(code)]
    if format_ == "json":
        shown = [rule.as_dict() for rule in rules]
        typer.echo(json.dumps({"rules": shown} if code is None else shown[0], indent=2))
    elif code is None:
        typer.echo(text.rule_list(rules), nl=False)
    else:
        typer.echo(text.rule_page(rules[0]), nl=False)
