"""Lines of a log of verdicts become cases and totals."""

import json
from collections import Counter

import pytest

from harmscope.errors import UserError
from harmscope.formats.rows import Row
from harmscope.importers import importer
from harmscope.importers.contract import FOREIGN, Table, Task
from harmscope.importers.guard_log import COPY, GUARD_LOG, Verdict
from harmscope.taxonomy import codelist, load_system

MAPPING = """\
mapping = "1.0"
from = "guard-log"
[columns]
id = "id"
at = "verdict.at"
stage = "verdict.on"
flagged = "verdict.violates"
hazards = "verdict.code"
action = "generation.safeguard_state"
version = "safeguard.version"
part = "feature"
minor = "depicted.minor"
[constants]
"verdict.scheme" = "openai-moderation@2024-09"
[values."verdict.on"]
prompt = "prompts"
output = "outputs"
[values."generation.safeguard_state"]
stop = "refused"
pass = "passed"
"" = ""
[[filters]]
column = "team"
drop = ["test"]
"""
LINE = {
    "id": "7",
    "at": "2026-01-05T08:00:00Z",
    "stage": "prompt",
    "flagged": True,
    "hazards": {"sexual": True, "sexual/minors": True, "hate": False},
    "action": "stop",
    "version": "omni 1",
    "part": "image maker",
    "minor": "",
    "team": "night",
    "text": "a paper boat",
}


@pytest.fixture
def made(tmp_path):
    """``made(*lines)``: records and task of an import of lines, with ``mapping`` as the file."""

    def make(*lines, mapping=MAPPING, tables=1):
        path = tmp_path / "mapping.toml"
        path.write_text(mapping, encoding="utf-8")
        task = Task(service="Lanternfish", mapping=path)
        rows = [Row(number, 0, line) for number, line in enumerate(lines, start=1)]
        task.read = len(rows) * tables
        found = [Table(f"log{number}.jsonl", iter(rows)) for number in range(tables)]
        return list(GUARD_LOG.records(iter(found), task)), task

    return make


def codes(task):
    """How often each rule was broken."""
    return {rule: task.tally.counts[rule] for rule in task.tally.rules()}


def of_kind(records, kind):
    return [one for one in records if one["record"] == kind]


def test_a_refused_prompt_is_a_case_and_counts_in_the_total(made):
    records, task = made(LINE)
    (case,), (total,) = of_kind(records, "incident"), of_kind(records, "exposure")
    assert (case["incident_id"], case["subject_kind"]) == ("prompts-7", "generation")
    assert [one["code"] for one in case["native"]] == ["sexual", "sexual/minors"]
    assert case["harm"]["primary"] == "csea"
    assert case["generation"] == {
        "ai_involvement": "synthetic",
        "surface": "same_service",
        "safeguard_state": "refused",
        "safeguard": "safeguard@omni-1",
    }
    assert case["detection"]["detected_at"] == "2026-01-05T08:00:00Z"
    assert (total["unit"], total["surface"]) == ("prompts", "image maker")
    assert total["sample"] == {"design": "census", "size": 1, "violating": 1, "stopped": 1}
    assert (task.written, task.skipped) == (1, Counter())
    assert "boat" not in json.dumps(records)


def test_the_digest_is_over_mapped_members_alone(made):
    (first, _), (second, _) = made(LINE)[0], made(LINE | {"text": "another"})[0]
    assert first["source"]["digest"] == second["source"]["digest"]


def test_an_output_that_is_stopped_is_blocked(made):
    (case, _), _ = made(LINE | {"stage": "output"})
    assert case["generation"]["safeguard_state"] == "blocked"


@pytest.mark.parametrize(
    ("changes", "is_case"),
    [
        ({"stage": "output", "action": "pass"}, True),
        ({"action": "pass"}, False),
        ({"flagged": False, "hazards": {}, "action": "stop"}, True),
        ({"flagged": False, "hazards": {}, "action": "pass"}, False),
    ],
)
def test_what_is_a_case(made, changes, is_case):
    records, _ = made(LINE | changes)
    assert bool(of_kind(records, "incident")) is is_case


def test_days_are_those_of_the_time_zone_that_the_mapping_names(made):
    late = LINE | {"at": "2026-01-31T23:30:00Z"}
    for zone, day in (("UTC", "2026-01-31"), ("Asia/Tokyo", "2026-02-01")):
        records, _ = made(late, mapping=MAPPING + f'[exposure]\nzone = "{zone}"\n')
        (total,) = of_kind(records, "exposure")
        assert total["period"] == {"start": day, "end": day}
        (case,) = of_kind(records, "incident")
        assert case["detection"]["detected_at"] == "2026-01-31T23:30:00Z"
    with pytest.raises(UserError, match=r"exposure\.zone.*no such time zone"):
        made(late, mapping=MAPPING + '[exposure]\nzone = "Moon/Sea"\n')


def test_a_verdict_knows_what_it_does_not_know():
    silent = Verdict("1", "outputs", "2026-01-05", "", None, (), "", "")
    assert silent.stopped is None
    assert not silent.is_case


def test_codes_in_a_list_or_a_text_and_unknown_ones(made):
    (case, _), task = made(LINE | {"hazards": ["hate", "own-7", "a text that is no code"]})
    assert [(one["scheme"], one["code"]) for one in case["native"]] == [
        ("openai-moderation@2024-09", "hate"),
        ("own@1", "own-7"),
    ]
    assert case["harm"] == {"primary": "hate"}
    assert codes(task) == {"IM002": 2}
    (case, _), _ = made(LINE | {"hazards": "hate, violence"})
    assert len(case["native"]) == 2


@pytest.mark.parametrize(
    "hazards",
    [[{"code": "hate"}], [["hate"]], {"hate": 0.97}, {"hate": {"flagged": True}}, {"hate": "yes"}],
    ids=range(5),
)
def test_codes_of_another_form_are_said(made, hazards):
    records, task = made(LINE | {"hazards": hazards})
    assert codes(task) == {"IM035": 1}
    assert "native" not in of_kind(records, "incident")[0]


def test_a_cell_that_holds_further_values_is_said(made):
    records, task = made(LINE | {"part": {"name": "image maker"}})
    assert codes(task) == {"IM035": 1}
    assert "surface" not in of_kind(records, "exposure")[0]


def test_a_safe_line_that_names_codes_is_said(made):
    safe = LINE | {"id": "8", "flagged": False, "action": "pass"}
    records, task = made(LINE, safe, safe | {"id": "9", "hazards": {"hate": False}})
    assert codes(task) == {"IM035": 1}
    [total] = of_kind(records, "exposure")
    assert (total["sample"]["size"], total["sample"]["violating"]) == (3, 1)


def test_a_text_where_members_are_read_is_said(made):
    mapping = MAPPING.replace("\nversion = ", '\n"guard.version" = ')
    given = LINE | {"guard": {"version": "omni 1"}}
    lines = [{"guard": "omni 1"}, {"guard": ""}, {"guard": None}, {"guard": 3}, {"guard": {}}]
    more = [LINE | one | {"id": str(n)} for n, one in enumerate(lines, 20)]
    _, task = made(given, *more, mapping=mapping)
    assert codes(task) == {"IM035": 2}


def test_a_category_that_is_not_mapped_is_one_finding(made):
    mapping = MAPPING.replace('flagged = "verdict.violates"', 'kind = "category"')
    mapping = mapping.replace('hazards = "verdict.code"\n', "")
    mapping += '[values."category"]\nbad = "hate"\n'
    records, task = made(LINE | {"kind": "odd"}, mapping=mapping)
    assert codes(task) == {"IM002": 1}
    (total,) = of_kind(records, "exposure")
    assert (total["sample"]["size"], total["sample"]["unjudged"]) == (0, 1)
    (total,), _ = made(LINE | {"kind": "", "action": "pass"}, mapping=mapping)
    assert (total["sample"]["size"], total["sample"]["violating"]) == (1, 0)
    (case, _), task = made(LINE | {"kind": "bad"}, mapping=mapping)
    assert (case["harm"], codes(task)) == ({"primary": "hate"}, {})


def test_a_line_without_a_verdict_is_not_judged(made):
    mapping = MAPPING.replace(
        "[[filters]]", '[values."verdict.violates"]\ntrue = "yes"\nmaybe = ""\n[[filters]]'
    )
    records, task = made(LINE | {"flagged": "maybe", "action": "pass"}, mapping=mapping)
    (total,) = records
    assert total["sample"]["unjudged"] == 1
    assert codes(task) == {"IM033": 1}


def test_copies_are_left_out_and_conflicts_are_errors(made):
    _, task = made(LINE, LINE, LINE | {"stage": "output"})
    assert (task.skipped[COPY], codes(task)) == (1, {})
    records, task = made(LINE, LINE | {"flagged": False, "hazards": {}})
    assert (task.skipped[COPY], codes(task)) == (1, {"IM006": 1})
    assert len(of_kind(records, "exposure")) == 1


def test_lines_without_an_id_are_cases_of_their_own_in_one_file(made):
    mapping = MAPPING.replace('id = "id"\n', "")
    records, task = made(LINE, LINE, mapping=mapping, tables=2)
    assert len(of_kind(records, "incident")) == 2
    assert task.skipped[COPY] == 2
    assert codes(task) == {"IM008": 2}


def test_what_cannot_be_read_is_skipped_and_said(made):
    lines = [
        {"other": 1},
        LINE | {"id": "8", "at": "yesterday"},
        LINE | {"id": "9", "stage": "upload"},
        LINE | {"id": "10", "team": "test"},
        LINE | {"id": "11", "part": "a part\nwith a line", "version": "word " * 40},
    ]
    records, task = made(*lines)
    assert task.skipped[FOREIGN] == 1
    assert task.skipped["row without what a verdict needs"] == 2
    assert task.skipped["row that a filter leaves out"] == 1
    assert task.written == 1
    assert codes(task)["IM035"] == 2
    assert "surface" not in of_kind(records, "exposure")[0]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('hazards = "verdict.code"', 'hazard = "verdict.code"', "columns.hazard"),
        ("team", "crew", ""),
    ],
)
def test_a_member_that_no_line_has_is_a_fault_of_the_mapping_file(made, old, new, place):
    with pytest.raises(UserError, match=f"{place}.*no line has the member"):
        made(LINE, mapping=MAPPING.replace(old, new))


def test_what_no_member_says_is_not_recorded(made):
    mapping = MAPPING.replace('minor = "depicted.minor"\n', "")
    _, task = made(LINE, mapping=mapping + '[sample]\ndesign = "simple"\n')
    assert {"depicted", "language", "generation"} <= task.gaps.keys()
    assert task.gaps["generation"]["partly"]


def test_what_the_importer_offers():
    assert importer("guard-log") is GUARD_LOG
    assert set(GUARD_LOG.not_recorded) <= set(codelist("record-part").codes)
    assert set(GUARD_LOG.capabilities) <= set(codelist("capability").codes)
    assert all(load_system(scheme).codes for scheme in GUARD_LOG.schemes)
    assert "Who says that a prompt or an output violates?" in GUARD_LOG.choices
