""""""

import copy
import json
from pathlib import Path

import pytest

from harmscope.validation import KindJudge
from harmscope.validation.judge import Fault
from harmscope.validation.repairs import Change, repair

GOOD = Path(__file__).parents[2] / "cases" / "HS102" / "good.jsonl"
RECORD = json.loads(GOOD.read_text(encoding="utf-8").splitlines()[1])
INCIDENT, HEADER = KindJudge("incident"), KindJudge("dataset")


def faults(record: dict[str, object]) -> list[Fault]:
    return list(INCIDENT.faults(record))


def of_header(record: dict[str, object]) -> list[Fault]:
    return list(HEADER.faults(record))


def incident(**members: object) -> dict[str, object]:
    return copy.deepcopy(RECORD) | members


@pytest.mark.parametrize(
    ("wrong", "right", "what"),
    [
        ({"harm": None}, {}, "null member dropped"),
        ({"notice_ids": []}, {}, "empty list dropped"),
        ({"origin": "LOCAL"}, {"origin": "local"}, "letter case changed"),
        ({"origin": "local \n"}, {"origin": "local"}, "blanks around it removed"),
        ({"harm": {"primary": "Hate"}}, {"harm": {"primary": "hate"}}, "letter case changed"),
        (
            {"content": {"languages": ["EN-gb"]}},
            {"content": {"languages": ["en-gb"]}},
            "letter case changed",
        ),
        ({"content": {"territory": ["de"]}}, {"content": {"territory": ["DE"]}}, None),
        (
            {"content": {"territory": ["EL"]}},
            {"content": {"territory": ["GR"]}},
            "code of the standard put for another of the same meaning",
        ),
        (
            {"content": {"languages": ["en-UK"]}},
            {"content": {"languages": ["en-GB"]}},
            "code of the standard put for another of the same meaning",
        ),
        (
            {"detection": {"source": "own_initiative", "detected_at": "2026-01-02 10:00:00z"}},
            {"detection": {"source": "own_initiative", "detected_at": "2026-01-02T10:00:00Z"}},
            "time written after RFC 3339",
        ),
    ],
)
def test_what_has_one_answer_is_mended(
    wrong: dict[str, object], right: dict[str, object], what: str | None
) -> None:
    made, changes = repair(incident(**wrong), faults)
    expected = {key: value for key, value in incident().items() if key not in wrong}
    assert made == expected | right
    assert [change.what for change in changes] == [what or "letter case changed"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "somewhere"},
        {"content": {"territory": ["ZZ"]}},
        {"content": {"languages": ["xx"]}},
        {"incident_id": "a b"},
        {"subject_kind": None},
        {"detection": {"source": "own_initiative", "detected_at": "2026-01-01 00:00:00"}},
        {"detection": {"source": "own_initiative", "detected_at": "01.02.2026"}},
        {"Zebra": 1},
        {"service": 3},
    ],
)
def test_what_has_no_sure_answer_is_left(wrong: dict[str, object]) -> None:
    assert repair(incident(**wrong), faults) == (incident(**wrong), [])


def test_midnight_is_taken_off_a_day() -> None:
    header = json.loads(GOOD.read_text(encoding="utf-8").splitlines()[0])
    header["period"] = {"start": "2026-01-01 00:00:00", "end": "2026-01-31T00:00:00Z"}
    made, changes = repair(header, of_header)
    assert made["period"] == {"start": "2026-01-01", "end": "2026-01-31"}
    assert {change.what for change in changes} == {"midnight taken off a day"}


def test_several_faults_are_mended_one_by_one() -> None:
    wrong = incident(origin="Local", harm=None, Zebra=1)
    made, changes = repair(wrong, faults)
    assert (made["origin"], "harm" in made) == ("local", False)
    assert Change("HS007", "/harm", "null member dropped") in changes
    assert [fault.code for fault in faults(made)] == ["HS003"]


def test_the_record_given_is_not_touched() -> None:
    wrong = incident(origin="LOCAL", harm=None)
    before = copy.deepcopy(wrong)
    repair(wrong, faults)
    assert wrong == before


def test_no_change_tells_a_value() -> None:
    _, changes = repair(incident(origin="LOCAL "), faults)
    assert changes
    assert "LOCAL" not in repr(changes)
