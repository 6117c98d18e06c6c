"""Completion of the command line in shells, as the README tells it."""

import os
import subprocess
import sys

import pytest

MAIN = "from harmscope.__main__ import main; import sys; sys.argv[0] = 'harmscope'; main()"


def answer(**asked: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", MAIN], env={**os.environ, **asked}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-500:]
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_script_for_the_shell_is_printed(shell: str) -> None:
    script = answer(_HARMSCOPE_COMPLETE=f"source_{shell}")
    assert "harmscope" in script
    assert f"complete_{shell}" in script


@pytest.mark.parametrize(
    ("typed", "word", "offered"),
    [
        ("harmscope ta", "1", ["taxonomy"]),
        ("harmscope validate --fail", "2", ["--fail-on"]),
        ("harmscope registry rec", "2", ["receive"]),
    ],
)
def test_commands_and_options_are_offered(typed: str, word: str, offered: list[str]) -> None:
    given = answer(_HARMSCOPE_COMPLETE="complete_bash", COMP_WORDS=typed, COMP_CWORD=word)
    assert given.split() == offered
