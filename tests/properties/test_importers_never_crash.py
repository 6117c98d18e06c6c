"""Rows of every system with members broken at random: findings and counts, never a crash."""

import json
import random
from datetime import date
from pathlib import Path

import pytest

from harmscope.formats.rows import Row
from harmscope.importers import LOGS
from harmscope.importers.contract import Table, Task
from harmscope.importers.dsa_sor import DSA_SOR
from harmscope.importers.run import tables
from harmscope.model.incident import Incident
from harmscope.model.notice import Notice
from harmscope.validation import Options, validate

EXAMPLES = Path(__file__).parents[2] / "examples" / "importers"
JUNK = (
    None, "", " ", 0, -1, 7, 1.5, True, [], {}, [[]], [None], {"$date": "x"}, {"$date": {}},
    "0", "99999999999999999999", "2026-02-30", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "planted@mail.example", "{", "[", "did:", "at://", "at:///",
    "\0", "\U0001f600", "x" * 6000,
)  # fmt: skip
MODELS = {"incident": Incident, "notice": Notice}


def rows(name, chance):
    """The rows of an example, lightly broken, in any order."""
    task = Task()
    found = [
        row.data
        for table in tables([str(EXAMPLES / name / "raw")], frozenset(), task)
        for row in table.rows
    ]
    broken = [breaking(json.loads(json.dumps(data)), chance) for data in found]
    chance.shuffle(broken)
    return [Row(line, 0, data) for line, data in enumerate(broken, 1) if isinstance(data, dict)]


def breaking(value, chance):
    if chance.random() < 0.04:
        return chance.choice(JUNK)
    if isinstance(value, dict):
        return {
            key: breaking(inner, chance) for key, inner in value.items() if chance.random() > 0.02
        }
    if isinstance(value, list):
        return [breaking(inner, chance) for inner in value]
    return value


def refused(found, tmp_path):
    """The rules by which ``validate`` refuses records."""
    place = tmp_path / "records.jsonl"
    place.write_text("".join(json.dumps(one) + "\n" for one in found), encoding="utf-8")
    verdict = validate([place], Options(clock=date(2035, 1, 1)))
    return {finding.rule for finding in verdict.tally.samples() if finding.severity == "error"}


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("importer", LOGS, ids=[one.name for one in LOGS])
def test_broken_rows_are_counted_and_records_stay_valid(importer, seed, tmp_path):
    chance = random.Random(seed)
    task = Task()
    taken = rows(importer.name, chance)
    task.read = len(taken)
    records = list(importer.records(iter([Table("broken", iter(taken))]), task))
    assert task.read == task.written + task.skipped.total()
    for record in records:
        MODELS[record["record"]].model_validate(record)
        assert "planted" not in json.dumps(record).lower()
    assert refused(records, tmp_path) == set()


STATEMENT = {
    "uuid": "00000000-0000-4000-8000-000000000001",
    "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
    "end_date_visibility_restriction": "2025-09-01",
    "decision_account": "DECISION_ACCOUNT_SUSPENDED",
    "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
    "illegal_content_legal_ground": "An invented law, section 3",
    "category": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
    "category_addition": ["STATEMENT_CATEGORY_CYBER_VIOLENCE"],
    "category_specification": ["KEYWORD_PHISHING"],
    "content_type": ["CONTENT_TYPE_TEXT"],
    "content_language": "DE",
    "content_date": "2025-07-01 00:00:00",
    "territorial_scope": ["DE", "AT"],
    "application_date": "2025-07-02 00:00:00",
    "source_type": "SOURCE_ARTICLE_16",
    "automated_detection": "Yes",
    "automated_decision": "AUTOMATED_DECISION_PARTIALLY",
    "platform_name": "Plazza",
    "created_at": "2025-07-02 10:11:12",
}
WORDS = (
    "nan",
    "None",
    "X",
    "UNKNOWN_CODE",
    "xx",
    "ZZ",
    "2025-02-30",
    "2031-01-01",
    "True",
    "Y" * 900,
)


@pytest.mark.parametrize("seed", range(20))
def test_of_broken_statements_only_good_records_are_written(seed, tmp_path):
    chance = random.Random(seed)
    task = Task(service="Plazza")
    taken = []
    for number in range(40):
        data = {**STATEMENT, "uuid": f"00000000-0000-4000-8000-{number:012d}"}
        for name in chance.sample(list(STATEMENT)[1:], 3):
            word = chance.choice((*JUNK, *WORDS))
            data[name] = [word] if isinstance(data[name], list) and chance.random() < 0.5 else word
        taken.append(Row(number + 1, 0, data))
    records = list(DSA_SOR.records(iter([Table("broken", iter(taken))]), task))
    assert refused(records, tmp_path) == set()
