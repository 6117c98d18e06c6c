"""The outcome does not depend on the number of processes."""

import gzip
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from harmscope.formats import Limits, StreamFault
from harmscope.formats.split import Stretch
from harmscope.render import verdict_text
from harmscope.validation import Options, run, validate, workers
from harmscope.validation.chunks import Chunk, LineChunk, Rest
from harmscope.validation.examine import Examiner
from harmscope.validation.workers import Processes, Workers

CASES = Path(__file__).parents[2] / "cases"


def mixed() -> bytes:
    """Every line of every case, the ids made different, some of them repeated."""
    lines = []
    for path in sorted(CASES.glob("HS[0-1]*/*.jsonl")):
        lines += path.read_bytes().splitlines()
    numbered = [line.replace(b'"i1"', b'"i%d"' % (n % 150)) for n, line in enumerate(lines)]
    return b"\n".join(numbered) + b"\n"


def row(number: int, facts: str = "A reader looked at it.") -> str:
    cells = [f"p{number}", '"[""DECISION_VISIBILITY_CONTENT_REMOVED""]"',
             "DECISION_GROUND_ILLEGAL_CONTENT", "A law", "It breaks it",
             "STATEMENT_CATEGORY_VIOLENCE", '"[""CONTENT_TYPE_TEXT""]"', "2025-10-02", "2025-10-03",
             facts, "SOURCE_VOLUNTARY", "No", "AUTOMATED_DECISION_NOT_AUTOMATED"]  # fmt: skip
    return ",".join(cells) + "\n"


HEADER = (
    "puid,decision_visibility,decision_ground,illegal_content_legal_ground,"
    "illegal_content_explanation,category,content_type,content_date,application_date,"
    "decision_facts,source_type,automated_detection,automated_decision\n"
)
ROWS = [row(number) for number in range(300)]
QUOTED = [row(n, f'"Line {n},\n\nmore, ""of"" it,\n,,,,"') for n in range(300)]
STRAY = row(7, '"never closed')
TEXTS = {
    "plain": [*ROWS, row(5), row(6, "Other facts.")],
    "ragged": [*ROWS[:50], "one cell\n", *ROWS[50:], "a,b,c\n"],
    "quoted line feeds": QUOTED,
    "a quote that is never closed": [*ROWS[:99], STRAY, *ROWS[99:]],
    "quotes that swallow rows": [*ROWS[:99], STRAY, *ROWS[99:200], STRAY, *ROWS[200:]],
    "quotes inside of cells": [row(n, 'a 5" screen') if n % 7 else STRAY for n in range(300)],
    "an end without a line feed": [*QUOTED, ROWS[0].strip()],
    "an end in a quoted cell": [*QUOTED, STRAY.strip()],
    "blank lines": ["\n", *ROWS[:150], "\n\n", *ROWS[150:], "\n"],
    "faulty rows": [
        line.replace("2025-10-03", "x") if n % 3 else line for n, line in enumerate(ROWS)
    ],
    "a NUL byte": [*ROWS[:99], row(7, "\0"), *ROWS[99:]],
}


def both_ways(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, object]:
    """The verdict of one process that cuts nothing, and that of four over small stretches."""
    # How often a text stands is a bound, which is nearer to the truth in larger parts.
    kind = "dsa-sor" if "csv" in path.name or "parquet" in path.name else None
    options = Options(kind, ignore=("HS222",))
    plain = json.loads(verdict_text.verdict_json(validate([path], options)))
    monkeypatch.setattr(workers, "SMALL", 2)
    monkeypatch.setattr(run, "BLOCK", 2000)
    monkeypatch.setattr("harmscope.formats.member.CHUNK", 1000)
    monkeypatch.setattr("harmscope.formats.sources.CHUNK", 1000)
    shared = json.loads(verdict_text.verdict_json(validate([path], options, jobs=4)))
    alone = json.loads(verdict_text.verdict_json(validate([path], options)))
    assert alone == plain
    return plain, shared


def test_one_process_or_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(mixed() * 3)
    plain, shared = both_ways(path, monkeypatch)
    assert plain["rows"]["rejected"] > 50  # type: ignore[index]
    assert shared == plain


@pytest.mark.parametrize("name", TEXTS)
def test_tables_in_one_process_or_several(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.csv"
    path.write_text(HEADER + "".join(TEXTS[name]), encoding="utf-8", newline="")
    plain, shared = both_ways(path, monkeypatch)
    assert plain["rows"]["seen"] >= 150  # type: ignore[index]
    assert shared == plain


@pytest.mark.parametrize("form", ["crlf", "mark", "wide", "cut off", "packed"])
def test_tables_however_they_are_written(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = HEADER + "".join([*QUOTED, *ROWS])
    data = {
        "crlf": text.replace("\n", "\r\n").encode(),
        "mark": text.encode("utf-8-sig"),
        "wide": text.encode("utf-16"),
        "cut off": gzip.compress(text.encode())[:-200],
        "packed": gzip.compress(text.encode()),
    }[form]
    path = tmp_path / ("r.csv.gz" if data.startswith(b"\x1f") else "r.csv")
    path.write_bytes(data)
    plain, shared = both_ways(path, monkeypatch)
    assert plain["rows"]["accepted"] > 100  # type: ignore[index]
    assert shared == plain


def test_parquet_in_one_process_or_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = HEADER.strip().split(",")
    cells = [f"p{number % 4900}" for number in range(5000)]
    column = pa.array(["2025-10-03", "x", None, "2025-10-01"] * 1250)
    values = {name: column if "date" in name else pa.array(cells) for name in names}
    values["content_type"] = pa.array([["CONTENT_TYPE_TEXT"], [], None, ["x"]] * 1250)
    path = tmp_path / "r.parquet"
    pq.write_table(pa.table(values), path)
    plain, shared = both_ways(path, monkeypatch)
    assert plain["rows"]["seen"] == 5000  # type: ignore[index]
    assert shared == plain


def test_parts_come_before_the_fault_that_follows_them() -> None:
    def source() -> Iterator[Chunk | Rest]:
        yield LineChunk("r", Stretch(1, 0, 8, False, b"{broken\n"), Limits())
        raise StreamFault("truncated")

    with Workers(partial(Examiner, Options()), Processes(2)) as processes:
        parts = processes.parts(source())
        assert next(parts).rejected == 1
        with pytest.raises(StreamFault):
            next(parts)


def test_a_public_header_further_down_holds_from_there_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header, *records = (CASES / "HS391" / "bad.jsonl").read_bytes().splitlines()
    private = header.replace(b'"public"', b'"restricted"')
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"\n".join([private, *(records * 30), header, *(records * 30)]) + b"\n")
    plain, shared = both_ways(path, monkeypatch)
    assert shared == plain
