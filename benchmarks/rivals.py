"""What validation is measured against, each as a process of its own: ``rivals.py NAME FILE``."""

import json
import sys
from pathlib import Path

SCHEMA = max((Path(__file__).parents[1] / "schemas" / "incident").glob("*.schema.json"))


def jsonschema_loop(path: str) -> int:
    """Every line parsed and judged by jsonschema, one process."""
    from jsonschema import Draft202012Validator

    judge = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    with Path(path).open("rb") as lines:
        return sum(bool(list(judge.iter_errors(json.loads(line)))) for line in lines)


def jsonschema_rs_loop(path: str) -> int:
    """Every line parsed by orjson and judged by jsonschema-rs, one process."""
    import orjson
    from jsonschema_rs import Draft202012Validator

    judge = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    with Path(path).open("rb") as lines:
        return sum(bool(list(judge.iter_errors(orjson.loads(line)))) for line in lines)


def duckdb_read(path: str) -> int:
    """DuckDB reads every line, members as JSON, and judges nothing."""
    import duckdb

    query = (
        "select count(columns(*)) from read_json(?, format='newline_delimited', maximum_depth=1)"
    )
    row = duckdb.execute(query, [path]).fetchone()
    return len(row or ())


RIVALS = {each.__name__: each for each in (jsonschema_loop, jsonschema_rs_loop, duckdb_read)}

if __name__ == "__main__":
    RIVALS[sys.argv[1]](sys.argv[2])
