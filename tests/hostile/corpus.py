"""Writes the corpus of hostile and damaged files: ``python tests/hostile/corpus.py FOLDER``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import csv_cases
import json_cases
import packed_cases
import table_cases

GROUPS = (json_cases, csv_cases, packed_cases, table_cases)


def main(folder: Path) -> list[dict[str, object]]:
    """Write every case as a file; gives what else there is to say of each, in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    told = []
    for group in GROUPS:
        for case in group.cases():
            (folder / case.file).write_bytes(case.data)
            about = {"name": case.name, "good": case.good, "faults": list(case.faults)}
            told.append({"group": group.__name__, "file": case.file, **about})
    return told


if __name__ == "__main__":
    main(Path(sys.argv[1]))
