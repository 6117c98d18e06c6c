"""What a file or folder is, is found out and said; a wrong guess can be overruled."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app
from harmscope.errors import UserError
from harmscope.recognise import recognise, to_read, to_validate

NOTICE = "service,address,retrieved,quoted,metric,unit,period,value\n"


def form(path: Path | str) -> str | None:
    found = recognise(path)
    return found.form if found else None


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("dsa-reports/snapchat", "dsa-report"),
        ("dsa-reports/tiktok", "dsa-report"),
        ("dsa-reports/wikipedia", "dsa-report"),
        ("dsa-reports/zalando", "dsa-report"),
        ("dsa-template/annex_I_en.xlsx", "dsa-report"),
        ("dsa-template/4_notices.csv", "dsa-report"),
        ("dsa-sor/v2_first25.csv", "dsa-sor"),
        ("meta-cser/meta-q2-2022.csv", "meta-cser"),
        ("tiktok-cger/tiktok-q3-2022.xlsx", "tiktok-cger"),
    ],
)
def test_real_files(real_data: Path, place: str, expected: str) -> None:
    assert form(real_data / place) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("platform-export/records.jsonl", "records"),
        ("platform-export/declared.toml", "declared"),
        ("importers/lemmy/mapping.toml", "mapping"),
        ("advertiser-compare/figures.csv", "figures"),
        ("importers/coop/raw", "coop"),
        ("importers/coop-recent/raw", "coop"),
        ("importers/coral/raw", "coral"),
        ("importers/discourse/raw", "discourse"),
        ("importers/lemmy/raw", "lemmy"),
        ("importers/lemmy-1.0/raw", "lemmy"),
        ("importers/mastodon/raw", "mastodon"),
        ("importers/ozone/raw", "ozone"),
        ("importers/home-made/raw", None),
        ("platform-export/README.md", None),
    ],
)
def test_examples(root: Path, place: str, expected: str | None) -> None:
    assert form(root / "examples" / place) == expected


def test_a_dump_a_publication_and_reports(tmp_path: Path) -> None:
    dump = tmp_path / "dump.zip"
    with zipfile.ZipFile(dump, "w") as archive:
        archive.writestr("sor-global-2025-09-01-full-00000.csv.zip", b"PK\x05\x06" + bytes(18))
    assert form(dump) == "dsa-sor"
    folder = tmp_path / "edition"
    folder.mkdir()
    for name in ("publication.json", "datapackage.json"):
        written(folder / name, "{}")
    assert form(folder) == "publication"
    for record in ("report", "published"):
        path = written(tmp_path / f"{record}.json", json.dumps({"record": record}, indent=1))
        assert form(path) == "report"


@pytest.mark.parametrize(
    "text", ["", "{", "[[[[", "\0\0\0", "a,b\n1,2\n", '"', "x" * 70_000, '{"a": ' * 5000]
)
def test_what_nothing_tells_is_not_guessed(tmp_path: Path, text: str) -> None:
    assert form(written(tmp_path / "file", text)) is None


def test_what_cannot_be_read_and_standard_input_are_not_guessed(tmp_path: Path) -> None:
    assert form(tmp_path / "nothing") is None
    assert form("-") is None
    damaged = tmp_path / "book.xlsx"
    with zipfile.ZipFile(damaged, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/other.xml", "")
    assert form(damaged) is None


def test_several_things_together_are_not_guessed(tmp_path: Path) -> None:
    written(tmp_path / "a.jsonl", '{"record": "notice"}\n')
    written(tmp_path / "b.csv", NOTICE)
    assert form(tmp_path) is None


def test_validate_takes_an_eu_report_for_one_and_says_so(real_data: Path) -> None:
    report = str(real_data / "dsa-reports" / "zalando")
    assert to_validate([report])[0] == "dsa-report"
    guessed = CliRunner().invoke(app, ["validate", report])
    given = CliRunner().invoke(app, ["validate", report, "--kind", "dsa-report"])
    assert "taken for an EU transparency report (--kind dsa-report)" in guessed.stderr
    assert (guessed.exit_code, guessed.stdout) == (given.exit_code, given.stdout)


@pytest.mark.parametrize(
    ("place", "command"),
    [
        ("importers/mastodon/raw", "--from mastodon -o records.jsonl (--kind overrules this)"),
        ("importers/lemmy/mapping.toml", "harmscope import SOURCE --mapping"),
        ("advertiser-compare/figures.csv", "--from figures"),
    ],
)
def test_validate_says_which_command_is_meant(root: Path, place: str, command: str) -> None:
    path = str(root / "examples" / place)
    done = CliRunner().invoke(app, ["validate", path])
    assert isinstance(done.exception, UserError)
    assert command in str(done.exception)
    overruled = CliRunner().invoke(app, ["validate", path, "--kind", "incident"])
    assert overruled.exit_code == 1
    assert overruled.stdout


def test_validate_takes_a_declared_file_for_one(root: Path, tmp_path: Path) -> None:
    declared = str(root / "examples" / "platform-export" / "declared.toml")
    kind, lines = to_validate([declared])
    assert kind == "declared"
    assert lines[0].endswith("taken for what no log holds, for a report (--kind declared)")
    records = str(root / "examples" / "platform-export" / "records.jsonl")
    with pytest.raises(UserError, match="validate it by itself, with --kind declared"):
        to_validate([declared, records])
    with pytest.raises(UserError, match="harmscope report RECORDS --declared"):
        to_read([declared])


def test_validate_keeps_a_report_apart_from_records(root: Path, real_data: Path) -> None:
    records = str(root / "examples" / "platform-export" / "records.jsonl")
    assert to_validate([records]) == (None, [])
    with pytest.raises(UserError, match="validate it by itself"):
        to_validate([records, str(real_data / "dsa-reports" / "zalando")])


def test_read_finds_the_format_and_says_it(root: Path) -> None:
    figures = str(root / "examples" / "advertiser-compare" / "figures.csv")
    done = CliRunner().invoke(app, ["read", figures])
    given = CliRunner().invoke(app, ["read", figures, "--from", "figures"])
    assert "figures.csv: taken for a table of figures filled in by hand" in done.stderr
    assert (done.exit_code, done.stdout) == (given.exit_code, given.stdout)


def test_read_says_what_it_cannot_read(root: Path, tmp_path: Path) -> None:
    examples = root / "examples"
    with pytest.raises(UserError, match="this looks like records of harmscope; count them"):
        to_read([examples / "platform-export" / "records.jsonl"])
    with pytest.raises(UserError, match="it is not clear what this is; give one of dsa-report, "):
        to_read([written(tmp_path / "a.csv", "a,b\n")])
    own = written(tmp_path / "report.json", '{"record": "report"}')
    with pytest.raises(UserError, match="several formats"):
        to_read([own, examples / "advertiser-compare" / "figures.csv"])
    assert to_read([own])[0] == "report"


def test_records_are_recognised_without_the_models_of_reports(root: Path) -> None:
    program = (
        "import sys; from harmscope.recognise import recognise; "
        f"assert recognise({str(root / 'examples/platform-export/records.jsonl')!r}); "
        "print('harmscope.readers' in sys.modules, 'harmscope.importers' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False"]


def test_a_report_of_harmscope_is_known_however_long_it_is(tmp_path):
    choices = [{"question": "What is one measure?", "answer": "One decision."}]
    figures = [{"metric": "notices.received", "unit": "notices", "status": "exact", "value": n}
               for n in range(2000)]  # fmt: skip
    made = {"choices": choices, "clock": "2026-01-01", "completeness": figures, "record": "report"}
    published = {"edition": "1", "figures": figures, "record": "published"}
    for body in (made, published):
        path = written(tmp_path / "x.json", json.dumps(body, sort_keys=True))
        assert path.stat().st_size > 100_000
        assert form(path) == "report"
