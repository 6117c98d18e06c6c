"""Exports in files with their truth, and longer ones made of copies with ids of their own."""

import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.exports import write_export
from benchmarks.statement_files import write_statements


@dataclass(frozen=True)
class Export:
    """A file of ``rows`` records of one kind and the places of the faulty ones: lines, and rows
    in Parquet. Lines from ``head`` on are records."""

    kind: str
    path: Path
    rows: int
    faulty: frozenset[int]
    head: int = 0

    @property
    def form(self) -> str:
        """The format, by its name."""
        return self.path.suffix.removeprefix(".")


_IDS = {
    ("incident", "jsonl"): (rb'"incident_id":"case-', rb"%d-"),
    ("dsa-sor", "jsonl"): (rb'"puid":"p0', rb"%d-0"),
    ("dsa-sor", "csv"): (rb",p0", rb"%d-0"),
}
"""How ids start in a file, by kind and format, and what a copy puts there."""


def exports(base: Path, rows: int, share: float) -> list[Export]:
    """Incidents as JSON Lines, and statements of reasons in three formats."""
    incidents = base / f"incidents-{rows}.jsonl"
    found = [
        Export("incident", incidents, rows, frozenset(write_export(incidents, rows, share)), 1)
    ]
    statements = base / f"statements-{rows}"
    truth = write_statements(statements, rows, share)
    for form, faulty in vars(truth).items():
        path = statements.with_suffix(f".{form}")
        found.append(Export("dsa-sor", path, rows, frozenset(faulty), int(form == "csv")))
    return found


def copied(one: Export, times: int) -> Export:
    """A longer export: the rows of ``one`` so many times, each time with other ids."""
    path = one.path.with_stem(f"{one.path.stem}-{times}")
    lines = (
        _copied_columns(one, path, times) if one.form == "parquet" else _copied(one, path, times)
    )
    faulty = {place + time * lines for place in one.faulty for time in range(times)}
    return Export(one.kind, path, one.rows * times, frozenset(faulty), one.head)


def _copied(one: Export, path: Path, times: int) -> int:
    """Write the copies; gives the lines of each."""
    text = one.path.read_bytes()
    start = text.find(b"\n") + 1 if one.head else 0
    head, rows = text[:start], text[start:]
    own, other = _IDS[one.kind, one.form]
    with path.open("wb") as file:
        file.write(head + rows)
        for time in range(1, times):
            # The last character of what is found is put back behind the mark of the copy.
            mark = own.removesuffix(b"0") + other % time
            file.write(re.sub(re.escape(own), mark, rows))
    return rows.count(b"\n")


def _copied_columns(one: Export, path: Path, times: int) -> int:
    source = pq.ParquetFile(one.path)
    at = source.schema_arrow.get_field_index("platform_uid")
    with pq.ParquetWriter(path, source.schema_arrow, compression="zstd") as file:
        for time in range(times):
            for group in range(source.num_row_groups):
                table = source.read_row_group(group)
                ids = pc.replace_substring_regex(table[at], "^p0", f"p{time}-0")
                file.write_table(table.set_column(at, "platform_uid", ids))
    return one.rows
