"""One set of generated statements as JSON Lines, as CSV of the dumps, and as Parquet."""

import csv
import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.statements import FAULTS, JSON_FAULTS, Record, filed, statement

LISTS = (
    "decision_visibility",
    "category_addition",
    "category_specification",
    "content_type",
    "territorial_scope",
)
DAYS = (
    "end_date_visibility_restriction",
    "end_date_monetary_restriction",
    "end_date_service_restriction",
    "end_date_account_restriction",
    "content_date",
    "application_date",
)
COLUMNS = [
    "uuid", "decision_visibility", "decision_visibility_other",
    "end_date_visibility_restriction", "decision_monetary", "decision_monetary_other",
    "end_date_monetary_restriction", "decision_provision", "end_date_service_restriction",
    "decision_account", "end_date_account_restriction", "account_type", "decision_ground",
    "decision_ground_reference_url", "illegal_content_legal_ground",
    "illegal_content_explanation", "incompatible_content_ground",
    "incompatible_content_explanation", "incompatible_content_illegal", "category",
    "category_addition", "category_specification", "category_specification_other",
    "content_type", "content_type_other", "content_language", "content_date",
    "content_id_ean", "territorial_scope", "application_date", "decision_facts",
    "source_type", "source_identity", "automated_detection", "automated_decision",
    "platform_name", "platform_uid", "created_at",
]  # fmt: skip
"""The columns of the dumps of the EU's database."""

SCHEMA = pa.schema(
    [(name, pa.list_(pa.string()) if name in LISTS else pa.string()) for name in COLUMNS]
)
GROUP = 20_000
Entry = tuple[Record, str, bool, bool]


@dataclass
class Truth:
    """Where the faulty rows start, by format: lines, in Parquet rows counted from 1."""

    jsonl: set[int] = field(default_factory=set)
    csv: set[int] = field(default_factory=set)
    parquet: set[int] = field(default_factory=set)


def write_statements(base: Path, rows: int, share: float, seed: int = 11) -> Truth:
    """Write ``base`` with ``.jsonl``, ``.csv`` and ``.parquet``; gives the faulty rows of each.

    A fault that only JSON can hold is no fault in the two tables.
    """
    truth = Truth()
    groups = _groups(rows, share, seed)
    with (
        base.with_suffix(".jsonl").open("w", encoding="utf-8") as lines,
        base.with_suffix(".csv").open("w", encoding="utf-8", newline="") as table,
        pq.ParquetWriter(base.with_suffix(".parquet"), SCHEMA, compression="zstd") as columns,
    ):
        csv.writer(table, lineterminator="\n").writerow(COLUMNS)
        place, line = 0, 2
        for group in groups:
            flat = [_flat(record, name) for record, name, _, _ in group]
            _write_lines(lines, group)
            columns.write_table(pa.Table.from_pylist(flat, schema=SCHEMA))
            for row, (_, _, everywhere, in_json) in zip(flat, group, strict=True):
                place += 1
                text = _line(row)
                table.write(text)
                if everywhere:
                    truth.csv.add(line)
                    truth.parquet.add(place)
                if everywhere or in_json:
                    truth.jsonl.add(place)
                line += text.count("\n")
    return truth


def _groups(rows: int, share: float, seed: int) -> Iterator[list[Entry]]:
    """Statements, their platforms, and whether they have a fault: in any format, in JSON."""
    source = _entries(rows, share, seed)
    while group := list(islice(source, GROUP)):
        yield group


def _entries(rows: int, share: float, seed: int) -> Iterator[Entry]:
    chance = random.Random(seed)
    everywhere, only_json = list(FAULTS.values()), list(JSON_FAULTS)
    for number in range(rows):
        record, name = statement(chance, number)
        faulty = chance.random() < share
        in_json = faulty and chance.random() < 0.2
        if in_json:
            record["_json"] = chance.choice(only_json)
        elif faulty:
            chance.choice(everywhere)(record)
        yield record, name, faulty and not in_json, in_json


def _write_lines(file: io.TextIOBase, group: list[Entry]) -> None:
    for record, _, _, _ in group:
        fault = record.pop("_json", None)
        if fault is not None:
            JSON_FAULTS[fault](record)
        file.write(json.dumps(record, separators=(",", ":")) + "\n")


def _flat(record: Record, name: str) -> Record:
    """The row of a dump that stands for a request; lists stay lists."""
    row = {member: value for member, value in record.items() if member != "_json"}
    row["uuid"] = f"00000000-0000-4000-8000-{row['puid'][1:10]:0>12}"[:36]
    row["platform_uid"] = row.pop("puid")
    row["platform_name"] = name
    row["created_at"] = f"{filed(record)} 08:00:07"
    for day in DAYS:
        if day in row:
            row[day] += " 00:00:00"
    return row


def _line(row: Record) -> str:
    text = io.StringIO()
    cells = (row.get(name, "") for name in COLUMNS)
    csv.writer(text, lineterminator="\n").writerow(
        json.dumps(cell, separators=(",", ":")) if isinstance(cell, list) else cell
        for cell in cells
    )
    return text.getvalue()
