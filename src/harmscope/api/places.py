"""Files that a caller of the Python functions names, or has at hand."""

import os
from collections.abc import Iterable
from pathlib import Path

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.formats.door import document_in, shown
from harmscope.rules.intake import BY_SLUG

Place = str | os.PathLike[str]
"""A file or a folder: its name, or a result that lies in a file, such as that of
``hs.import_log``."""


def names_of(files: Place | Iterable[Place]) -> list[str]:
    """The names of one file or of several."""
    if isinstance(files, str | os.PathLike):
        return [os.fspath(files)]
    return [os.fspath(one) for one in files]


def path_of(place: Place | None) -> Path | None:
    """The path of a file that may be left out."""
    return None if place is None else Path(place)


# Publications: a folder that a registry published holds a signed list of its files.


def manifest_findings(place: Place) -> tuple[list[Finding], list[str]]:
    """The files of a published folder that are not those that were signed, a finding each; and
    lines that say what was checked. Nothing of what is no such folder."""
    faults, notes = _against_manifest(place)
    altered, folder = BY_SLUG["publication_altered"], Path(place).name
    return [altered.finding(shown(f"{folder}/{n}"), detail=fault) for n, fault in faults], notes


def manifest_notes(places: Iterable[Place]) -> list[str]:
    """Lines that say what was checked of published folders. Raises UserError where a file is not
    the one that was signed."""
    said = []
    for place in places:
        faults, notes = _against_manifest(place)
        for name, fault in faults:
            fix = BY_SLUG["publication_altered"].fix
            raise UserError(shown(str(Path(place) / name)), fault, fix)
        said += notes
    return said


def _against_manifest(place: Place) -> tuple[list[tuple[str, str]], list[str]]:
    folder = Path(place)
    if not folder.is_dir() or document_in(folder) == folder:
        return [], []
    try:
        from harmscope.submission.published_folder import manifest_check
    except ImportError:  # signatures need the extra for registries
        fix = 'checking needs pip install "harmscope[registry]"'
        return [], [f"{shown(str(place))}: not checked for changes since it was signed; {fix}"]
    found = manifest_check(folder)
    return found.faults, [f"{shown(str(place))}: {found.note}"] if found.note else []
