"""Generated exports of incidents with a known set of faulty rows: seeded, invented and tame."""

import json
import pickle
import random
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from benchmarks.statements import HABITS, OWN_TEXT, SKEW
from harmscope.validation.schemas import versions

NEWEST = versions()
HEADER = {
    "record": "dataset",
    "version": NEWEST["dataset"][-1],
    "service": "Example",
    "time_zone": "UTC",
    "taxonomy": "harm@1.0.0",
    "disclosure": "restricted",
}
HEAD = b'"incident_id":"case-'
"""How the id of every record starts, as it stands in the file."""

STATES = ["AT", "BE", "DE", "FR", "IT", "ES", "PL", "SE", "NL", "IE"]
SENTENCE = "A reader flagged the post; a reviewer looked at it and compared it with the rules. "


def _unknown_member(record: dict[str, Any]) -> None:
    record["decided"] = "2026-01-03"


def _wrong_type(record: dict[str, Any]) -> None:
    record["service"] = 7


def _unlisted_code(record: dict[str, Any]) -> None:
    record["subject_kind"] = "page"


def _malformed_time(record: dict[str, Any]) -> None:
    record["content"]["created_at"] = "03/01/2026"


def _decision_before_content(record: dict[str, Any]) -> None:
    record["content"]["created_at"] = "2026-02-01T08:00:00Z"


def _missing_member(record: dict[str, Any]) -> None:
    del record["subject_kind"]


def _unknown_code(record: dict[str, Any]) -> None:
    record["native"][0]["code"] = "KEYWORD_NOT_THERE"


def _end_on_termination(record: dict[str, Any]) -> None:
    record["decisions"][0]["actions"] = [{"kind": "account.terminated", "ends_at": "2026-03-01"}]


FAULTS: list[Callable[[dict[str, Any]], None]] = [
    _unknown_member,
    _wrong_type,
    _unlisted_code,
    _malformed_time,
    _decision_before_content,
    _missing_member,
    _unknown_code,
    _end_on_termination,
]


def write_export(path: Path, rows: int, share: float, seed: int = 7) -> set[int]:
    """Write a header and ``rows`` incidents of about 2 kB; gives the lines that are faulty."""
    chance, faulty = random.Random(seed), set()
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(HEADER, separators=(",", ":")) + "\n")
        for number in range(rows):
            record = incident(chance, number)
            if chance.random() < share:
                chance.choice(FAULTS)(record)
                faulty.add(number + 2)
            file.write(json.dumps(record, separators=(",", ":")) + "\n")
    return faulty


def incident(chance: random.Random, number: int) -> dict[str, Any]:
    """One incident without a fault: one of the habits, with its own id, times and territory."""
    habits, weights = _habits()
    (habit,) = chance.choices(habits, cum_weights=weights)
    day, hour = chance.randint(10, 27), chance.randint(10, 20)
    at = f"2026-01-{day}T{hour}:{chance.randint(10, 59)}:00Z"
    record: dict[str, Any] = pickle.loads(habit)
    record["incident_id"] = f"case-{number:09d}"
    record["subject_key"] = f"{chance.getrandbits(128):032x}"
    decision = record["decisions"][0]
    decision["decided_at"] = decision["applied_at"] = at
    if chance.random() < OWN_TEXT:
        decision["facts"] = SENTENCE * chance.randint(4, 18)
    if chance.random() < 0.2:
        record["appeals"] = [
            {
                "id": "a1",
                "against": {"decision": "d1"},
                "channel": "internal",
                "filed_at": f"2026-02-{day}T08:00:00Z",
                "outcome": "pending",
            }
        ]
    return record


KEYWORDS = {
    "KEYWORD_HATE_SPEECH": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    "KEYWORD_DEFAMATION": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    "KEYWORD_PHISHING": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
    "KEYWORD_CYBER_HARASSMENT": "STATEMENT_CATEGORY_CYBER_VIOLENCE",
    "KEYWORD_CYBER_STALKING": "STATEMENT_CATEGORY_CYBER_VIOLENCE",
    "KEYWORD_UNSAFE_PRODUCTS": "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS",
}
SOURCES = ("own_initiative", "user_flag", "legal_notice", "trusted_flagger")
ACTIONS = ("visibility.removed", "visibility.demoted", "visibility.labelled")


def _habit(chance: random.Random) -> bytes:
    code = chance.choice(list(KEYWORDS))
    territory = chance.sample(STATES, chance.randint(1, 9))
    ground = chance.choice(("terms", "terms", "law"))
    rule = {"legal_basis": "Act on insults"} if ground == "law" else {"policy_ref": "Insults"}
    return pickle.dumps(
        {
            "record": "incident",
            "version": NEWEST["incident"][-1],
            "incident_id": "",
            "service": "Example",
            "subject_kind": "content",
            "native": [{"scheme": "dsa@v2", "code": code, "parent": KEYWORDS[code]}],
            "content": {
                "medium": [chance.choice(("text", "image", "video"))],
                "created_at": "2026-01-01T08:00:00Z",
                "territory": territory,
            },
            "detection": {
                "source": chance.choices(SOURCES, (8, 4, 1, 1))[0],
                "detected_at": "2026-01-02T08:00:00Z",
            },
            "decisions": [
                {
                    "id": "d1",
                    "ground": ground,
                    **rule,
                    "actions": [{"kind": chance.choice(ACTIONS)}],
                    "automation": chance.choice(("none", "partial")),
                    "facts": SENTENCE * chance.randint(4, 18),
                    "territory": territory,
                }
            ],
            "source": {"id": "s1", "filed_at": "2026-03-01"},
        }
    )


@cache
def _habits() -> tuple[list[bytes], list[float]]:
    """Incidents that come again and again, commonest first, and the sums of their weights."""
    chance = random.Random(29)
    habits = [_habit(chance) for _ in range(HABITS)]
    return habits, list(accumulate(1 / place**SKEW for place in range(1, HABITS + 1)))
