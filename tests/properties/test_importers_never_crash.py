"""Rows of every system with members broken at random: findings and counts, never a crash."""

import json
import random
from pathlib import Path

import pytest

from harmscope.formats.rows import Row
from harmscope.importers import LOGS
from harmscope.importers.contract import Table, Task
from harmscope.importers.run import tables
from harmscope.model.incident import Incident
from harmscope.model.notice import Notice

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


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("importer", LOGS, ids=[one.name for one in LOGS])
def test_broken_rows_are_counted_and_records_stay_valid(importer, seed):
    chance = random.Random(seed)
    task = Task()
    taken = rows(importer.name, chance)
    task.read = len(taken)
    records = list(importer.records(iter([Table("broken", iter(taken))]), task))
    assert task.read == task.written + task.skipped.total()
    for record in records:
        MODELS[record["record"]].model_validate(record)
        assert "planted" not in json.dumps(record).lower()
