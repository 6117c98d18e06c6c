"""How ``--help`` names what a command takes: ``--period PERIOD``, ``RECORDS...``, and never the
types of Python; and how it puts the commands into groups.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

_NAMED = {
    "as_of": "ENTRY",
    "because": "TEXT",
    "cache": "DIR",
    "clock": "DAY",
    "declared": "FILE",
    "encrypt_to": "KEY",
    "fail_on": "error|warning",
    "first": "DAY",
    "host": "ADDRESS",
    "ignore": "CODES",
    "jobs": "N",
    "metrics": "METRIC",
    "output": "FILE",
    "port": "N",
    "profile": "NAME|FILE",
    "registry": "DIR",
    "report": "FILE",
    "reports": "PATH",
    "select": "CODES",
    "services": "SERVICE",
    "size": "N",
    "target": "FILE",
    "tz": "ZONE",
}
"""What stands for the value of an option, where it is not the option's own name."""


_ONE_OF = {"files": "FILE", "samples": "SAMPLE", "sources": "SOURCE"}


def value_name(param: Any) -> str:
    """What stands for the value of an option or argument in ``--help``."""
    if param.metavar is not None:
        return str(param.metavar)
    if param.type_descriptor.is_choice:
        return str(param.display_type(typer.Context(TyperCommand("")))).strip("<>")
    if param.param_type_name == "option" and param.name in _NAMED:
        return _NAMED[param.name]
    if param.param_type_name == "argument" and param.name in _ONE_OF:
        return _ONE_OF[param.name]
    if param.param_type_name == "option" and param.type_descriptor.is_path:
        return "FILE"
    return str(param.name).strip("_").upper().replace("_", "-")


def usage_pieces(command: Any, context: Any) -> list[str]:
    """The words after the command in its usage line: an argument that may be left out stands in
    brackets, one that may be given again has three dots."""
    found = [command.options_metavar] if command.options_metavar else []
    params = sorted(command.get_params(context), key=lambda one: not isinstance(one, TyperArgument))
    for one in params:
        if isinstance(one, TyperArgument):
            name = value_name(one)
            if one.nargs != 1 and not name.rstrip("]").endswith(("...", "…")):
                name += "..."
            found.append(name if one.required or name.startswith("[") else f"[{name}]")
        elif one.param_type_name == "option" and one.required:
            found.append(f"{one.opts[0]} {value_name(one)}")
    return found


def help_rows(command: Any, context: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The arguments and the options of a command, each with what ``--help`` says of it."""
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for one in command.get_params(context):
        if one.param_type_name == "option" and not one.is_flag and not one.count:
            one.metavar = value_name(one)
        row = one.get_help_record(context)
        if row is None:
            continue
        if one.param_type_name == "option":
            options.append(row)
        else:
            arguments.append((value_name(one), row[1] or ""))
    return arguments, options


class Command(TyperCommand):
    """A command whose help is in the words of this module."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The words after the command in its usage line."""
        return usage_pieces(self, ctx)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the lists of arguments and options."""
        arguments, options = help_rows(self, ctx)
        for title, rows in (("Arguments", arguments), ("Options", options)):
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


class Listed(TyperGroup):
    """A group that lists its commands with the first sentence of each, uncut, in the groups of
    work where it has any."""

    groups: ClassVar[Mapping[str, Sequence[str]]] = {}

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands."""
        shown = {name: one for name, one in self.commands.items() if not one.hidden}
        wide = max(map(len, shown))
        for title, names in (self.groups or {"Commands": tuple(shown)}).items():
            rows = [(name.ljust(wide), shown[name].get_short_help_str(_SENTENCE)) for name in names]
            with formatter.section(title):
                formatter.write_dl(rows)


_SENTENCE = 200
"""Characters of a first sentence beyond which it would be cut."""


def in_groups(groups: Mapping[str, Sequence[str]]) -> type[Listed]:
    """A program that lists its commands under the titles of ``groups``."""

    class Grouped(Listed):
        pass

    Grouped.groups = groups
    return Grouped


class Commands(typer.Typer):
    """A group of commands whose help is in the words of this module."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("cls", Listed)
        super().__init__(**given)

    def command(self, *names: Any, **given: Any) -> Callable[[Any], Any]:
        """Add a command, as ``typer.Typer.command`` does."""
        given.setdefault("cls", Command)
        return super().command(*names, **given)
