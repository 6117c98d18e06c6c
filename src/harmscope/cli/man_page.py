"""The manual page ``harmscope.1``: every command with its options, as in ``--help``.

Typer carries its own copy of Click, so ready-made renderers of manual pages do not know it.
"""

from collections.abc import Iterator
from typing import Any

import typer

from harmscope import __version__
from harmscope.cli.app import app
from harmscope.cli.help_words import help_rows, usage_pieces

_ENDS = """\
.SH EXIT STATUS
.TP
.B 0
clean
.TP
.B 1
findings
.TP
.B 2
wrong use, or unreadable input
.TP
.B 3
a bug of harmscope
.TP
.B 130
interrupted"""


def man_page() -> str:
    """The page in the language of ``man``."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    program: Any = typer.main.get_command(app)
    context = typer.Context(program, info_name="harmscope")
    yield r".\" Written by `make generate` from the commands."
    yield f'.TH HARMSCOPE 1 "" "harmscope {__version__}" "User Commands"'
    yield from (".SH NAME", rf"harmscope \- {_text(program.help)}")
    yield from (".SH SYNOPSIS", ".B harmscope", rf"{_text('[OPTIONS] COMMAND [ARGS]...')}")
    yield ".SH OPTIONS"
    yield from _options(program, context)
    yield ".SH COMMANDS"
    yield from _commands(program, context)
    yield _ENDS


def _commands(group: Any, above: Any) -> Iterator[str]:
    for name, command in group.commands.items():
        if command.hidden:
            continue
        context = typer.Context(command, info_name=name, parent=above)
        if hasattr(command, "commands"):
            yield from _commands(command, context)
            continue
        pieces = usage_pieces(command, context)
        yield from (".SS " + _text(context.command_path), f".B {_text(context.command_path)}")
        yield from (_text(" ".join(pieces)), ".PP", _text(command.help or ""))
        yield from _options(command, context)


def _options(command: Any, context: Any) -> Iterator[str]:
    for rows in help_rows(command, context):
        for name, words in rows:
            if "--help" not in name:
                yield from (".TP", f".B {_text(name)}", _text(words))


def _text(words: str) -> str:
    """Words on one line, none of which ``man`` takes for its own."""
    line = " ".join(words.split()).replace("\\", r"\e").replace("-", r"\-")
    line = line.replace("…", "...").replace('"', r"\(dq")
    return rf"\&{line}" if line.startswith((".", "'")) else line
