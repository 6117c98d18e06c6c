"""Errors that a caller can cause, and how they leave the house.

A :class:`UserError` names the place, the fault and the fix. It never carries a value out of the
data: these are records about people. The command line prints it as one line and exits with 2.
"""

import os
from collections.abc import Iterable
from pathlib import Path


class UserError(Exception):
    """Wrong use or unreadable input (exit code 2).

    ``where`` names a file, option or place, ``fault`` what is wrong, ``fix`` how to mend it.
    """

    def __init__(self, where: str, fault: str, fix: str) -> None:
        super().__init__(f"{where}: {fault}; {fix}")
        self.where = where
        self.fault = fault
        self.fix = fix

    def __reduce__(self) -> tuple[type["UserError"], tuple[str, str, str]]:
        """It passes from one process to another."""
        return type(self), (self.where, self.fault, self.fix)


# What was meant: the nearest of the names that are known.

_NEAREST, _LIKE, _CLOSER, _SHORTEST = 3, 60.0, 85.0, 3
FEW = 40
"""So many names are listed whole behind the nearest ones."""


def nearest(
    wrong: str, known: Iterable[str], most: int = _NEAREST, least: float = _LIKE
) -> list[str]:
    """The names that are most like what was written, the nearest first; none where none is like it
    by ``least`` of 100."""
    # Loaded for a fault alone.
    from rapidfuzz import fuzz

    asked = _bare(wrong)
    found = []
    for name in dict.fromkeys(known):
        bare = _bare(name)
        like = max(fuzz.ratio(asked, bare), fuzz.ratio(asked, bare.partition("@")[0]))
        if len(asked) >= _SHORTEST and (asked in bare or (len(bare) > 1 and bare in asked)):
            like = max(like, _CLOSER)
        if like >= least:
            found.append((-like, name))
    return [name for _, name in sorted(found)][:most]


def _bare(name: str) -> str:
    return name.strip().casefold().replace("_", "-").replace(" ", "-").removeprefix("--")


def offer(wrong: str, known: Iterable[str], rest: str = "", verb: str = "use one of") -> str:
    """The fix for a name that is not known: the nearest ones first, then all where they are few.

    ``rest`` says where the others are; it stands in place of a long list, or behind a short one.
    What was written is not repeated.
    """
    names = list(dict.fromkeys(known))
    close = nearest(wrong, names)
    listed = f"{verb} {', '.join(names)}" if names and len(names) <= FEW else ""
    perhaps = f"did you mean {' or '.join(close)}?" if close else ""
    if listed and rest:
        listed = f"{listed}, {rest}"
    fix = " ".join(part for part in (perhaps, listed or rest) if part)
    return fix.removeprefix("or ")


# How many of something there are.


def many(count: int, noun: str, plural: str = "") -> str:
    """A number with its noun: ``1 row``, ``1,200 rows``, ``2 authorities``."""
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"


# Nothing is written over what is read.


def apart(output: str | Path | None, *inputs: str | Path) -> None:
    """Raise UserError where ``output`` is one of the files that are read."""
    if output is None or str(output) == "-":
        return
    place = _place(output)
    if any(place == _place(each) for each in inputs if str(each) != "-"):
        fault = "it is one of the files that are read"
        raise UserError("-o", fault, "name another file; nothing is written over the data")


def _place(path: str | Path) -> str:
    # Unlike Path.resolve, it takes links that lead to themselves.
    return os.path.normcase(os.path.realpath(path))
