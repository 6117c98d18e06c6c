"""Reports to the CyberTipline as referrals: their type and marks, and nothing of what they say."""

import json
from pathlib import Path
from typing import Any

import pytest

from harmscope.errors import UserError
from harmscope.formats.rows import Row
from harmscope.formats.xml_ import parse
from harmscope.importers.contract import Table, Task
from harmscope.importers.cybertip import _HELD, CYBERTIP, contents, holds
from harmscope.taxonomy.systems import codelist

ENTICEMENT = "Online Enticement of Children for Sexual Acts"
PLANTED = ("Planted", "203.0.113.7", "planted@mail.example", "https://planted.example")


def xml(*, marks: str = "<sextortion/>", more: str = "", kind: str = ENTICEMENT) -> str:
    """A report with the parts given; invented."""
    return (
        f"<report><incidentSummary><incidentType>{kind}</incidentType>"
        f"<reportAnnotations>{marks}</reportAnnotations>"
        "<incidentDateTime>2026-03-01T10:00:00Z</incidentDateTime></incidentSummary>"
        "<reporter><reportingPerson><firstName>Planted</firstName></reportingPerson></reporter>"
        f"{more}</report>"
    )


USER = (
    "<personOrUserReported><espIdentifier>Planted</espIdentifier>"
    "<ipCaptureEvent><ipAddress>203.0.113.7</ipAddress></ipCaptureEvent>"
    "<personOrUserReportedPerson><email>planted@mail.example</email></personOrUserReportedPerson>"
    "</personOrUserReported>"
)


def imported(*rows: dict[str, Any], **options: Any) -> tuple[list[dict[str, Any]], Task]:
    task = Task(service="Harbour", **options)
    table = Table("submissions.jsonl", (Row(n, 0, row) for n, row in enumerate(rows, start=1)))
    return [dict(one) for one in CYBERTIP.records(iter([table]), task)], task


def sent(text: str, **members: Any) -> dict[str, Any]:
    return {"sent_at": "2026-03-02T09:00:00Z", "report_id": "4711", "xml": text} | members


def test_a_report_is_a_case_with_one_referral() -> None:
    text = xml(more=USER + "<additionalInfo>Planted text</additionalInfo>")
    (record,), task = imported(sent(text))
    assert len(record.pop("source")["digest"]) == 64
    assert record.pop("depicted", {}).get("minor", "yes") == "yes"
    assert record == {
        "record": "incident",
        "version": "1.0",
        "incident_id": "report-4711",
        "service": "Harbour",
        "subject_kind": "other",
        "native": [{"scheme": "ncmec@2026", "code": "it-enticement", "role": "category"}],
        "harm": {"primary": "csea"},
        "referrals": [
            {
                "body": "ncmec",
                "sent_at": "2026-03-02T09:00:00Z",
                "incident_type": ENTICEMENT,
                "annotations": ["sextortion"],
                "contents": ["reported_user", "location", "narrative"],
                "reference": "4711",
            }
        ],
    }
    assert task.tally.counts == {}


def test_nothing_that_a_report_says_is_in_the_record() -> None:
    urls = "<internetDetails><webPageIncident><url>https://planted.example</url></webPageIncident>"
    text = xml(more=urls + "</internetDetails>" + USER)
    for row in (sent(text), parse(text)):
        records, task = imported(row)
        said = json.dumps(records) + str(task.notes)
        assert not [one for one in PLANTED if one in said]


def test_a_document_alone_lies_in_no_period() -> None:
    (record,), task = imported(parse(xml(marks="")))
    assert record["incident_id"].startswith("row-")
    (referral,) = record["referrals"]
    assert not {"sent_at", "reference", "annotations"} & referral.keys()
    assert referral["contents"] == ["nothing"]
    assert task.notes["reports without sent_at: they lie in no period"] == 1


@pytest.mark.parametrize(
    ("marks", "expected", "findings"),
    [
        ("<informational/><spam/>", ["spam", "informational"], {}),
        ("<sextortion>true</sextortion><spam>false</spam>", ["sextortion"], {}),
        ("<newMark/><csamSolicitation/>", ["csamSolicitation"], {"IM002": 1}),
    ],
)
def test_annotations_are_codes_of_the_list(
    marks: str, expected: list[str], findings: dict[str, int]
) -> None:
    (record,), task = imported(sent(xml(marks=marks)))
    assert record["referrals"][0]["annotations"] == expected
    assert task.tally.counts == findings


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (sent("<report>"), "IM001"),
        (sent("<!DOCTYPE report []><report/>"), "IM001"),
        (sent(xml(kind="Planted")), "IM001"),
        (sent("<reportResponse/>"), "IM003"),
        ({"sent_at": "2026-03-02"}, "IM003"),
    ],
)
def test_what_is_no_report_is_left_out(row: dict[str, Any], code: str) -> None:
    records, task = imported(row)
    assert records == []
    assert task.tally.counts == {code: 1}
    assert task.skipped.total() == 1


@pytest.mark.parametrize("at", ["soon", "2999-01-01"])
def test_a_wrong_time_leaves_the_report_without_its_day(at: str) -> None:
    (record,), task = imported(sent(xml(), sent_at=at, report_id="a name"))
    assert not {"sent_at", "reference"} & record["referrals"][0].keys()
    assert task.tally.counts == {"IM001": 1}


def test_what_is_held_is_told_by_what_is_in_an_element() -> None:
    report = parse(xml(more="<personOrUserReported><screenName/></personOrUserReported>"))
    (element,) = report["report"]
    assert contents(element) == ["nothing"]
    assert holds(element, "incidentSummary/incidentType")
    assert not holds(element, "victim")


def test_it_takes_no_mapping_and_needs_no_key(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="takes no mapping"):
        imported(mapping=tmp_path / "m.toml")
    _, task = imported(key_file=tmp_path / "key")
    assert "--key-file was not used: cybertip makes no pseudonyms" in task.notes
    assert {"decisions", "notices", "detection"} <= CYBERTIP.not_recorded.keys()
    assert "Is a report enough to act on?" in CYBERTIP.choices


@pytest.mark.parametrize(
    "report",
    [
        {"incidentSummary": "x"},
        {"incidentSummary": 5},
        {"incidentSummary": [{"incidentType": 5}]},
        {"incidentSummary": [{"incidentType": [{"": [ENTICEMENT]}]}]},
        {"incidentSummary": [{"incidentType": [{"": ENTICEMENT}], "reportAnnotations": [7]}]},
        parse(xml())["report"][0] | {"personOrUserReported": {"email": 1}},
        parse(xml())["report"][0] | {"additionalInfo": 5},
    ],
    ids=range(7),
)
def test_a_row_that_only_looks_like_a_document_is_no_report(report: dict[str, Any]) -> None:
    records, task = imported({"report": [report]})
    assert (records, task.skipped.total(), dict(task.tally.counts)) == ([], 1, {"IM003": 1})


def test_every_code_of_what_a_report_holds_can_be_found() -> None:
    paths = {code: paths[0].split("/") for code, paths in _HELD.items()}
    found = {code: contents(_nested(path)) for code, path in paths.items()}
    assert all(code in told for code, told in found.items())
    assert {*found, *contents({})} == set(codelist("referral-content").codes)
    # An address leads to a place, and does not tell who it is.
    place = _nested(["personOrUserReported", "ipCaptureEvent", "ipAddress"])
    assert contents(place) == ["location"]


def _nested(path: list[str]) -> dict[str, Any]:
    element: dict[str, Any] = {"#": "said"}
    for name in reversed(path):
        element = {name: [element]}
    return element
