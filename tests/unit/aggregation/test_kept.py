"""A file is taken as it is only where its proof holds; any other is judged, and that is said."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from harmscope.aggregation import kept as module
from harmscope.aggregation.collect import Collector
from harmscope.aggregation.kept import SETTING, KeptFiles, kept_rows, proven
from harmscope.aggregation.normalise import judging
from harmscope.aggregation.parts import FLAT, Part, Setting
from harmscope.aggregation.report import Request, make_report
from harmscope.engine import DuckDb
from harmscope.errors import UserError
from harmscope.formats.proof import Proven, proof_of
from harmscope.formats.sources import SourceFile, files
from harmscope.formats.spool import Spool
from harmscope.formats.write import keeping
from harmscope.model.period import parse_period
from harmscope.profiles import load

Record = dict[str, Any]
Make = Callable[..., Record]
CLOCK = date(2026, 1, 1)


def parts(spool: Spool, code: str | None = None) -> Iterator[Part]:
    collector = Collector(SETTING)
    collector.header({"record": "dataset", **(spool.header or {})}, 1, valid=True)
    for record in spool.again():
        collector.take_plain(str(record["record"]), record, b"")
    if code is not None:
        collector.leave_out(code)
    yield collector.part()


def write(path: Path, found: list[Record], clock: date = CLOCK, code: str | None = None) -> Path:
    def prove(spool: Spool) -> Proven | None:
        return proven(parts(spool, code), clock)

    with keeping(path, prove) as keep:
        for record in found:
            keep(record["record"] == "dataset", Spool.line(record))
    return path


@pytest.fixture
def kept(tmp_path: Path, header: Make, incident: Make) -> Path:
    return write(tmp_path / "kept.parquet", [header(), incident("a"), incident("b")])


def find(
    path: Path, clock: date = CLOCK, setting: Setting = SETTING
) -> tuple[list[Part] | None, list[str]]:
    said: list[str] = []
    [file] = files(path)
    found = KeptFiles(setting, clock, said.append).find(file)
    return (None if found is None else list(found)), said


def test_a_proof_that_holds_is_taken(kept: Path) -> None:
    found, said = find(kept)
    assert found is not None
    assert sum(part.number for part in found) == 2
    assert said == []
    assert rows(kept) == 3


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ("harmscope", "version"),
        ("rules", "rules"),
        ("schemas", "schemas"),
        ("taxonomy", "lists of codes"),
        ("program", "program"),
    ],
)
def test_another_basis_is_said(
    kept: Path, monkeypatch: pytest.MonkeyPatch, part: str, why: str
) -> None:
    monkeypatch.setattr(module, "basis", lambda: {**BASIS, part: "other"})
    found, [line] = find(kept)
    assert found is None
    assert line.startswith("kept.parquet: its records are checked again: ")
    assert why in line
    assert rows(kept) is None


BASIS = module.basis()


def rows(path: Path) -> int | None:
    proof = proof_of(path)
    assert proof is not None
    return kept_rows(proof)


def test_an_edited_file_is_said(kept: Path) -> None:
    whole = kept.read_bytes()
    kept.write_bytes(whole[:9] + bytes([whole[9] ^ 1]) + whole[10:])
    found, [line] = find(kept)
    assert found is None
    assert "changed after it was written" in line
    assert rows(kept) is None


def test_other_days_are_said(tmp_path: Path, header: Make, incident: Make) -> None:
    ahead = write(tmp_path / "ahead.parquet", [header(), incident("a")], code="HS113")
    plain = write(tmp_path / "plain.parquet", [header(), incident("a")])
    later = CLOCK + timedelta(1)
    assert find(ahead)[0] is not None
    assert "future" in find(ahead, later)[1][0]
    assert find(plain, later)[0] is not None
    assert "later day" in find(plain, CLOCK - timedelta(1))[1][0]


def test_days_hold_in_another_zone_only_without_times(
    kept: Path, tmp_path: Path, header: Make, incident: Make
) -> None:
    elsewhere = Setting("Europe/Dublin")
    assert find(kept, setting=elsewhere)[0] is not None
    record = incident("a", content={"created_at": "2025-07-01T23:30:00Z"})
    timed = write(tmp_path / "timed.parquet", [header(), record])
    assert "--tz" in find(timed, setting=elsewhere)[1][0]


def test_nothing_is_proved_under_a_wrong_header() -> None:
    collector = Collector(SETTING)
    collector.header({"record": "dataset"}, 1, valid=False)
    assert proven(iter([collector.part()]), CLOCK) is None


def test_tables_that_are_not_what_the_proof_says_are_refused(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Somebody who can write the file can write its digest, too.
    monkeypatch.setattr("harmscope.formats.proof.Proof.holds", lambda proof: True)
    whole = kept.read_bytes()
    told = []
    for place in range(len(whole) - 1, 4, -3):
        kept.write_bytes(whole[:place] + bytes([whole[place] ^ 16]) + whole[place + 1 :])
        try:
            find(kept)
        except UserError as fault:
            told.append(fault.fix)
    assert told
    assert all("--check-again" in fix for fix in told)


def test_a_second_header_is_refused(tmp_path: Path, header: Make) -> None:
    with pytest.raises(UserError, match="several data sets"):
        write(tmp_path / "kept.parquet", [header(), header()])
    assert not (tmp_path / "kept.parquet").exists()


def test_records_are_kept_as_parquet(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Parquet"):
        write(tmp_path / "kept.jsonl", [])


def strange(found: Iterator[Part]) -> Iterator[Part]:
    """The same rows with codes that there are not."""
    for part in found:
        for name, batch in part.tables.items():
            codes = pa.array(["<strange>"] * batch.num_rows).dictionary_encode()
            columns = [
                codes if kind == "string" and column != "service" else batch.column(column)
                for column, kind in FLAT[name].items()
            ]
            part.tables[name] = pa.RecordBatch.from_arrays(columns, list(FLAT[name]))
        yield part


@pytest.mark.parametrize("profile", ["core", "dsa-harmonised"])
def test_codes_that_there_are_not_end_no_report_in_a_traceback(
    tmp_path: Path, header: Make, incident: Make, notice: Make, profile: str
) -> None:
    path = tmp_path / "forged.parquet"
    found = [header(), incident("a", native=[{"scheme": "own@1", "code": "x"}]), notice()]
    with keeping(path, lambda spool: proven(strange(parts(spool)), CLOCK)) as keep:
        for record in found:
            keep(record["record"] == "dataset", Spool.line(record))
    request = Request(load(profile), parse_period("2025"), "all", CLOCK)
    made = make_report([path], request, judging(lambda record: []), DuckDb)
    assert made.quality.counted == 2


def test_a_file_at_an_address_is_said_to_be_checked_again() -> None:
    said: list[str] = []
    kept = KeptFiles(SETTING, CLOCK, said.append)
    for name in ("kept.parquet", "records.jsonl"):
        assert kept.find(SourceFile(name, None, lambda: iter(()), remote=True)) is None
    why = "its records are checked again: a proof is read only from a file on this machine"
    assert said == [f"kept.parquet: {why}"]
