"""Records that are kept with a proof give the report that their JSON Lines give."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from harmscope.api import making
from harmscope.cli.app import app
from harmscope.errors import UserError
from harmscope.formats.proof import proof_of
from harmscope.formats.write import keeping
from harmscope.validation import Options, validate

CLOCK = ("--clock", "2027-06-01")
SERVICES = ("Lanternfish", "Other")


def harmscope(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def reported(out: Path, *words: str | Path) -> dict[str, Any]:
    """The report, without what it says of its files."""
    done = harmscope("report", *words, *CLOCK, "-o", out)
    assert done.exit_code == 0, done.output
    made: dict[str, Any] = json.loads((out / "report.json").read_bytes())
    for one in made["inputs"]:
        del one["name"], one["sha256"], one["bytes"]
    return made


@pytest.fixture
def lines(tmp_path: Path, root: Path) -> Path:
    """Records of an example, some of them twice, some contradicting, and of two services."""
    source = root / "examples" / "platform-export" / "records.jsonl"
    path = tmp_path / "records.jsonl"
    head, *rows = source.read_text(encoding="utf-8").splitlines()
    for number, row in enumerate(list(rows)):
        record = json.loads(row)
        if number % 5 == 0:
            rows.append(json.dumps(record | {"service": "Other"}))
        if number % 7 == 0:
            rows.append(row)
        if number % 11 == 0 and record["record"] == "incident":
            rows.append(json.dumps(record | {"origin": "remote"}))
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def kept(lines: Path, tmp_path: Path) -> Path:
    path = tmp_path / "kept.parquet"
    done = harmscope("validate", lines, "--keep", path, *CLOCK)
    assert done.exit_code in (0, 1), done.output
    assert "internal" not in done.output
    return path


def asked(lines: Path, profile: str = "core", service: str = "all") -> tuple[str, ...]:
    header = json.loads(lines.read_text(encoding="utf-8").split("\n", 1)[0])
    span = header["period"]
    return (
        *("--profile", profile, "--period", f"{span['start']}/{span['end']}"),
        *("--service", header["service"] if service == "own" else service),
    )


@pytest.mark.parametrize(
    ("profile", "service"), [("core", "all"), ("core", "Other"), ("dsa-harmonised", "own")]
)
def test_the_report_is_the_same(
    lines: Path, kept: Path, tmp_path: Path, profile: str, service: str
) -> None:
    how = asked(lines, profile, service)
    plain = reported(tmp_path / "plain", lines, *how)
    assert reported(tmp_path / "kept", kept, *how) == plain
    assert reported(tmp_path / "again", kept, *how, "--check-again") == plain


def test_doubles_are_found_across_kept_files_and_others(
    lines: Path, kept: Path, tmp_path: Path
) -> None:
    how = asked(lines)
    shutil.copy(lines, tmp_path / "twice.jsonl")
    shutil.copy(kept, tmp_path / "twice.parquet")
    plain = reported(tmp_path / "plain", lines, tmp_path / "twice.jsonl", *how)
    assert reported(tmp_path / "mixed", kept, lines, *how) == plain
    assert reported(tmp_path / "both", kept, tmp_path / "twice.parquet", *how) == plain


def test_a_kept_file_is_an_ordinary_one(lines: Path, kept: Path, tmp_path: Path) -> None:
    first = harmscope("validate", kept, *CLOCK, "--format", "json").output
    again = tmp_path / "again.parquet"
    harmscope("validate", kept, "--keep", again, *CLOCK)
    assert pq.read_table(again).equals(pq.read_table(kept))
    assert json.loads(first)["rows"]["seen"] == len(pq.read_table(kept)) + 1


def test_a_file_that_was_written_anew_is_judged(lines: Path, kept: Path, tmp_path: Path) -> None:
    how = asked(lines)
    plain = reported(tmp_path / "plain", lines, *how)
    whole = kept.read_bytes()
    place = len(whole) // 2
    kept.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    done = harmscope("report", kept, *how, *CLOCK, "-o", tmp_path / "edited")
    said = [line for line in done.output.splitlines() if "checked again" in line]
    assert said == [
        "kept.parquet: its records are checked again: it was changed after it was written"
    ]
    table = pq.read_table(tmp_path / "kept.parquet") if done.exit_code == 0 else None
    if table is not None:
        made = json.loads((tmp_path / "edited" / "report.json").read_bytes())
        assert made["sections"] == plain["sections"]


def test_another_program_drops_the_proof_and_nothing_is_said(
    lines: Path, kept: Path, tmp_path: Path
) -> None:
    how, copy = asked(lines), tmp_path / "copy.parquet"
    table = pq.read_table(kept)
    pq.write_table(table.replace_schema_metadata(pq.ParquetFile(kept).schema_arrow.metadata), copy)
    done = harmscope("report", copy, *how, *CLOCK, "-o", tmp_path / "copied")
    assert done.exit_code == 0
    assert "checked again" not in done.output


def test_an_import_proves_what_it_writes(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = root / "examples" / "importers" / "mastodon" / "raw"
    names = ("records.jsonl", "records.parquet")
    for name in names:
        done = harmscope(
            *("import", source, "--from", "mastodon", "-o", tmp_path / name),
            *("--key-file", tmp_path / "key"),
        )
        assert done.exit_code in (0, 1), done.output
    how = ("--profile", "core", "--period", "2024-01-01/2026-12-31", "--service", "all")
    made = []
    for name in names:
        out = tmp_path / name.partition(".")[2]
        done = harmscope("report", tmp_path / name, *how, "-o", out)
        assert done.exit_code == 0, done.output
        made.append(json.loads((out / "report.json").read_bytes())["sections"])
    assert made[0] == made[1]
    monkeypatch.setattr("harmscope.validation.taking.Taker.row", None)
    done = harmscope("report", tmp_path / names[1], *how, "-o", tmp_path / "once")
    assert done.exit_code == 0, done.output


def test_nothing_valid_is_kept_without_a_proof(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"record":"nothing"}\n', encoding="utf-8")
    path = tmp_path / "kept.parquet"
    done = harmscope("validate", tmp_path / "bad.jsonl", "--keep", path, *CLOCK)
    assert done.exit_code == 1
    assert pq.read_metadata(path).num_rows == 0
    assert proof_of(path) is None


def test_one_file_holds_one_data_set(lines: Path, tmp_path: Path) -> None:
    path = tmp_path / "kept.parquet"
    done = harmscope("validate", lines, lines, "--keep", path, *CLOCK)
    assert isinstance(done.exception, UserError)
    assert "several data sets" in done.exception.fault
    assert not path.exists()


def test_what_validate_checked_as_a_report_does_is_not_checked_again(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    proving = making.proving

    def watched(clock: Any, jobs: int, *, checked: bool) -> Any:
        asked.append(checked)
        return proving(clock, jobs, checked=checked)

    monkeypatch.setattr(making, "proving", watched)
    for name, more in (("a", ()), ("b", ("--ignore", "HS1")), ("c", ("--select", "HS2"))):
        harmscope("validate", lines, "--keep", tmp_path / f"{name}.parquet", *CLOCK, *more)
    harmscope("validate", lines, "--keep", tmp_path / "d.parquet", *CLOCK, "--ruleset", "strict")
    assert asked == [True, False, False, False]
    day = date.fromisoformat(CLOCK[1])
    files = []
    for checked in (True, False):
        path = tmp_path / f"{checked}.parquet"
        with keeping(path, proving(day, 1, checked=checked)) as keep:
            validate([lines], Options(clock=day), keep, opened=keep.opened)
        files.append(path.read_bytes())
    assert files[0] == files[1]


def test_records_without_a_header_never_come_under_the_header_of_another_file(
    lines: Path, tmp_path: Path
) -> None:
    bare = tmp_path / "bare.jsonl"
    bare.write_text(lines.read_text(encoding="utf-8").split("\n", 2)[1] + "\n", encoding="utf-8")
    for order in ((lines, bare), (bare, lines)):
        done = harmscope("validate", *order, "--keep", tmp_path / "both.parquet", *CLOCK)
        assert "under the header of another file" in str(done.exception)
    assert not (tmp_path / "both.parquet").exists()
