"""The command line on a system without POSIX, beside the same commands here: what it says and what
it writes is the same. tests/elsewhere plays the system; there the folder's name holds blanks and
the terminal takes cp1252 only."""

import csv
import io
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner

import warm
from harmscope.cli.app import app
from harmscope.formats.write import records

TESTS = Path(__file__).parents[1]
EXAMPLES = TESTS.parent / "examples"
CLOCK = ("--clock", "2026-04-20")
PERIOD = ("--period", "2026-Q1")
RECORDS = EXAMPLES / "platform-export" / "records.jsonl"

ELSEWHERE = {
    "PYTHONPATH": str(TESTS / "elsewhere"),
    "PYTHONIOENCODING": "cp1252",
    "PYTHONWARNDEFAULTENCODING": "1",
}


@dataclass(frozen=True)
class Both:
    """The same folder twice: for the commands here and for those elsewhere."""

    here: Path
    there: Path
    programs: Path

    @property
    def processes(self) -> str:
        """How each process started that ran elsewhere."""
        return (self.there.parent / "processes").read_text(encoding="utf-8")

    def give(self, name: str, data: bytes) -> None:
        """Put a file into both folders."""
        for folder in (self.here, self.there):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)

    def run(self, *words: object, code: int | None = 0, same: bool = True) -> list[str]:
        """What a command says on standard output, here and there; the same unless told."""
        command = [str(word) for word in words]
        found = [self._run_here(command, code), self._run_there(command, code)]
        if same:
            assert found[1] == [shown(text) for text in found[0]]
        return [out for out, _ in found]

    def _run_here(self, command: list[str], code: int | None) -> list[str]:
        with chdir(self.here):
            done = CliRunner().invoke(app, command, catch_exceptions=False)
        assert code in (None, done.exit_code), done.output
        return [done.stdout, done.stderr]

    def _run_there(self, command: list[str], code: int | None) -> list[str]:
        place = {"HARMSCOPE_ELSEWHERE": str(self.there.parent / "processes")}
        done = subprocess.run(
            [str(self.programs / "harmscope"), *command],
            cwd=self.there,
            env={**os.environ, **ELSEWHERE, **place},
            capture_output=True,
        )
        out, err = (data.decode("cp1252") for data in (done.stdout, done.stderr))
        assert code in (None, done.returncode), out + err
        assert "internal error" not in err
        return [out, err]

    def same_files(self, *names: str) -> None:
        """Both folders hold the same bytes in these files, or in all files of these folders."""
        for name in names:
            assert held(self.here / name) == held(self.there / name), name


def shown(text: str) -> str:
    """Text on a terminal that takes cp1252 only."""
    return text.encode("cp1252", "backslashreplace").decode("cp1252")


def held(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    assert files
    # ``run.json`` holds how long the run took.
    return {one.name: one.read_bytes() for one in files if one.name != "run.json"}


@pytest.fixture(scope="module")
def programs() -> Iterator[Path]:
    """The program as it is loaded elsewhere."""
    with warm.programs(**ELSEWHERE) as folder:
        yield folder


@pytest.fixture
def both(tmp_path: Path, programs: Path) -> Both:
    made = Both(tmp_path / "here", tmp_path / "a folder of Jörg's", programs)
    made.here.mkdir()
    made.there.mkdir()
    return made


HARBOUR = EXAMPLES / "regulator-pool" / "harbour.jsonl"
STATEMENTS = sorted((EXAMPLES / "demo" / "statements").rglob("*.csv"))[0]


def parquet(lines: bytes, folder: Path) -> bytes:
    path = folder / "made.parquet"
    with records(path) as writer:
        header, *rows = map(json.loads, lines.splitlines())
        writer.write_header(header)
        for row in rows:
            writer.write(row)
    return path.read_bytes()


def workbook(table: str) -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"strings_to_numbers": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(csv.reader(io.StringIO(table))):
        sheet.write_row(number, 0, row)
    book.close()
    return data.getvalue()


def test_validate_reads_every_form(both: Both, tmp_path: Path) -> None:
    lines = HARBOUR.read_bytes()
    table = STATEMENTS.read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Jörg/records.jsonl", lines)
        archive.writestr("日本/broken.jsonl", lines[:5000])
    both.give("my data/lines.jsonl", lines)
    both.give("my data/lines.parquet", parquet(lines, tmp_path))
    both.give("my data/statements.csv", table)
    both.give("my data/statements.xlsx", workbook(table.decode("utf-8-sig")))
    both.give("my data/packed.zip", packed.getvalue())
    both.run("validate", "my data", *CLOCK, code=1)
    for form in ("json", "sarif", "html", "csv"):
        both.run("validate", "my data", *CLOCK, "--format", form, "-o", f"out.{form}", code=1)
    both.same_files("out.json", "out.sarif", "out.html", "out.csv")
    assert both.processes.count("'-I', '-c'") >= 2  # the readers of Parquet and of workbooks


def test_validate_in_several_processes(both: Both) -> None:
    """Enough rows for more than one process, of which some repeat and some are under two services:
    processes that are new have to number them alike."""
    header, first, *_ = HARBOUR.read_bytes().splitlines()
    row = json.loads(first)
    rows = [
        json.dumps(row | {"notice_id": f"n-{number % 24_000}", "note": "x" * 400}).encode()
        for number in range(24_100)
    ]
    both.give("large.jsonl", b"\n".join([header, *rows, b""]))
    words = ("validate", "large.jsonl", *CLOCK, "--jobs", "2", "--format", "json")
    here, there = both.run(*words, code=1, same=False)
    assert json.loads(here) == json.loads(there)
    assert both.processes.count("multiprocessing.spawn") == 2


def test_from_a_log_to_a_report_and_its_successor(both: Both) -> None:
    both.give("statements/a b.csv", STATEMENTS.read_bytes())
    both.run("import", "statements", "--from", "dsa-sor", "-o", "records.jsonl")
    both.run("import", "statements", "--from", "dsa-sor", "-o", "records.parquet")
    both.same_files("records.jsonl", "records.parquet")
    words = ("--profile", "core", "--period", "2025-H2", "--service", "Plazza", *CLOCK)
    both.run("report", "records.jsonl", *words, "-o", "first", "--jobs", "2", "--cache", "kept")
    both.run("report", "records.jsonl", *words, "-o", "again", "--cache", "kept")
    both.same_files("first", "again")
    both.run("compare", "first/report.json", "again/report.json", "-o", "compared.html")
    both.same_files("compared.html")
    for form in ("text", "csv", "html"):
        both.run("diff", "first/report.json", "again/report.json", "--format", form, same=False)
    both.run("export", "records.jsonl", "--to", "dsa-sor", "-o", "out.json", code=1)
    both.run("export", "records.jsonl", "--to", "public", "-o", "public.jsonl")
    both.same_files("public.jsonl")


def test_published_reports_are_read(both: Both, real_data: Path) -> None:
    both.give("C_logs.xlsx", (real_data / "tiktok-cger" / "tiktok-q3-2022.xlsx").read_bytes())
    both.give("q2.csv", (real_data / "meta-cser" / "meta-q2-2022.csv").read_bytes())
    both.run("read", "C_logs.xlsx", "--from", "tiktok-cger", "-o", "t.json", "--into", "library")
    both.run("read", "q2.csv", "--from", "meta-cser", "-o", "m.json", code=None)
    both.same_files("t.json", "m.json", "library")


def test_a_registry(both: Both) -> None:
    for name in ("harbour", "lumen", "quill"):
        both.give(f"{name}.jsonl", (EXAMPLES / "regulator-pool" / f"{name}.jsonl").read_bytes())
    both.run("registry", "init", "the registry", "--name", "Bureau Œuvre", *CLOCK, same=False)
    for name in ("harbour", "lumen", "quill"):
        key = ("keys", "new", "--name", name, "--out", "keys", *CLOCK)
        both.run("submit", *key)
        shutil.copytree(both.here / "keys", both.there / "keys", dirs_exist_ok=True)
        sender = ("senders", "add", "the registry", name, "--key", f"keys/{name}.public.json")
        both.run("registry", *sender, "--service", name.capitalize(), *CLOCK)
        told = ("--sender", name, "--service", name.capitalize(), *PERIOD, "-o", f"{name}.zip")
        both.run("submit", "pack", f"{name}.jsonl", *told, *CLOCK)
        both.same_files(f"{name}.zip")
        both.run("submit", "sign", f"{name}.zip", "--key", f"keys/{name}.key.pem", same=False)
        both.run("submit", "verify", f"{name}.zip", "--key", f"keys/{name}.public.json", *CLOCK)
    packages = [f"{name}.zip" for name in ("harbour", "lumen", "quill")]
    both.run("registry", "receive", "the registry", *packages, "--receipts", "receipts", *CLOCK)
    both.run("registry", "list", "the registry")
    both.run("registry", "pool", "the registry", *PERIOD)
    both.run("registry", "publish", "the registry", *PERIOD, "-o", "published", *CLOCK, same=False)
    both.same_files("published/figures.csv")
    both.run("registry", "verify", "the registry")
    assert "multiprocessing.spawn" in both.processes
