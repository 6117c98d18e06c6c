import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harmscope.errors import UserError
from harmscope.exporters import public
from harmscope.exporters.public import publish
from harmscope.validation import validate

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def source(header: Make, incident: Make, notice: Make, write_records: Callable[..., Path]) -> str:
    """Twelve cases and notices that are alike, and one case that is not."""
    alike = [incident(f"case-{number}", subject_key="0" * 32) for number in range(12)]
    flags = [notice(f"flag-{number}", text="A text") for number in range(12)]
    alone = incident("alone", origin="remote", subject_kind="ad")
    return str(write_records(header(), *alike, alone, *flags))


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_what_is_published_is_valid_and_public(source: str, tmp_path: Path) -> None:
    out = tmp_path / "public.jsonl"
    done = publish([source], str(out))
    assert (done.read, done.written, done.withheld) == (25, 24, 1)
    counts = validate([out]).tally.counts
    assert not [code for code in counts if code.startswith("HS39")]
    assert not validate([out]).fails()
    assert validate([source]).accepted == 26


def test_new_identifiers_tell_nothing_of_the_old(source: str, tmp_path: Path) -> None:
    publish([source], str(tmp_path / "public.jsonl"))
    header, *records = read(tmp_path / "public.jsonl")
    assert (header["disclosure"], header["coverage"]) == ("public", {"extent": "selection"})
    names = [each.get("incident_id", each.get("notice_id")) for each in records]
    assert sorted(names) == sorted(f"{kind}{n}" for kind in "in" for n in range(1, 13))
    assert "case-" not in (tmp_path / "public.jsonl").read_text(encoding="utf-8")


def test_the_order_of_the_source_does_not_show(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = Path(source).read_text(encoding="utf-8").splitlines(keepends=True)
    turned = tmp_path / "turned.jsonl"
    turned.write_text("".join([lines[0], *reversed(lines[1:])]), encoding="utf-8")
    publish([source], str(tmp_path / "a.jsonl"))
    monkeypatch.setattr(public, "HELD", 5)
    publish([str(turned)], str(tmp_path / "b.jsonl"))
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_what_is_skipped_is_counted(
    header: Make, incident: Make, write_records: Callable[..., Path], tmp_path: Path
) -> None:
    path = write_records(header(), incident(subject_kind="nothing"), {"record": "key"})
    done = publish([str(path)], str(tmp_path / "public.jsonl"))
    assert done.skipped.total() == done.read == 2
    assert done.as_dict()["written"] == 0
    assert (done.read, done.written) == (2, 0)


def test_the_header_names_no_service_where_records_are_about_another_one(
    header: Make, notice: Make, write_records: Callable[..., Path], tmp_path: Path
) -> None:
    one = [notice(f"a{number}") for number in range(10)]
    other = [notice(f"b{number}", service="Other") for number in range(10)]
    out = tmp_path / "public.jsonl"
    publish([str(write_records(header(), *one))], str(out))
    assert read(out)[0]["service"] == "Lanternfish"
    publish([str(write_records(header(), *one, *other))], str(out))
    assert "service" not in read(out)[0]
    assert not validate([out]).fails()


def test_records_without_a_header_are_not_published(
    incident: Make, write_records: Callable[..., Path], tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="header"):
        publish([str(write_records(incident()))], str(tmp_path / "public.jsonl"))


def test_standard_input_cannot_be_read_twice(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        publish(["-"], str(tmp_path / "public.jsonl"))


def test_exposures_and_measures_are_published_with_what_follows_what(
    header: Make, write_records: Callable[..., Path], tmp_path: Path
) -> None:
    folder = Path(__file__).parents[2] / "cases"
    given = [
        json.loads(line)
        for name in ("HS308", "HS333")
        for line in (folder / name / "good.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    ]
    source = write_records(header(), *({**each, "source": {"id": "Zebra17"}} for each in given))
    out = tmp_path / "public.jsonl"
    assert publish([str(source)], str(out)).written == len(given)
    assert "Zebra17" not in out.read_text(encoding="utf-8")
    assert not {each.get("note") for each in read(out)} - {None}
    measures = {each["measure_id"]: each for each in read(out) if each["record"] == "measure"}
    assert {old for each in measures.values() for old in each.get("follows", [])} <= {
        "m0",
        *measures,
    }
    counts = validate([out]).tally.counts
    assert not [code for code in counts if code.startswith(("HS39", "HS33", "HS30"))]


def test_what_is_superseded_is_not_published(
    header: Make, incident: Make, write_records: Callable[..., Path], tmp_path: Path
) -> None:
    alike = [incident(f"case-{number}") for number in range(12)]
    source = write_records(header(), *alike, incident("new", supersedes="case-3"))
    done = publish([str(source)], str(tmp_path / "public.jsonl"))
    assert (done.read, done.written) == (13, 12)
    assert done.skipped == {"superseded by another record": 1}


def test_what_was_given_up_is_no_fault_of_the_public_file(
    header: Make, incident: Make, notice: Make, write_records: Callable[..., Path], tmp_path: Path
) -> None:
    other = {"id": "d1", "decided_at": "2025-07-03", "ground": "terms", "policy_ref": "4"}
    other["actions"] = [{"kind": "visibility.other", "other": "Zebra17"}]  # type: ignore[assignment]
    cases = [incident(f"i{n}", decisions=[other], detection={"automated": True}) for n in range(12)]
    order = {"kind": "authority_order", "order": {"kind": "act", "state": "DE"}}
    orders = [notice(f"o{n}", received_at=f"2024-{n + 1:02d}-03", **order) for n in range(12)]
    out = tmp_path / "public.jsonl"
    publish([str(write_records(header(), *cases, *orders))], str(out))
    verdict = validate([out])
    assert verdict.accepted == 25
    assert not verdict.tally.counts
    assert {"HS184", "HS186", "HS220"} <= verdict.not_run.keys()
