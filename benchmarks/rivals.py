"""What validation is measured against, each as a process of its own: ``rivals.py NAME KIND FILE``.

Prints what it counted, and as ``loop`` the seconds that grow with the rows.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).parents[1] / "schemas"
THREADS = 2

Schema = dict[str, Any]


def schema_of(kind: str) -> Schema:
    """The newest published schema of a kind."""
    path = max((SCHEMAS / kind).glob("*.schema.json"))
    found: Schema = json.loads(path.read_text(encoding="utf-8"))
    return found


def jsonschema_loop(kind: str, path: str) -> int:
    """Every line parsed and judged by jsonschema, formats too, in one process."""
    from jsonschema import Draft202012Validator, FormatChecker

    judge = Draft202012Validator(schema_of(kind), format_checker=FormatChecker())
    with Path(path).open("rb") as lines:
        return sum(bool(list(judge.iter_errors(json.loads(line)))) for line in lines)


def jsonschema_rs_loop(kind: str, path: str) -> int:
    """Every line parsed by orjson and judged by jsonschema-rs, formats too, in one process."""
    import orjson
    from jsonschema_rs import Draft202012Validator

    judge = Draft202012Validator(schema_of(kind), validate_formats=True)
    with Path(path).open("rb") as lines:
        return sum(bool(list(judge.iter_errors(orjson.loads(line)))) for line in lines)


def duckdb_read(kind: str, path: str) -> int:
    """DuckDB reads every cell of declared columns in two threads, and judges nothing."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"set threads = {THREADS}")
    row = connection.execute(f"select count(columns(*)) from {_source(kind, path)}").fetchone()
    return len(row or ())


def _source(kind: str, path: str) -> str:
    form = Path(path).suffix
    if form == ".parquet":
        return f"read_parquet('{path}')"
    if form == ".csv":
        with Path(path).open(encoding="utf-8") as lines:
            columns = dict.fromkeys(next(lines).strip().split(","), "VARCHAR")
        return (
            f"read_csv('{path}', header = true, auto_detect = false, delim = ',', quote = '\"', "
            f"escape = '\"', columns = {columns})"
        )
    members = schema_of(kind)["properties"].items()
    columns = {name: _type(member) for name, member in members}
    # Rows that do not fit are left out: this rival only has to read.
    return (
        f"read_json('{path}', format = 'newline_delimited', ignore_errors = true, "
        f"columns = {columns})"
    )


def _type(member: Schema) -> str:
    if member.get("type") == "array" and member.get("items", {}).get("type") == "string":
        return "VARCHAR[]"
    return "VARCHAR" if member.get("type", "string") == "string" else "JSON"


RIVALS = {each.__name__: each for each in (jsonschema_loop, jsonschema_rs_loop, duckdb_read)}

if __name__ == "__main__":
    began = time.perf_counter()
    counted = RIVALS[sys.argv[1]](sys.argv[2], sys.argv[3])
    print(json.dumps({"counted": counted, "loop": time.perf_counter() - began}))
