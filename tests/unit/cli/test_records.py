""""""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner, Result

from harmscope.cli.app import app
from harmscope.cli.records import import_
from harmscope.errors import UserError

CASES = Path(__file__).parents[2] / "cases"
GOOD, BAD = (str(CASES / "HS102" / f"{name}.jsonl") for name in ("good", "bad"))
WARNED = str(CASES / "HS203" / "bad.jsonl")
RUN = CliRunner()


def run(*args: str) -> tuple[int, str]:
    done = RUN.invoke(app, ["validate", "--clock", "2026-06-01", *args])
    if isinstance(done.exception, UserError):
        raise done.exception
    return done.exit_code, done.stdout


def test_exit_codes() -> None:
    assert run(GOOD)[0] == 0
    assert run(BAD)[0] == 1
    assert run(WARNED)[0] == 0
    assert run(WARNED, "--fail-on", "warning")[0] == 1


def test_json_goes_to_standard_output() -> None:
    assert json.loads(run(BAD, "--format", "json")[1])["findings"]["error"] == 2


def test_the_outcome_goes_into_a_file(tmp_path: Path) -> None:
    code, shown = run(BAD, "-o", str(tmp_path / "out.txt"))
    assert (code, shown) == (1, "")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8").startswith("not valid")


@pytest.mark.parametrize(
    ("name", "held"),
    [("o.html", "<!doctype html>"), ("o.json", '"accepted"'), ("o.CSV", "rule,slug,severity"),
     ("o.sarif.json", "sarif-schema-2.1.0"), ("o.parquet", "PAR1"), ("o.log", "not valid")],
)  # fmt: skip
def test_the_name_of_the_file_says_its_form(tmp_path: Path, name: str, held: str) -> None:
    assert run(BAD, "-o", str(tmp_path / name)) == (1, "")
    assert held.encode() in (tmp_path / name).read_bytes()


def test_a_form_that_is_asked_for_holds_whatever_the_name(tmp_path: Path) -> None:
    assert run(BAD, "--format", "json", "-o", str(tmp_path / "o.txt")) == (1, "")
    assert "findings" in json.loads((tmp_path / "o.txt").read_text(encoding="utf-8"))


def test_a_form_without_place_for_statistics_is_refused_by_its_name_too(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no place"):
        run(BAD, "--stats", "-o", str(tmp_path / "o.csv"))


def test_ignored_rules_are_not_asked() -> None:
    assert run(BAD, "--ignore", "HS102")[0] == 0
    assert run(BAD, "--select", "HS2")[0] == 0


@pytest.mark.parametrize(
    "args",
    [
        ("no such file",),
        (GOOD, "--format", "xml"),
        (GOOD, "--clock", "tomorrow"),
        (GOOD, "--kind", "nothing"),
        (GOOD, "--ignore", "nothing"),
        (GOOD, "--fail-on", "info"),
        (GOOD, "-o", "/no/such/folder/x"),
        (GOOD, "-o", GOOD),
        (GOOD, "--format", "parquet"),
        (GOOD, "--format", "csv", "--stats"),
        (GOOD, "--waivers", "/no/such/file"),
        (str(CASES), "--fix"),
    ],
)
def test_wrong_use_is_the_users_error(args: tuple[str, ...]) -> None:
    with pytest.raises(UserError):
        run(*args)


def test_a_ruleset_sets_severities() -> None:
    assert run(WARNED)[0] == 0
    assert run(WARNED, "--ruleset", "strict")[0] == 1


def test_findings_stream_into_a_file(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert run(BAD, "--format", "csv", "-o", str(target)) == (1, "")
    assert target.read_text(encoding="utf-8").count("HS102") == 2


@pytest.mark.parametrize("form", ["sarif", "html", "csv"])
def test_other_forms_go_to_standard_output(form: str) -> None:
    code, shown = run(BAD, "--format", form)
    assert code == 1
    assert "HS102" in shown


def test_waived_findings_do_not_fail_a_run(tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.toml"
    text = '[[waiver]]\nrule = "HS102"\nreason = "known"\nexpires = 2026-06-30\n'
    waivers.write_text(text, encoding="utf-8")
    code, shown = run(BAD, "--waivers", str(waivers))
    assert code == 0
    assert "2 findings waived" in shown
    code, shown = run(BAD, "--waivers", str(waivers), "--clock", "2026-07-01")
    assert code == 1
    assert "WV001 waiver_expired" in shown


def test_what_is_mended_is_judged_anew(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    good = Path(GOOD).read_text(encoding="utf-8")
    path.write_text(good.replace('"user_flag"', '"USER_FLAG"'), encoding="utf-8")
    assert run(str(path))[0] == 1
    assert run(str(path), "--fix")[0] == 0
    assert {one.name for one in tmp_path.iterdir()} == {
        "r.jsonl",
        "r.fixed.jsonl",
        "r.changes.csv",
    }


def test_stats_say_what_accepted_records_give() -> None:
    assert "accepted incident records: 1" in run(GOOD, "--stats")[1]


def test_every_option_is_explained() -> None:
    page = (CASES.parents[1] / "docs" / "validate.md").read_text(encoding="utf-8")
    shown = RUN.invoke(app, ["validate", "--help"]).stdout
    options = set(re.findall(r"--[a-z-]+", shown)) - {"--help", "--output"}
    assert {name for name in options if name not in page} == set()


def test_every_input_of_the_action_is_explained() -> None:
    page = (CASES.parents[1] / "docs" / "validate.md").read_text(encoding="utf-8")
    action = yaml.safe_load((CASES.parents[1] / "action.yml").read_text(encoding="utf-8"))
    assert f"Inputs: {', '.join(f'`{name}`' for name in action['inputs'])}." in page


app_of_import = typer.Typer()
app_of_import.command()(import_)


def call(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app_of_import, list(arguments), input=stdin)


@pytest.fixture
def demo(root: Path) -> str:
    return str(root / "examples" / "demo" / "statements")


def test_a_clean_import_ends_with_0(demo: str, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    result = call(demo, "--from", "dsa-sor", "-o", str(out))
    assert result.exit_code == 0
    assert "300 rows read" in result.stderr
    assert not result.stdout
    assert out.read_bytes().count(b"\n") == 301


def test_the_result_as_json(demo: str, tmp_path: Path) -> None:
    result = call(demo, "--from", "dsa-sor", "-o", str(tmp_path / "o.parquet"), "--format", "json")
    assert json.loads(result.stdout)["written"] == 300


def test_faults_end_with_1_and_show_no_value(demo: str, tmp_path: Path) -> None:
    text = next(Path(demo).iterdir()).read_text(encoding="utf-8")
    path = tmp_path / "in.csv"
    path.write_text(text + "secret,row\n", encoding="utf-8")
    result = call(str(path), "--from", "dsa-sor", "-o", str(tmp_path / "o.jsonl"))
    assert result.exit_code == 1
    assert "skipped 1" in result.stderr
    assert "secret" not in result.stderr


def test_standard_input_and_output(demo: str) -> None:
    data = sorted(Path(demo).iterdir())[0].read_bytes()
    result = call("-", "--from", "dsa-sor", "-o", "-", stdin=data)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 61


@pytest.mark.parametrize("arguments", [("--from", "nothing"), ("--from", "dsa-sor")])
def test_wrong_use_is_a_user_error(arguments: Sequence[str], tmp_path: Path) -> None:
    result = call("missing.csv", *arguments, "-o", str(tmp_path / "o.jsonl"))
    assert isinstance(result.exception, UserError)
    assert not list(tmp_path.iterdir())


def run_of_init_mapping(*args):
    return CliRunner().invoke(app, ["init-mapping", *map(str, args)])


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,closed\n1,2026-01-02\n")
    return path


def test_a_draft_goes_to_standard_output(table):
    result = run_of_init_mapping(table)
    assert result.exit_code == 0
    assert 'closed = "decision.decided_at"' in result.stdout


def test_a_file_is_never_overwritten(table, tmp_path):
    target = tmp_path / "m.toml"
    assert run_of_init_mapping(table, "-o", target).exit_code == 0
    before = target.read_text()
    assert isinstance(run_of_init_mapping(table, "-o", target).exception, UserError)
    assert target.read_text() == before


def test_an_empty_draft_for_a_system():
    assert "[policies]" in run_of_init_mapping("--from", "coop").stdout


def test_nothing_named_is_wrong_use():
    assert isinstance(run_of_init_mapping().exception, UserError)


def test_an_unknown_form_is_wrong_use(tmp_path):
    options = ["--to", "nothing", "-o", str(tmp_path / "x.json")]
    result = CliRunner().invoke(app, ["export", str(tmp_path), *options])
    assert isinstance(result.exception, UserError)


def test_an_export_without_a_statement_fails(tmp_path):
    (tmp_path / "r.jsonl").write_text('{"record": "dataset"}\n')
    options = ["--to", "dsa-sor", "-o", str(tmp_path / "x.json")]
    result = CliRunner().invoke(app, ["export", str(tmp_path / "r.jsonl"), *options])
    assert result.exit_code == 1
    assert "0 statements written" in result.output


def test_records_are_made_public(tmp_path, header, notice, write_records):
    source = write_records(header(), *(notice(f"n{number}") for number in range(10)))
    out = tmp_path / "public.jsonl"
    options = ["--to", "public", "-o", str(out), "--format", "json"]
    result = CliRunner().invoke(app, ["export", str(source), *options])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["written"] == 10
    assert out.read_text(encoding="utf-8").count('"notice_id"') == 10


HEADER = {
    "record": "dataset",
    "version": "1.0",
    "time_zone": "UTC",
    "taxonomy": "harm@1.0.0",
    "disclosure": "restricted",
}


def run_of_migrate(tmp_path: Path, header: dict[str, str], *args: str) -> tuple[int, str, str]:
    path = tmp_path / "old.jsonl"
    path.write_text(json.dumps(header), encoding="utf-8")
    out = str(tmp_path / "new.jsonl")
    done = RUN.invoke(app, ["migrate", str(path), "--to", "dataset@1.1", "-o", out, *args])
    return done.exit_code, done.stdout, done.stderr


def test_it_says_what_became_of_the_rows(tmp_path: Path) -> None:
    code, shown, _ = run_of_migrate(tmp_path, HEADER)
    assert (code, shown) == (0, "1 row: 1 moved, 0 unchanged, 0 left out\n")


def test_what_is_left_out_is_named_and_fails(tmp_path: Path) -> None:
    code, shown, told = run_of_migrate(tmp_path, {**HEADER, "version": "8.0"})
    assert (code, shown) == (1, "1 row: 0 moved, 0 unchanged, 1 left out\n")
    assert told.startswith("old.jsonl:1/version: HS014 ")


def test_what_is_wrong_with_a_whole_file_has_no_line(tmp_path: Path) -> None:
    (tmp_path / "none").touch()
    out = str(tmp_path / "new.jsonl")
    done = RUN.invoke(app, ["migrate", str(tmp_path / "none"), "--to", "dataset@1.1", "-o", out])
    assert done.exit_code == 1
    assert done.stderr.startswith("none: HS205 ")


def test_the_outcome_as_json(tmp_path: Path) -> None:
    _, shown, _ = run_of_migrate(tmp_path, HEADER, "--format", "json")
    assert json.loads(shown) == {"seen": 1, "moved": 1, "unchanged": 0, "left": 0, "findings": []}


def test_init_dataset_lays_out_the_header(tmp_path):
    target = tmp_path / "d.toml"
    done = CliRunner().invoke(app, ["init-dataset", "-o", str(target)])
    assert done.exit_code == 0
    assert "capabilities" in target.read_text(encoding="utf-8")
    assert isinstance(
        CliRunner().invoke(app, ["init-dataset", "-o", str(target)]).exception, UserError
    )


def test_import_writes_every_finding(tmp_path):
    log, mapping = tmp_path / "log.csv", tmp_path / "m.toml"
    log.write_text("nr,wann\n1,31.02.2025\n2,bald\n", encoding="utf-8")
    mapping.write_text(
        'mapping = "1.0"\nfrom = "table"\n[columns]\nnr = "id"\nwann = "notice.received_at"\n',
        encoding="utf-8",
    )
    options = ["--from", "mapping", "--mapping", str(mapping), "-o", str(tmp_path / "o.jsonl")]
    done = CliRunner().invoke(
        app, ["import", str(log), *options, "--findings", str(tmp_path / "f.csv")]
    )
    assert done.exit_code == 1
    text = (tmp_path / "f.csv").read_text(encoding="utf-8-sig")
    assert "no day of the calendar, like 99.99.9999" in text
    assert ",2," in text
    assert ",3," in text
    again = CliRunner().invoke(app, ["import", str(log), *options, "--findings", str(log)])
    assert isinstance(again.exception, UserError)
