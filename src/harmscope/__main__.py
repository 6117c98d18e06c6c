"""The program: translates what went wrong into one line and an exit code."""

import sys
import traceback
import zlib

from harmscope.errors import UserError

USER_ERROR, OWN_BUG = 2, 3

EXTRAS = {
    **dict.fromkeys(("cryptography", "psycopg", "pyrage", "rfc8785", "sqlalchemy"), "registry"),
    "fpdf": "pdf",
}
"""Which extra of the package brings a module that only some commands need."""


def main() -> None:
    """Run the command line.

    Exit codes: 0 clean, 1 findings, 2 wrong use, 3 our own bug, 130 interrupted.
    """
    from harmscope.cli.app import app

    try:
        app()
    except UserError as error:
        sys.stderr.write(f"harmscope: {error}\n")
        sys.exit(USER_ERROR)
    except ModuleNotFoundError as error:
        _say_missing(error)
    except Exception as error:  # noqa: BLE001 - the last door: nothing leaves with a value in it
        sys.stderr.write(f"harmscope: {_own_bug(error)}\n")
        sys.exit(OWN_BUG)


def _say_missing(error: ModuleNotFoundError) -> None:
    name = (error.name or "").partition(".")[0]
    if name not in EXTRAS:
        sys.stderr.write(f"harmscope: {_own_bug(error)}\n")
        sys.exit(OWN_BUG)
    fix = f"install it with: pip install 'harmscope[{EXTRAS[name]}]'"
    sys.stderr.write(f"harmscope: {name}: this command needs that package; {fix}\n")
    sys.exit(USER_ERROR)


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
