"""Makes ``records.jsonl``: a year of invented moderation at an invented service.

Every choice comes from a digest of its place, so the same file comes out on every machine. Run it
from the top of the checkout: ``python examples/platform-export/make.py``.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from harmscope.taxonomy import load_system, native_to_harm

Record = dict[str, Any]

SERVICE = "Lanternfish"
START = datetime(2025, 7, 1, tzinfo=UTC)
DAYS = 365
INCIDENTS, FLAGS, REQUESTS, ORDERS, PROMPTS = 300, 90, 60, 12, 48

KEYWORDS = (
    ("KEYWORD_HATE_SPEECH", 4),
    ("KEYWORD_DEFAMATION", 2),
    ("KEYWORD_PHISHING", 5),
    ("KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING", 4),
    ("KEYWORD_TRADEMARK_INFRINGEMENT", 3),
    ("KEYWORD_COPYRIGHT_INFRINGEMENT", 4),
    ("KEYWORD_CYBER_BULLYING_INTIMIDATION", 6),
    ("KEYWORD_CYBER_HARASSMENT", 4),
    ("KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE", 5),
    ("KEYWORD_NON_CONSENSUAL_IMAGE_SHARING", 4),
    ("KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE", 1),
    ("KEYWORD_GROOMING_SEXUAL_ENTICEMENT_MINORS", 1),
    ("KEYWORD_SELF_MUTILATION", 2),
    ("KEYWORD_ANIMAL_HARM", 1),
    ("KEYWORD_HIDDEN_ADVERTISEMENT", 3),
)
AUTOMATION = {
    True: (("none", 2), ("partial", 3), ("full", 5)),
    False: (("none", 5), ("partial", 2)),
}
INTIMATE = {
    "KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE": "ncii.synthetic",
    "KEYWORD_NON_CONSENSUAL_IMAGE_SHARING": "ncii.authentic",
}
"""Keywords under which Lanternfish files intimate images, and the harm that it records."""


def number(below: int, *place: object) -> int:
    """A number from 0 to ``below`` - 1 that depends on the place alone."""
    digest = hashlib.sha256("/".join(map(str, place)).encode()).digest()
    return int.from_bytes(digest[:8], "big") % below


def pick(options: Sequence[tuple[Any, int]], *place: object) -> Any:
    """One of the options, each as likely as its weight."""
    left = number(sum(weight for _, weight in options), *place)
    for option, weight in options:
        left -= weight
        if left < 0:
            return option
    raise AssertionError


def moment(day: int, *place: object) -> datetime:
    return START + timedelta(days=day, minutes=number(24 * 60, "minute", *place))


def text(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")


def coded(keyword: str) -> Record:
    """Native codes, harm, and the members that the codes imply."""
    code = load_system("dsa@v2").find(keyword)
    assert code is not None, keyword
    found = native_to_harm("dsa@v2", [code.parent, keyword])
    made: Record = {
        "native": [
            {"scheme": "dsa@v2", "code": code.parent, "role": "category"},
            {"scheme": "dsa@v2", "code": keyword, "parent": code.parent, "role": "keyword"},
        ]
    }
    if found.harm is not None:
        made["harm"] = {"primary": found.harm} | ({"also": list(found.also)} if found.also else {})
    if keyword in INTIMATE:
        made |= {"harm": {"primary": INTIMATE[keyword]}, "depicted": {"real_person": "yes"}}
        made["generation"] = {"ai_involvement": "generated" if "DEEPFAKE" in keyword else "none"}
    for path, value in found.implied if keyword not in INTIMATE else ():
        group, _, member = path.partition(".")
        made.setdefault(group, {})[member] = value
    return made


def incident(place: int) -> Record:
    keyword = pick(KEYWORDS, "keyword", place)
    created = moment(number(DAYS - 20, "day", place), "made", place)
    detected = created + timedelta(minutes=number(6 * 24 * 60, "found", place))
    decided = detected + timedelta(minutes=1 + number(3 * 24 * 60, "decided", place))
    subject = pick((("content", 17), ("account", 3)), "subject", place)
    source = pick(
        (("own_initiative", 9), ("user_flag", 6), ("legal_notice", 3), ("trusted_flagger", 2)),
        "source",
        place,
    )
    record: Record = {
        "record": "incident",
        "version": "1.0",
        "incident_id": f"case-{place:04d}",
        "service": SERVICE,
        "origin": "local",
        "subject_kind": subject,
    }
    record |= coded(keyword)
    record["content"] = {
        "medium": [pick((("image", 3), ("text", 4), ("video", 2)), "medium", place)],
        "languages": [pick((("en", 5), ("de", 2), ("fr", 2), ("sv", 1)), "language", place)],
        "created_at": text(created),
        "territory": [pick((("IE", 3), ("DE", 3), ("FR", 2), ("SE", 1)), "country", place)],
    }
    record["detection"] = {
        "source": source,
        "automated": source == "own_initiative" and number(5, "machine", place) > 0,
        "detected_at": text(detected),
    }
    machine = record["detection"]["automated"]
    record["decisions"] = list(decisions(place, subject, machine=machine, decided=decided))
    record["appeals"] = list(appeals(place, record["decisions"], decided))
    if subject == "content":
        copies = number(6, "copies", place)
        record["reach"] = {
            "views_before_action": number(4000, "views", place),
            "copies_found": copies,
            "copies_removed": copies,
            "reuploads_blocked": number(9, "again", place),
        }
    if keyword == "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE":
        record["referrals"] = [{"body": "ncmec", "sent_at": text(decided)}]
    return {name: value for name, value in record.items() if value != []}


def decisions(place: int, subject: str, *, machine: bool, decided: datetime) -> Iterator[Record]:
    kinds = (
        (("account.suspended", 3), ("account.terminated", 1))
        if subject == "account"
        else (
            ("visibility.removed", 12),
            ("visibility.disabled", 3),
            ("visibility.demoted", 2),
            ("visibility.age_restricted", 1),
            ("visibility.labelled", 1),
        )
    )
    first: Record = {
        "id": "d1",
        "decided_at": text(decided),
        "applied_at": text(decided),
        "notified_at": text(decided + timedelta(minutes=number(600, "told", place))),
        "ground": pick((("terms", 3), ("law", 1)), "ground", place),
        "automation": pick(AUTOMATION[machine], "automation", place),
    }
    first["legal_basis" if first["ground"] == "law" else "policy_ref"] = (
        "Criminal code" if first["ground"] == "law" else "Community rules"
    )
    if machine or number(5, "acts", place):
        action = {"kind": pick(kinds, "action", place)}
        if action["kind"].endswith("suspended"):
            action["ends_at"] = text(decided + timedelta(days=30))
        first["actions"] = [action]
    yield first
    if number(12, "appeal", place) == 0 and "actions" in first:
        later = decided + timedelta(days=2 + number(9, "reverse", place))
        undone = {"decision": "d1", "cause": "appeal"}
        yield {"id": "d2", "decided_at": text(later), "reverses": undone}


def appeals(place: int, taken: list[Record], decided: datetime) -> Iterator[Record]:
    filed = decided + timedelta(hours=1 + number(40, "filed", place))
    closed = filed + timedelta(hours=5 + number(200, "closed", place))
    channel = pick((("internal", 6), ("out_of_court", 1)), "channel", place)
    made = {"id": "a1", "against": {"decision": "d1"}, "channel": channel, "filed_at": text(filed)}
    if len(taken) > 1:
        closed = datetime.fromisoformat(taken[1]["decided_at"])
        made |= {"filed_at": text(closed - timedelta(hours=30)), "outcome": "granted"}
        made |= {"decided_at": text(closed), "notified_at": text(closed)}
        made |= {"resulting_decision": "d2"}
        yield made | ({"implemented": True} if channel == "out_of_court" else {})
    elif number(6, "denied", place) == 0:
        outcome = pick((("denied", 5), ("omitted", 1), ("pending", 1)), "outcome", place)
        if outcome != "pending":
            made |= {"decided_at": text(closed), "notified_at": text(closed)}
        yield made | {"outcome": outcome}


def notice(place: int) -> Record:
    keyword = pick(KEYWORDS, "keyword of flag", place)
    received = moment(number(DAYS - 10, "flag day", place), "flag", place)
    kind = pick((("user_flag", 5), ("legal_notice", 4), ("trusted_flagger", 2)), "kind", place)
    outcome = pick(
        (("acted", 5), ("partly", 1), ("no_action", 4), ("pending", 1)), "what came", place
    )
    record: Record = {
        "record": "notice",
        "version": "1.0",
        "notice_id": f"notice-{place:04d}",
        "service": SERVICE,
        "kind": kind,
        "received_at": text(received),
        "acknowledged_at": text(received + timedelta(minutes=3)),
        "outcome": outcome,
        "item_count": 1 + number(3, "items", place),
        "processing_automation": pick((("none", 3), ("partial", 2), ("full", 1)), "way", place),
    }
    coded_ = coded(keyword)
    record |= {name: coded_[name] for name in ("native", "harm") if name in coded_}
    return record | closing(outcome, received, "flag", place)


def closing(outcome: str, received: datetime, *place: object) -> Record:
    if outcome == "pending":
        return {}
    decided = received + timedelta(minutes=30 + number(70 * 60, "closing", *place))
    made: Record = {"decided_at": text(decided), "notified_at": text(decided)}
    if outcome in ("acted", "partly"):
        made |= {"removed_at": text(decided), "acted_on": "terms"}
    if outcome == "refused":
        made |= {"refusal_reason": pick((("incomplete", 3), ("not_found", 2)), "why", *place)}
    return made


def request(place: int) -> Record:
    """A removal request; most fall into the weeks since which the 48 hours are law."""
    keyword = pick([(one, 1) for one in INTIMATE], "keyword of request", place)
    day = 322 + number(40, "request day", place) if place % 3 else number(320, "early", place)
    received = moment(day, "request", place)
    outcome = pick((("acted", 8), ("refused", 2), ("pending", 1)), "request outcome", place)
    record: Record = {
        "record": "notice",
        "version": "1.0",
        "notice_id": f"request-{place:04d}",
        "service": SERVICE,
        "kind": "removal_request",
        "received_at": text(received),
        "acknowledged_at": text(received + timedelta(minutes=2)),
        "outcome": outcome,
        "item_count": 1 + number(4, "request items", place),
        "requester": {
            "relation": pick((("self", 6), ("agent", 1), ("guardian", 2)), "who", place),
            "jurisdiction": "US",
        },
        "valid": outcome != "refused",
    }
    coded_ = coded(keyword)
    record |= {name: coded_[name] for name in ("native", "harm") if name in coded_}
    return record | closing(outcome, received, "request", place)


def order(place: int) -> Record:
    received = moment(number(DAYS - 10, "order day", place), "order", place)
    kind = pick((("act", 3), ("inform", 1)), "order kind", place)
    done = received + timedelta(minutes=45 + number(600, "order done", place))
    coded_ = coded(pick(KEYWORDS[:7], "keyword of order", place))
    record: Record = {
        "record": "notice",
        "version": "1.0",
        "notice_id": f"order-{place:04d}",
        "service": SERVICE,
        "kind": "authority_order",
        "received_at": text(received),
        "acknowledged_at": text(received + timedelta(minutes=1)),
        "decided_at": text(done),
        "outcome": "acted",
        "acted_on": "law",
        "item_count": 1 + number(5, "order items", place),
        "native": coded_["native"],
        "order": {
            "kind": kind,
            "state": pick((("DE", 2), ("FR", 1)), "order state", place),
            "legal_ground_stated": True,
        },
    }
    record["removed_at" if kind == "act" else "fulfilled_at"] = text(done)
    return record | ({"harm": coded_["harm"]} if "harm" in coded_ else {})


def prompt(place: int) -> Record:
    """A case of the service's own image generator."""
    detected = moment(number(DAYS - 5, "prompt day", place), "prompt", place)
    minor = number(7, "minor", place) == 0
    state = pick((("refused", 6), ("blocked", 3), ("passed", 1)), "safeguard", place)
    record: Record = {
        "record": "incident",
        "version": "1.0",
        "incident_id": f"generation-{place:04d}",
        "service": SERVICE,
        "origin": "local",
        "subject_kind": "generation",
        "harm": {"primary": "csea.csam-synthetic" if minor else "ncii.synthetic"},
        "depicted": {"real_person": "yes", "minor": "yes" if minor else "no"},
        "generation": {
            "ai_involvement": "generated",
            "surface": "same_service",
            "input_kind": pick((("photo_of_person", 3), ("text", 2)), "input", place),
            "safeguard_state": state,
        },
        "detection": {
            "source": "own_initiative",
            "method": "classifier",
            "automated": True,
            "detected_at": text(detected),
        },
    }
    return record


def exposure() -> Iterator[Record]:
    for half, start, end in (
        ("h2", "2025-07-01", "2025-12-31"),
        ("h1", "2026-01-01", "2026-06-30"),
    ):
        yield {
            "record": "exposure",
            "version": "1.0",
            "exposure_id": f"views-{half}",
            "service": SERVICE,
            "period": {"start": start, "end": end},
            "unit": "views",
            "total": 48_000_000,
            "sample": {
                "design": "simple",
                "size": 12_000,
                "violating": 11 if half == "h2" else 9,
                "policies": "Community rules",
                "spam_included": "no",
                "reviewers": {"sensitivity": 0.93, "specificity": 0.9996, "checked": 1500},
            },
        }


def header() -> Record:
    return {
        "record": "dataset",
        "version": "1.1",
        "dataset_id": "lanternfish-2025-2026",
        "service": SERVICE,
        "operator": "Lanternfish Limited",
        "period": {"start": "2025-07-01", "end": "2026-06-30"},
        "time_zone": "UTC",
        "jurisdictions": ["EU"],
        "licence": "CC0-1.0",
        "taxonomy": "harm@1.0.0",
        "disclosure": "restricted",
        "capabilities": [
            "visibility_restrictions",
            "age_restriction",
            "demotion",
            "labelling",
            "account_restrictions",
            "user_flags",
            "legal_notices",
            "trusted_flaggers",
            "removal_requests",
            "authority_orders",
            "internal_complaints",
            "out_of_court",
            "automated_detection",
            "automated_decision",
            "generation",
        ],
        "not_recorded": [
            {"part": "provenance", "reason": "Marks of origin are not read from files."}
        ],
        "choices": [
            {
                "question": "What is one measure?",
                "answer": "One decision on one item or account, however many restrictions it has.",
            },
            {
                "question": "What is a notice under Article 16?",
                "answer": "A message sent through the form for illegal content.",
            },
        ],
    }


def records() -> Iterator[Record]:
    yield header()
    yield from (incident(place) for place in range(INCIDENTS))
    yield from (prompt(place) for place in range(PROMPTS))
    yield from (notice(place) for place in range(FLAGS))
    yield from (request(place) for place in range(REQUESTS))
    yield from (order(place) for place in range(ORDERS))
    yield from exposure()


def main() -> None:
    path = Path(__file__).with_name("records.jsonl")
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records())


if __name__ == "__main__":
    main()
