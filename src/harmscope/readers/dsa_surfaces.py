"""Several files for one sheet of the EU template: surfaces of a service, or editions of one sheet.

A word in the name of a file tells surfaces apart only where it stands beside another word in the
same place: a company's name in front of every file says nothing.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from harmscope.model.dsa_template import dsa_template
from harmscope.readers.dsa_layout import Layout, plain
from harmscope.readers.dsa_terms import LANGUAGES
from harmscope.readers.result import Table

Words = tuple[str, ...]

_EDITION = re.compile(
    r"^(?:(?:v|ver|version|rev|revision|edition|ed|part|update)?[0-9]*|copy|copie|copia|kopie|of|the|"
    r"final|draft|latest|new|old|neu|alt|original|updated?|revised|corrected|correction|amended|"
    r"corrigendum|korrigiert|backup|bak|h[12]|q[1-4]|in [a-z]+)$"
)
"""Words that tell one edition of a file from the next, and not one surface from another."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a table covers: a surface, where the report has several, and its edition, where one
    sheet has several."""

    surface: str | None = None
    edition: str | None = None


def places(read: Sequence[tuple[Table, Layout]]) -> list[Place]:
    """The surface and the edition of each table, in their order."""
    labels = _labels(read)
    by_sheet: dict[int, list[int]] = defaultdict(list)
    for at, (_, layout) in enumerate(read):
        by_sheet[layout.sheet.number].append(at)
    surfaces = {
        _surface(labels[at])
        for indices in by_sheet.values()
        if len({_surface(labels[at]) for at in indices}) > 1
        for at in indices
    }
    found = [Place()] * len(read)
    for indices in by_sheet.values():
        together: dict[Words, list[int]] = defaultdict(list)
        for at in indices:
            words = _surface(labels[at])
            together[words if words in surfaces else ()].append(at)
        for words, each in together.items():
            named = _editions(read, labels, each)
            for at in each:
                found[at] = Place(" ".join(words) or None, named.get(at))
    return found


def _labels(read: Sequence[tuple[Table, Layout]]) -> list[Words]:
    """What the names of container and file say beyond the sheet's name and what all have."""
    several = len({_container(table) for table, _ in read}) > 1
    mixed = _mixed(read)
    labels = []
    for table, layout in read:
        own = [] if mixed or not several else _words(_container(table))
        label = [*own, *(each for each in _words(table.name) if each not in _named(layout))]
        labels.append(tuple(label))
    common = set.intersection(*map(set, labels)) if len(labels) > 1 else set()
    return _translated(
        read, [tuple(each for each in label if each not in common) for label in labels]
    )


_TONGUES = frozenset({*LANGUAGES, "english", "german", "deutsch", "french", "francais"})


def _translated(read: Sequence[tuple[Table, Layout]], labels: list[Words]) -> list[Words]:
    """Labels in which a language is an edition, ``in de``, where files of one sheet that are
    called after languages hold the same numbers: the same report in other words."""
    named: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    for (table, layout), label in zip(read, labels, strict=True):
        if _TONGUES & set(label):
            named[layout.sheet.number].add(_numbers(table))
    if not named or any(len(each) > 1 for each in named.values()):
        return labels
    return [tuple(f"in {each}" if each in _TONGUES else each for each in label) for label in labels]


def _numbers(table: Table) -> tuple[str, ...]:
    digits = (re.sub(r"\D", "", cell) for row in table.rows for cell in row)
    return tuple(each for each in digits if each)


def _mixed(read: Sequence[tuple[Table, Layout]]) -> bool:
    """Whether a sheet is there as a workbook's and as a CSV file: then these are two forms."""
    forms: dict[int, set[bool]] = defaultdict(set)
    for table, layout in read:
        forms[layout.sheet.number].add(table.is_sheet)
    return any(len(each) > 1 for each in forms.values())


def _container(table: Table) -> str:
    """What holds a whole report: the workbook, or the folder of CSV files."""
    path = PurePosixPath(table.file)
    return path.stem if table.is_sheet else path.parent.name


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", plain(name))


@cache
def _of_sheet(number: int) -> frozenset[str]:
    names = dsa_template().sheets[number].names.values()
    words = {word for name in names for word in _words(name)}
    return frozenset(words | {word.rstrip("s") for word in words} | {f"{word}s" for word in words})


def _named(layout: Layout) -> frozenset[str]:
    return _of_sheet(layout.sheet.number)


def _surface(label: Words) -> Words:
    return tuple(word for word in label if not _EDITION.match(word))


def _editions(
    read: Sequence[tuple[Table, Layout]], labels: list[Words], indices: list[int]
) -> dict[int, str]:
    """Names for those of several tables of one sheet and surface that are about the same period
    of the same service; none where there is only one."""
    about: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at in indices:
        table, layout = read[at]
        rows = table.rows[layout.first_line - 1 :]
        for key in {
            (layout.text(row, "service"), layout.text(row, "period")) for row in rows if any(row)
        }:
            about[key].append(at)
    again = {at for each in about.values() if len(each) > 1 for at in each}
    names: dict[int, str] = {}
    for at in sorted(again, key=lambda at: (len(labels[at]), at)):
        if not names and not labels[at]:
            # The file without a word of its own stands for the report as it is.
            names[at] = ""
            continue
        name = " ".join(word for word in labels[at] if _EDITION.match(word))
        table = read[at][0]
        name = name or (_container(table) if table.is_sheet else table.name)
        names[at] = name if name not in names.values() else f"{name} {len(names) + 1}"
    return {at: name for at, name in names.items() if name}
