"""Asking only the candidates, the judge says of any record what it says asking all demands."""

import copy
import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.demands import Context
from harmscope.rules import RULES
from harmscope.validation.identify import STATEMENT, kind_of
from harmscope.validation.judge import KindJudge
from harmscope.validation.schemas import versions
from harmscope.validation.statement import normal

CASES = Path(__file__).parents[1] / "cases"
KINDS = sorted({kind for rule in RULES.values() if rule.demand for kind in rule.kinds})
CLOCK = Context(date(2026, 6, 1))
RECORDS_A_CASE = 5
VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 0.5, 1.0, 2**53, "", "x", "x" * 300, [], {}, [None], [[]]),
    *("2026-01-05T10+01:00", "2026-01-05T100000.1Z", "2026-01-05 10:00:00Z", "1970-01-01"),
    *("2026-01-05T23:30:00-05:00", "2026-01-05T10:00:00.5Z", "2026-02-30", "2030-01-01"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-12:00", "2026-01-05", "20260105"),
    *("2026-01-01T10:00:00Z", "2025-12-31T00:00:00Z", "2026-02-03T10:00:00+05:30", "03/01/2026"),
    *("n/a", " N/A ", "someone@example.org", "+43 660 1234567", "yes", "no", "other", "law"),
    *("full", "d1", "a1", "4006381333931", "4006381333932", "dsa@v1", "dsa@v9", "iab-content@3.1"),
    *({"kind": "account.terminated"}, [{"id": "d1"}], {"decision": "d1", "no_action_on": "n1"}),
]


def records(kind: str) -> list[dict[str, Any]]:
    found: dict[bytes, dict[str, Any]] = {}
    for path in sorted(CASES.glob("*/*.json*")):
        for line in path.read_bytes().splitlines():
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if isinstance(record, dict) and kind_of(record, None) == kind:
                found[line] = normal(record) if kind == STATEMENT else record
    return list(found.values())


SEEDS = {kind: records(kind) for kind in KINDS}


def parts(value: Any) -> list[Any]:
    """Every object and list in a record, outermost first."""
    inner = value.values() if isinstance(value, dict) else value
    return [
        value,
        *(part for each in inner if isinstance(each, dict | list) for part in parts(each)),
    ]


def mutate(record: dict[str, Any], others: list[dict[str, Any]], chance: random.Random) -> None:
    """Drop, change, repeat or move something, or bring it over from another record."""
    target = chance.choice(parts(record))
    donor = chance.choice(parts(chance.choice(others)))
    keys = list(target) if isinstance(target, dict) else list(range(len(target)))
    names = [*keys, *(donor if isinstance(donor, dict) and isinstance(target, dict) else ())]
    if not names:
        return
    key = chance.choice(names)
    change = chance.randrange(5)
    if change == 0 and key in keys:
        del target[key]
    elif change == 1 and isinstance(target, list):
        target.append(copy.deepcopy(chance.choice(target)))
    elif change == 2 and isinstance(donor, dict) and key in donor:
        target[key] = copy.deepcopy(donor[key])
    elif change == 3 and isinstance(donor, list) and donor and key in keys:
        target[key] = copy.deepcopy(chance.choice(donor))
    else:
        target[key] = copy.deepcopy(chance.choice(VALUES))


class Every:
    """Suspects all demands of a judge."""

    def __init__(self, count: int) -> None:
        self.suspects = lambda record: range(count)


def judges(kind: str, context: Context) -> tuple[KindJudge, KindJudge]:
    quick, plain = KindJudge(kind, None, context), KindJudge(kind, None, context)
    plain._candidates = Every(len(plain._rules))  # type: ignore[assignment]
    return quick, plain


def says_the_same(kind: str, seed: int) -> None:
    chance = random.Random(seed)
    pair = PAIRS[kind][seed % 2]
    for _ in range(RECORDS_A_CASE):
        record = copy.deepcopy(chance.choice(SEEDS[kind]))
        for _ in range(chance.randrange(6)):
            mutate(record, SEEDS[kind], chance)
        quick, plain = (list(judge.faults(record)) for judge in pair)
        assert quick == plain, json.dumps(record)


PAIRS = {
    kind: (judges(kind, CLOCK), judges(kind, Context())) for kind in KINDS if kind in versions()
}
seeds = given(seed=st.integers(0, 2**64))


def test_records_of_every_kind_are_looked_at() -> None:
    assert all(SEEDS[kind] for kind in PAIRS)


@pytest.mark.parametrize("kind", list(PAIRS))
@seeds
def test_candidates_and_plain_loop_agree(kind: str, seed: int) -> None:
    says_the_same(kind, seed)


@pytest.mark.fuzz
@pytest.mark.parametrize("kind", list(PAIRS))
@seeds
def test_candidates_and_plain_loop_agree_at_length(kind: str, seed: int) -> None:
    says_the_same(kind, seed)
