"""Generated exports of incidents with a known set of faulty rows: seeded, invented and tame."""

import json
import pickle
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
    """One incident without a fault."""
    day, hour = chance.randint(10, 27), chance.randint(10, 20)
    at = f"2026-01-{day}T{hour}:{chance.randint(10, 59)}:00Z"
    record: dict[str, Any] = pickle.loads(_PICKLED)
    record["incident_id"] = f"case-{number:09d}"
    record["subject_key"] = f"{chance.getrandbits(128):032x}"
    decision = record["decisions"][0]
    decision["decided_at"] = decision["applied_at"] = at
    decision["facts"] = SENTENCE * chance.randint(4, 18)
    record["content"]["territory"] = chance.sample(STATES, chance.randint(1, 9))
    decision["territory"] = record["content"]["territory"]
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


_PATTERN: dict[str, Any] = {
    "record": "incident",
    "version": NEWEST["incident"][-1],
    "incident_id": "",
    "service": "Example",
    "subject_kind": "content",
    "native": [
        {
            "scheme": "dsa@v2",
            "code": "KEYWORD_HATE_SPEECH",
            "parent": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
        }
    ],
    "content": {"medium": ["text"], "created_at": "2026-01-01T08:00:00Z"},
    "detection": {"source": "user_flag", "detected_at": "2026-01-02T08:00:00Z"},
    "decisions": [
        {
            "id": "d1",
            "ground": "terms",
            "policy_ref": "Rule on insults",
            "actions": [{"kind": "visibility.removed"}],
            "automation": "none",
        }
    ],
    "source": {"id": "s1", "filed_at": "2026-03-01"},
}
_PICKLED = pickle.dumps(_PATTERN)
