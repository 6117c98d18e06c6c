"""Whole commands, as processes of their own."""

import sys
from pathlib import Path

CLOCK = "2026-06-01"
"""The day that every measured command takes as today."""


def validating(path: Path, kind: str) -> list[str]:
    """The command line that validates a file of one kind; finding faults is success."""
    return harmscope("validate", str(path), "--kind", kind, "--clock", CLOCK)


def harmscope(*arguments: str) -> list[str]:
    """A command line of the product that succeeds where it finds faults, too."""
    return [sys.executable, "-c", program(arguments)]


def program(
    arguments: tuple[str, ...], at_end: str = "sys.exit(done.code not in (None, 0, 1))"
) -> str:
    """The program behind it; ``at_end`` is what it does when the command is through."""
    return (
        f"import sys; sys.argv = {['harmscope', *arguments]!r}\n"
        "from harmscope.__main__ import main\n"
        "try:\n    main()\n"
        f"except SystemExit as done:\n    {at_end}"
    )
