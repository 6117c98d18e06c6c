"""What can be proved of the promise that public records carry no person."""

import json
from typing import Any

import pytest

from harmscope.disclosure.members_ import tree
from harmscope.disclosure.records import (
    CLASSED,
    coarsened,
    header_members,
    public,
    public_header,
    restricted,
    rules_of,
    unasked,
)
from harmscope.model.kinds import CURRENT
from harmscope.rules import CATALOGUE
from harmscope.schemagen import named
from harmscope.schemagen.diff import flat

PLANTED = "Zebra17"
HASH = "0123456789abcdef" * 2
CASE: dict[str, Any] = {
    "record": "incident",
    "version": "1.0",
    "incident_id": PLANTED,
    "service": "Lanternfish",
    "subject_kind": "content",
    "native": [
        {"scheme": "dsa@v2", "code": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"},
        {"scheme": "house@1", "code": PLANTED},
    ],
    "content": {
        "medium": ["text"],
        "medium_other": PLANTED,
        "created_at": "2025-07-01T08:30:00Z",
        "hashes": [{"alg": "pdq", "value": PLANTED}],
        "territory": ["DE"],
    },
    "depicted": {"identifiable": "yes", "minor": "yes", "age_band": "11-13"},
    "detection": {"source": "user_flag", "notifier": PLANTED},
    "notice_ids": [PLANTED],
    "decisions": [
        {
            "id": PLANTED,
            "applied_at": "2025-07-30T23:10:00+02:00",
            "ground": "terms",
            "policy_ref": PLANTED,
            "policy_url": f"https://example.org/{PLANTED}",
            "facts": PLANTED,
            "actions": [{"kind": "visibility.other", "other": PLANTED}],
        }
    ],
    "appeals": [
        {
            "id": PLANTED,
            "against": {"decision": PLANTED},
            "channel": "internal",
            "filed_at": "2025-08-15",
            "outcome": "pending",
        }
    ],
    "reach": {"views_before_action": 48213},
    "source": {"id": PLANTED, "reference": PLANTED},
    "subject_key": HASH,
    "reporter_key": HASH,
    "supersedes": PLANTED,
}
SAFE_TEXTS = {
    *("service", "operator", "licence", "importer.name", "importer.version"),
    *("surface", "sample.frame", "sample.policies", "authority", "legal_basis"),
}
"""Texts that the publisher says of itself, of the data set, of its method and of authorities."""

CHECKED = {
    *("native.*.code", "native.*.parent", "not_recorded.*.reason"),
    "decisions.*.actions.*.other",
}
"""Texts that must be on a shipped list, or are one fixed sentence."""

FORMS = (
    "@",
    "^[a-z]{2,3}",
    "^[A-Z]{2}$",
    "^[A-Z]{2}(?:-",
    "^[A-Z]{3}$",
    "^[a-z][a-z-]*",
    "^[A-Za-z0-9_+/-]{1,64}$",
)
"""How the patterns of code systems, languages, countries, harms and time zones start."""


def leaves(kind: str) -> dict[str, dict[str, object]]:
    """Every public member of a kind that holds a value, with what its schema asks."""
    members = flat(json.loads(named(f"{kind}@{CURRENT[kind]}")))
    kept = header_members() if kind == "dataset" else rules_of(kind).keep

    def paths(node: dict[str, Any], above: str = "") -> list[str]:
        if not node:
            return [above]
        return [path for name in node for path in paths(node[name], f"{above}.{name}".strip("."))]

    return {path: members[path] for path in paths(kept)}


@pytest.mark.parametrize("kind", ["dataset", "incident", "notice", "exposure", "measure"])
def test_every_public_member_is_a_code_a_flag_a_time_or_a_number(kind: str) -> None:
    rules = None if kind == "dataset" else rules_of(kind)
    timed = {"period.start", "period.end", *(rules.months if rules else ())}
    numbered = {f"{kind}_id", "follows.*", *(rules.numbers if rules else ())}
    for path, facets in leaves(kind).items():
        pattern = str(facets.get("pattern", ""))
        coded = "codes" in facets or facets.get("type") == "boolean"
        coded |= kind not in CLASSED and facets.get("type") in ("integer", "number")
        coded |= kind == "measure" and path in {"start", "end", "answer_due", "answered_at"}
        formed = any(form in pattern for form in FORMS) and path not in numbered
        fixed = path in SAFE_TEXTS | CHECKED | timed | numbered
        assert coded or formed or fixed, f"{path} may hold any text"


def test_nothing_that_was_planted_comes_through() -> None:
    made = json.dumps(public(CASE))
    assert PLANTED not in made
    assert HASH not in made
    assert "48213" not in made
    assert "08:30" not in made


def test_a_public_record_keeps_what_is_counted() -> None:
    made = public(CASE)
    assert made["native"] == CASE["native"][:1]
    assert made["decisions"] == [
        {
            "id": "x1",
            "decided_at": "2025-07-01",
            "ground": "terms",
            "actions": [{"kind": "visibility.other", "other": "withheld in public data"}],
        }
    ]
    assert made["appeals"][0]["against"] == {"decision": "x1"}  # type: ignore[index]
    assert made["appeals"][0]["filed_at"] == "2025-08-01"  # type: ignore[index]


def test_the_public_form_is_not_restricted_and_the_other_is() -> None:
    found = set(restricted(CASE))
    assert {"/subject_key", "/decisions/0/facts", "/incident_id", "/native/1"} <= found
    assert not list(restricted({**public(CASE), "incident_id": "i1"}))


def test_a_text_beside_an_action_is_the_one_fixed_sentence_or_restricted() -> None:
    made = json.loads(json.dumps({**public(CASE), "incident_id": "i1"}))
    made["decisions"][0]["actions"][0]["other"] = PLANTED
    assert list(restricted(made)) == ["/decisions/0/actions/0/other"]


def test_what_is_not_asked_of_public_data_are_rules_and_never_errors() -> None:
    assert {CATALOGUE[code].severity for code in unasked()} == {"warning", "info"}


def test_kinds_that_are_not_published_have_no_rules() -> None:
    with pytest.raises(KeyError):
        rules_of("report")


def test_a_time_finer_than_a_month_is_restricted() -> None:
    made = {**public(CASE), "incident_id": "i1"}
    for day in ("2025-07-02", "2025-07-01T00:00:00Z", "2025-07"):
        assert list(restricted({**made, "decisions": [{"id": "x1", "decided_at": day}]}))


@pytest.mark.parametrize(
    ("step", "month"), [("quarters", "2025-07-01"), ("years", "2025-01-01"), ("harm", "2025-08-01")]
)
def test_times_are_coarsened_to_the_start_of_a_stretch(step: str, month: str) -> None:
    made = coarsened(public(CASE), (step,))
    assert made["appeals"][0]["filed_at"] == month  # type: ignore[index]


def test_steps_leave_out_members_and_lift_harms() -> None:
    record = {**public(CASE), "harm": {"primary": "ncii.synthetic"}}
    made = coarsened(record, ("top", "content.territory", "native"))
    assert made["harm"] == {"primary": "ncii"}
    assert made["content"] == {"medium": ["text"]}
    assert "native" not in made


def test_a_public_header_says_so_and_tells_what_was_left_out() -> None:
    header = {
        "record": "dataset",
        "version": "1.1",
        "dataset_id": PLANTED,
        "time_zone": "UTC",
        "taxonomy": "harm@1.0.0",
        "disclosure": "restricted",
        "not_recorded": [{"part": "orders", "reason": PLANTED}],
        "choices": [{"question": PLANTED, "answer": PLANTED}],
        "sources": [{"format": "x", "sha256": "0" * 64, "bytes": 1}],
    }
    made = public_header(header, complete=False)
    assert made["disclosure"] == "public"
    assert made["coverage"] == {"extent": "selection"}
    assert PLANTED not in json.dumps(made)
    assert not list(restricted(made))
    assert set(restricted(header)) >= {"/dataset_id", "/choices", "/sources"}


@pytest.mark.parametrize("kind", ["incident", "notice"])
def test_quasi_identifiers_are_public_members(kind: str) -> None:
    rules = rules_of(kind)
    assert set(rules.quasi) <= set(rules.keep)
    assert set(tree(rules.months)) <= set(rules.quasi)
