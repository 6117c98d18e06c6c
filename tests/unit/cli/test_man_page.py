import re
from pathlib import Path

import typer

from harmscope.cli.app import app
from harmscope.cli.man_page import man_page


def test_the_page_in_the_tree_is_what_the_commands_say(root: Path) -> None:
    page = (root / "docs" / "reference" / "harmscope.1").read_text(encoding="utf-8")
    assert page == man_page(), "run make generate"


def test_it_has_every_command_with_its_options() -> None:
    page = man_page()
    sections = dict(re.findall(r"(?ms)^\.SS (.+?)\n(.*?)(?=^\.S[SH] )", page))

    def commands(group, above):
        for name, command in group.commands.items():
            if command.hidden:
                continue
            words = [*above, name]
            inner = hasattr(command, "commands")
            yield from commands(command, words) if inner else [(" ".join(words), command)]

    known = dict(commands(typer.main.get_command(app), ["harmscope"]))
    assert {name.replace("-", r"\-") for name in known} == set(sections)
    for name, command in known.items():
        for option in command.params:
            for word in option.opts if option.param_type_name == "option" else ():
                assert word.replace("-", r"\-") in sections[name.replace("-", r"\-")]


def test_no_line_is_taken_for_a_request_that_it_is_not() -> None:
    requests = {line.split()[0] for line in man_page().splitlines() if line[:1] in (".", "'")}
    assert requests <= {'.\\"', ".TH", ".SH", ".SS", ".B", ".PP", ".TP"}
