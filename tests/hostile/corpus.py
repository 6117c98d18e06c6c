"""Writes the corpus of hostile and damaged files: ``python tests/hostile/corpus.py FOLDER``."""

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import csv_cases
import json_cases
import packed_cases
import table_cases
from case import Case


def cases() -> Iterator[Case]:
    """Every case, in a fixed order."""
    for group in (json_cases, csv_cases, packed_cases, table_cases):
        yield from group.cases()


def main(folder: Path) -> None:
    """Write every case as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in cases():
        (folder / case.file).write_bytes(case.data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
