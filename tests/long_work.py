"""Work for a process with a deadline, in a module that any process can import."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from harmscope.errors import UserError


def runaway() -> object:
    """One call into C that holds the interpreter's lock and never comes back."""
    return re.match(r"(a+)+$", "a" * 60 + "b")


def with_child(note: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    note.write_text(str(child.pid))
    child.wait()


def wrong() -> None:
    raise UserError("here", "a fault", "a fix")


def full() -> None:
    raise OSError(28, "No space left on device")


def gone() -> None:
    os._exit(9)


def scratch() -> str:
    return tempfile.mkdtemp()
