"""The judge says of every record what the published schema and the plain engine say of it."""

import copy
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from harmscope.demands import Context
from harmscope.rules import RULES
from harmscope.validation.judge import Judge, KindJudge
from harmscope.validation.schemas import published_schema, versions
from harmscope.validation.verdict import Options

CASES = Path(__file__).parents[2] / "cases"
KINDS = ("dataset", "notice", "incident", "exposure", "measure", "published", "submission")
SAYABLE = {
    rule.code
    for rule in RULES.values()
    if rule.severity == "error" and (rule.demand is None or rule.demand.schema() is not None)
}


def records(kind: str) -> list[dict[str, Any]]:
    found = {}
    for path in sorted(CASES.glob("HS[13]*/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if f'"record": "{kind}"' in line:
                found[line] = json.loads(line)
    return list(found.values())


SEEDS = {kind: records(kind) for kind in KINDS}
VALUES: list[Any] = [
    *(None, True, 0, -1, 1.0, 2**53, "", "x", "yes", "pending", "refused", "law", "other"),
    *("1.0", "times", "times_of_day", 0.5),
    *("2026-02-30", "2026-01-01", "2026-01-01T10:00:00Z", [], {}, ["x"], [None], {"kind": "other"}),
]


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
    return [at, *(place for key, each in inner for place in places(each, (*at, key)))]


def mutated(record: dict[str, Any], place: tuple[Any, ...], change: Any) -> dict[str, Any]:
    record = copy.deepcopy(record)
    target: Any = record
    for key in place[:-1]:
        target = target[key]
    if change == "drop":
        del target[place[-1]]
    elif change == "add":
        inner = target[place[-1]]
        if isinstance(inner, dict):
            inner["unknown"] = 1
        elif isinstance(inner, list):
            inner.extend(inner[:1])
    else:
        target[place[-1]] = change
    return record


@st.composite
def mutants(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    record = draw(st.sampled_from(SEEDS[kind]))
    for _ in range(draw(st.integers(0, 3))):
        options = places(record)[1:]
        if not options:
            break
        change = draw(st.one_of(st.sampled_from(["drop", "add"]), st.sampled_from(VALUES)))
        record = mutated(record, draw(st.sampled_from(options)), change)
    return record


def agrees(kind: str, record: dict[str, Any]) -> bool:
    said = {fault.code for fault in KindJudge(kind).faults(record)}
    known = versions()[kind]
    own = record.get("version") if record.get("version") in known else known[-1]
    return bool(said & SAYABLE) != Draft202012Validator(published_schema(kind, own)).is_valid(
        record
    )


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_judge_and_published_schema_agree(kind: str, data: st.DataObject) -> None:
    record = data.draw(mutants(kind))
    assert agrees(kind, record), json.dumps(record)


@pytest.mark.fuzz
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_judge_and_published_schema_agree_at_length(kind: str, data: st.DataObject) -> None:
    record = data.draw(mutants(kind))
    assert agrees(kind, record), json.dumps(record)


def test_rules_can_be_left_out() -> None:
    record = {**SEEDS["notice"][0], "outcome": "refused"}
    assert any(fault.code == "HS151" for fault in KindJudge("notice").faults(record))
    quiet = KindJudge("notice", keeps=lambda code: code != "HS151")
    assert not any(fault.code == "HS151" for fault in quiet.faults(record))


def test_the_clock_reaches_the_rules() -> None:
    seed = next(one for one in SEEDS["notice"] if not list(KindJudge("notice").faults(one)))
    record = {**seed, "notified_at": "2030-01-01"}
    judge = KindJudge("notice", context=Context(date(2029, 12, 31)))
    assert [fault.code for fault in judge.faults(record)] == ["HS113"]


def test_an_older_record_is_held_to_its_own_schema_and_moved_before_the_rules() -> None:
    record: dict[str, Any] = {**SEEDS["dataset"][0], "version": "1.0"}
    record["not_recorded"] = [{"part": "times", "reason": "days only"}]
    assert {fault.code for fault in KindJudge("dataset").faults(record)} == {"VS002"}
    record["coverage"] = {"extent": "complete"}
    assert {fault.code for fault in KindJudge("dataset").faults(record)} == {"HS003", "VS002"}
    newer = {**record, "version": "1.1"}
    assert {fault.code for fault in KindJudge("dataset").faults(newer)} == {"HS005"}


def test_what_the_shape_refuses_is_not_asked_about_again() -> None:
    record = copy.deepcopy(SEEDS["incident"][0])
    record["harm"] = {"primary": "Not An Id"}
    found = [
        fault.code for fault in KindJudge("incident").faults(record) if "/harm" in fault.pointer
    ]
    assert found == ["HS006"]


def test_a_rule_is_asked_where_the_shape_has_nothing_to_say() -> None:
    record = copy.deepcopy(SEEDS["incident"][0])
    record["harm"] = {"primary": "no.such"}
    found = [
        fault.code for fault in KindJudge("incident").faults(record) if "/harm" in fault.pointer
    ]
    assert found == ["HS130"]


@pytest.mark.parametrize("rule", sorted(path.name for path in CASES.glob("HS15*")))
def test_valid_means_that_no_error_rule_is_broken(rule: str) -> None:
    judge = Judge(Options(clock=date(2029, 12, 31)))
    lean = Judge(Options(clock=date(2029, 12, 31)).errors_only())
    for name in ("good", "bad"):
        lines = (CASES / rule / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        codes = set()
        for row in map(json.loads, lines):
            errors = judge.errors(row)
            assert errors == lean.errors(row)
            assert judge.is_valid(row) is not bool(errors)
            codes |= {fault.code for fault in errors}
        assert (rule in codes) is (name == "bad" and RULES[rule].severity == "error")


def test_a_row_of_no_known_kind_is_not_valid() -> None:
    assert [fault.code for fault in Judge().errors({"record": "tale"})] == ["HS013"]


def test_a_statement_is_judged_as_a_request_and_its_places_are_those_of_the_row() -> None:
    row = {"decision_ground": "X", "category": "Y", "source_type": "Z", "platform_uid": "?"}
    assert "/platform_uid" in {fault.pointer for fault in Judge().errors(row)}
