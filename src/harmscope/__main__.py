"""The program: translates what went wrong into one line and an exit code."""

import errno
import gc
import sys
import traceback
import zlib
from typing import NoReturn

from harmscope.errors import UserError
from harmscope.machine import escape_what_cannot_be_shown
from harmscope.render.safe_text import clean

USER_ERROR, OWN_BUG = 2, 3

NEW_OBJECTS = 100_000
"""New objects after which cycles are looked for: loading modules makes many that stay."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Errors of the system where there is no room left for what is written."""

EXTRAS = {
    **dict.fromkeys(("cryptography", "psycopg", "pyrage", "rfc8785", "sqlalchemy"), "registry"),
    **dict.fromkeys(("duckdb", "ibis", "pandas", "pyarrow", "scipy"), "report"),
    "fpdf": "pdf",
    **dict.fromkeys(
        ("argon2", "fastapi", "multipart", "platformdirs", "pyotp", "python_multipart", "uvicorn"),
        "server",
    ),
    "pyspark": "spark",
}
"""Which extra of the package brings a module that only some commands need."""


def main() -> None:
    """Run the command line.

    Exit codes: 0 clean, 1 findings, 2 wrong use, 3 our own bug, 130 interrupted.
    """
    gc.set_threshold(NEW_OBJECTS)
    from harmscope.cli.app import app

    escape_what_cannot_be_shown()
    try:
        app()
    except UserError as error:
        _end(USER_ERROR, str(error))
    except Exception as error:  # noqa: BLE001 - the last door: nothing leaves with a value in it
        said = _of_the_user(error)
        _end(USER_ERROR if said else OWN_BUG, said or _own_bug(error))


def _end(code: int, said: str) -> NoReturn:
    sys.stderr.write(f"harmscope: {clean(said, lines=True)}\n")
    sys.exit(code)


def _of_the_user(error: Exception) -> str:
    """What to do about an error that is no bug: a missing extra, a full disk. Else empty."""
    if isinstance(error, OSError) and error.errno in FULL:
        return "what is written: there is no room left for it; free some, or write elsewhere"
    if isinstance(error, ModuleNotFoundError):
        name = (error.name or "").partition(".")[0]
        if name in EXTRAS:
            fix = f"install it with: pip install 'harmscope[{EXTRAS[name]}]'"
            return f"{name}: this command needs that package; {fix}"
    return ""


def _own_bug(error: Exception) -> str:
    """One line for a fault of ours: type and places in our code, never the message of the error,
    which may hold a value out of somebody's record."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [
        f"{_module(frame.filename)}:{frame.lineno}"
        for frame in frames
        if "harmscope" in frame.filename
    ]
    trail = " < ".join(reversed(places[-4:]))
    number = zlib.crc32(f"{type(error).__name__} {trail}".encode())
    what = f"internal error E{number:08x} ({type(error).__name__} at {trail})"
    return f"{what}; this is a bug of harmscope, please report this line"


def _module(filename: str) -> str:
    return filename.replace("\\", "/").rpartition("harmscope/")[2]


if __name__ == "__main__":
    main()
