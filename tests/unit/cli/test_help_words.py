"""What ``--help`` says of every command."""

import re
from collections.abc import Iterator

import pytest
import typer
from typer.testing import CliRunner

from harmscope.cli.app import GROUPS, app
from harmscope.cli.help_words import Commands, help_rows, in_groups, usage_pieces, value_name
from harmscope.importers import IMPORTERS
from harmscope.profiles import shipped


def commands(group=None, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in (group or typer.main.get_command(app)).commands.items():
        if not command.hidden:
            yield (*above, name)
            if hasattr(command, "commands"):
                yield from commands(command, (*above, name))


def page(*words: str) -> str:
    done = CliRunner().invoke(app, [*words, "--help"])
    assert done.exit_code == 0
    return done.output


@pytest.mark.parametrize("words", [(), *commands()], ids=" ".join)
def test_help_names_no_type_of_python_and_cuts_no_sentence(words: tuple[str, ...]) -> None:
    text = page(*words)
    assert not re.search(r"<\w|list\[|\.\.\.\.|…\]?\.\.\.|\{", text)
    listed = text.split("Options:")[-1]
    assert not re.search(r"\w\.\.\.$", listed, re.MULTILINE), "a sentence is cut"


def test_the_usage_line_names_what_must_be_given() -> None:
    usage = " ".join(page("report").split("\n\n")[0].split())
    assert usage == (
        "Usage: harmscope report [OPTIONS] RECORDS... --profile NAME|FILE --period PERIOD "
        "--service SERVICE -o DIR"
    )
    assert page("due").startswith("Usage: harmscope due [OPTIONS] [RECORDS...]\n")


def test_options_are_named_by_what_they_take() -> None:
    command = typer.main.get_command(app).commands["report"]
    context = typer.Context(command, info_name="report")
    arguments, options = help_rows(command, context)
    assert [name for name, _ in arguments] == ["RECORDS"]
    names = [name for name, _ in options]
    assert {"--clock DAY", "--jobs N", "--tz ZONE", "--replaces FILE"} <= set(names)
    assert {value_name(one) for one in command.params if one.name == "engine"} == {"duckdb|spark"}
    assert usage_pieces(command, context)[1] == "RECORDS..."


def test_every_command_is_in_one_group() -> None:
    names = [name for group in GROUPS.values() for name in group]
    assert sorted(names) == sorted(typer.main.get_command(app).commands)
    registry = typer.main.get_command(app).commands["registry"]
    grouped = [name for group in registry.groups.values() for name in group]
    assert sorted(grouped) == sorted(registry.commands)


def test_a_group_lists_its_commands_under_their_titles() -> None:
    program = Commands(
        name="tool", rich_markup_mode=None, cls=in_groups({"First": ("b",), "Then": ("a",)})
    )
    program.command("a")(lambda: None)
    program.command("b")(lambda: None)
    said = CliRunner().invoke(program, ["--help"]).output
    assert said.index("First:\n  b") < said.index("Then:\n  a")


def test_help_names_every_importer_and_every_profile() -> None:
    words = set(re.findall(r"[\w-]+", page("import")))
    assert set(IMPORTERS) <= words
    assert set(shipped()) <= set(re.findall(r"[\w-]+", page("report")))
