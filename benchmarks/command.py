"""The whole command, as a process that succeeds where it finds faults, too."""

import sys
from pathlib import Path

CLOCK = "2026-06-01"


def ours(path: Path, kind: str) -> list[str]:
    """The command line that validates a file of one kind."""
    return [sys.executable, "-c", program(path, kind)]


def program(path: Path, kind: str, at_end: str = "sys.exit(done.code not in (None, 0, 1))") -> str:
    """The program behind it; ``at_end`` is what it does when the command is through."""
    arguments = ["harmscope", "validate", str(path), "--kind", kind, "--clock", CLOCK]
    return (
        f"import sys; sys.argv = {arguments!r}\n"
        "from harmscope.__main__ import main\n"
        "try:\n    main()\n"
        f"except SystemExit as done:\n    {at_end}"
    )
