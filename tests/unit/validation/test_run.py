import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.findings import Tally
from harmscope.rules.ruleset import load_ruleset
from harmscope.validation import Options, run, validate, workers
from harmscope.validation.statistics import Profile

CASES = Path(__file__).parents[2] / "cases"
GOOD = (CASES / "HS102" / "good.jsonl").read_bytes()
BROKEN = b'{"record": "incident", "incident_id": "secret-name"\n'


def test_rows_seen_are_accepted_and_rejected(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(GOOD + BROKEN)
    verdict = validate([path])
    assert (verdict.seen, verdict.accepted, verdict.rejected, verdict.skipped) == (3, 2, 1, 0)
    assert verdict.tally.counts == {"HS001": 1}


def test_a_finding_has_its_place(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(GOOD + BROKEN)
    (finding,) = validate([path]).tally.samples()
    assert (finding.file, finding.line, finding.offset) == ("r.jsonl", 3, len(GOOD))


def test_no_finding_holds_a_value(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    record = json.loads(GOOD.splitlines()[1])
    record.update({"service": {"q": "Zebra17"}, "Zebra17": "Zebra17", "origin": "Zebra17"})
    record["content"]["created_at"] = "Zebra17"
    path.write_text(json.dumps(record), encoding="utf-8")
    verdict = validate([path])
    assert len(verdict.tally.counts) > 3
    assert not [one for one in verdict.tally.samples() if "Zebra17" in repr(one)]


def test_accepted_records_are_handed_on(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(GOOD + BROKEN)
    kept: list[tuple[bool, bytes]] = []
    validate([path], keep=lambda *one: kept.append(one))
    assert [(is_header, json.loads(line)["record"]) for is_header, line in kept] == [
        (True, "dataset"),
        (False, "incident"),
    ]


def test_several_processes_hand_on_the_same_records(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    header, record = GOOD.splitlines()
    rows = [record.replace(b'"incident_id":"', b'"incident_id":"%d-' % n) for n in range(40_000)]
    rows[39_000] = header
    path.write_bytes(b"\n".join([header, *rows]) + b"\n")
    kept: dict[int, list[tuple[bool, bytes]]] = {1: [], 2: []}
    for jobs, found in kept.items():
        validate([path], keep=lambda *one, found=found: found.append(one), jobs=jobs)
    assert kept[1] == kept[2]
    assert len(kept[1]) == 40_000
    assert [number for number, (is_header, _) in enumerate(kept[1]) if is_header] == [0]


def test_good_rows_before_the_damage_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.gz"
    path.write_bytes(gzip.compress(GOOD)[:-8])
    verdict = validate([path])
    assert verdict.accepted == 2
    assert verdict.tally.counts == {"HS015": 1}
    assert verdict.fails()


def test_several_files_are_one_set(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_bytes(GOOD)
    verdict = validate([tmp_path / "a.jsonl", tmp_path / "b.jsonl"])
    assert verdict.tally.counts == {"HS202": 1}
    assert [file.name for file in verdict.files] == ["a.jsonl", "b.jsonl"]


def test_a_check_without_what_it_needs_is_listed_as_not_run(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(GOOD)
    assert {"HS113", "HS231"} <= validate([path]).not_run.keys()
    given = Options(clock=date(2026, 6, 1), ignore=("HS23",))
    assert not validate([path], given).not_run


def test_a_missing_file_is_the_users_error(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        validate([tmp_path / "nothing.jsonl"])


def test_the_official_dumps_pass(real_data: Path) -> None:
    verdict = validate(sorted((real_data / "dsa-sor").glob("*.csv")))
    assert (verdict.accepted, verdict.rejected) == (37, 0)
    assert verdict.kinds == {"dsa-sor": 37}
    # One of them says in words what has a code of its own.
    assert verdict.tally.counts == {"HS202": 1, "HS527": 1}


def test_a_profile_and_a_tally_look_on_in_one_process_and_in_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header, record = GOOD.decode().splitlines()
    broken = [i % 3 == 0 for i in range(600)]
    rows = [
        json.loads(record) | {"incident_id": f"i{i}"} | ({"origin": "nowhere"} if bad else {})
        for i, bad in enumerate(broken)
    ]
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join([header, *map(json.dumps, rows)]) + "\n", encoding="utf-8")
    monkeypatch.setattr(run, "BLOCK", 20_000)
    for jobs in (1, 2):
        profile, read = Profile(), list[int]()
        tally = Tally(excuse=lambda one: "known")
        verdict = validate([path], tally=tally, reads=read.append, jobs=jobs, profile=profile)
        assert (tally.total(), tally.waived["HS005"], verdict.rejected) == (0, 200, 200)
        assert profile.kinds["incident"].records == 400
        assert sum(read) == path.stat().st_size


def test_older_records_are_handed_on_as_new_ones(tmp_path: Path) -> None:
    header = json.loads(GOOD.splitlines()[0])
    header |= {"version": "1.0", "not_recorded": [{"part": "times", "reason": "days only"}]}
    path = tmp_path / "r.jsonl"
    path.write_bytes(json.dumps(header).encode() + b"\n" + GOOD.splitlines()[1])
    lines: list[bytes] = []
    assert validate([path], keep=lambda _, line: lines.append(line)).tally.counts == {"VS002": 1}
    kept = [json.loads(line) for line in lines]
    assert kept[0]["version"] == "1.1"
    assert kept[0]["not_recorded"] == [{"part": "times_of_day", "reason": "days only"}]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_public_header_holds_for_the_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(workers, "SMALL", 2)
    monkeypatch.setattr(run, "BLOCK", 2048)
    good = (CASES / "HS391" / "good.jsonl").read_bytes().splitlines()
    notices = [{**json.loads(good[1]), "notice_id": f"n{number}"} for number in range(100)]
    notices[-1]["reporter_key"] = "0" * 32
    lines = [good[0], *(json.dumps(each).encode() for each in notices)]
    (tmp_path / "r.jsonl").write_bytes(b"\n".join(lines))
    verdict = validate([tmp_path / "r.jsonl"], jobs=jobs)
    assert (verdict.tally.counts, verdict.rejected) == ({"HS391": 1}, 1)


def written(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def notice(name: str, **members: object) -> dict[str, object]:
    row = json.loads((CASES / "HS115" / "good.jsonl").read_text(encoding="utf-8").splitlines()[1])
    return {**row, "notice_id": name, **members}


def test_the_rows_of_a_circle_are_rejected_once(tmp_path: Path) -> None:
    rows = [notice("a", supersedes="b"), notice("b", supersedes="a"), notice("b", supersedes="a")]
    path = written(tmp_path / "r.jsonl", *rows, {**rows[2], "valid": True}, notice("c"))
    verdict = validate([path])
    assert verdict.tally.counts["HS223"] == 4
    assert (verdict.accepted, verdict.rejected) == (1, 4)


def test_what_a_correction_corrects_may_be_in_the_period_before(tmp_path: Path) -> None:
    now = written(tmp_path / "now.jsonl", notice("b", supersedes="a"))
    then = written(tmp_path / "then.jsonl", notice("a"), notice("c", valid="yes"))
    assert validate([now]).tally.counts["HS224"] == 1
    verdict = validate([now], Options(previous=then))
    assert not verdict.tally.counts["HS224"]
    assert "of the set before, 1 rejected rows were not compared" in verdict.files[0].notes


def test_an_id_of_the_period_before_with_other_content(tmp_path: Path) -> None:
    now = written(tmp_path / "now.jsonl", notice("b"), notice("a", valid=True))
    then = written(tmp_path / "then.jsonl", notice("a"), notice("b"))
    verdict = validate([now], Options(previous=then))
    assert [one.line for one in verdict.tally.samples("HS238")] == [2]


@pytest.mark.parametrize("rows", [[], [{"record": "notice"}], [notice("a", service="Other")]])
def test_a_period_before_that_is_none_is_the_users_error(
    tmp_path: Path, rows: list[dict[str, object]]
) -> None:
    now, then = written(tmp_path / "now.jsonl", notice("a")), tmp_path / "then.jsonl"
    with pytest.raises(UserError, match="--previous"):
        validate([now], Options(previous=written(then, *rows)))


def test_what_is_no_record_is_not_compared_and_that_is_said() -> None:
    options = Options(previous=CASES / "earlier.jsonl")
    reasons = validate([CASES / "HS358" / "good.jsonl"], options).not_run
    assert "harmscope diff" in reasons["HS231"]
    assert "harmscope diff" in reasons["HS238"]


def test_the_outcome_for_two_periods_does_not_depend_on_the_number_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BLOCK", 500)
    few = load_ruleset(str(CASES / "few.toml"))
    options = Options(ruleset=few, previous=CASES / "earlier.jsonl")
    for rule in ("HS231", "HS236"):
        (path,) = (CASES / rule).glob("bad*.jsonl")
        one, two = validate([path], options), validate([path], options, jobs=2)
        assert one.tally.counts == two.tally.counts == {rule: 1}


@pytest.mark.parametrize("rule", ["HS222", "HS225"])
def test_texts_and_twins_are_counted_over_processes(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BLOCK", 500)
    options = Options(ruleset=load_ruleset(str(CASES / "few.toml")))
    (found,) = validate([CASES / rule / "bad.jsonl"], options, jobs=2).tally.samples()
    (same,) = validate([CASES / rule / "bad.jsonl"], options).tally.samples()
    assert found == same
    assert "4 of 12" in found.message or "6 cases" in found.message
