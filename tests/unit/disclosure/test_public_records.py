import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.disclosure.public_records import (
    CLASSED,
    changed,
    classes_of,
    coarsened,
    header_members,
    key_of,
    plan,
    public,
    public_header,
    restricted,
    rules_of,
    select,
    small,
    strays,
    tree,
    unasked,
    without,
)
from harmscope.model.kinds import CURRENT
from harmscope.rules import CATALOGUE
from harmscope.schemagen import named
from harmscope.schemagen.diff import flat

RECORD = {"a": {"b": 1, "c": 2}, "d": [{"e": 1}, {"f": 2}], "g": "x"}


def test_what_is_named_is_kept_and_what_is_empty_goes() -> None:
    assert select(RECORD, tree(["a.b", "d.*.e"])) == {"a": {"b": 1}, "d": [{"e": 1}]}
    assert select(RECORD, tree(["a", "h"])) == {"a": {"b": 1, "c": 2}}
    assert select({"a": 1}, tree(["a.b"])) == {}


def test_what_is_not_named_is_a_stray() -> None:
    assert list(strays(RECORD, tree(["a.b", "d.*.e"]))) == ["/a/c", "/d/1/f", "/g"]
    assert list(strays({"a": {"b": {"c": 1}}}, tree(["a.b"]))) == ["/a/b"]
    assert list(strays({"a": 1}, tree(["a.b"]))) == ["/a"]


def test_a_member_is_taken_out_wherever_it_stands() -> None:
    assert without(RECORD, ["a", "b"]) == {**RECORD, "a": {"c": 2}}
    assert without({"a": {"b": 1}}, ["a", "b"]) == {}
    assert without({"d": [{"e": 1, "f": 2}]}, ["d", "*", "e"]) == {"d": [{"f": 2}]}


def test_a_change_leaves_the_record_given_alone() -> None:
    assert changed(RECORD, ["d", "*", "e"], lambda _: "new") == {
        **RECORD,
        "d": [{"e": "new"}, {"f": 2}],
    }
    assert RECORD["d"] == [{"e": 1}, {"f": 2}]


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
    "^(?:EEA|[A-Z]{2}(?:-",
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


K = 3
NOTICES = st.fixed_dictionaries(
    {
        "record": st.just("notice"),
        "service": st.just("Lanternfish"),
        "kind": st.sampled_from(["user_flag", "legal_notice"]),
        "received_at": st.sampled_from(["2025-01-01", "2025-02-01", "2025-07-01"]),
    },
    optional={
        "languages": st.sampled_from([["de"], ["fr"], ["mt"]]),
        "harm": st.sampled_from([{"primary": "ncii"}, {"primary": "ncii.synthetic"}]),
    },
)


def notice(**members: Any) -> dict[str, object]:
    return {
        "record": "notice",
        "service": "Lanternfish",
        "kind": "user_flag",
        "received_at": "2025-07-01",
        **members,
    }


def released(records: list[dict[str, object]]) -> list[dict[str, object]]:
    made = plan(classes_of(records), K)
    return [found for record in records if (found := made.apply(record)) is not None]


@given(records=st.lists(NOTICES, max_size=30))
def test_nobody_who_is_released_stands_alone(records: list[dict[str, object]]) -> None:
    found = released(records)
    assert small(classes_of(found), K) == 0
    assert plan(classes_of(records), K).withheld == len(records) - len(found)


def test_detail_is_given_up_only_where_few_are_alike() -> None:
    common = [notice(languages=["de"])] * K
    rare = [notice(languages=["mt"]), notice(languages=["fr"]), notice()]
    found = released([*common, *rare])
    assert found == [*common, *([notice()] * K)]
    assert plan(classes_of([*common, *rare]), K).taken == {"languages": 2}


def test_who_stays_alone_is_withheld() -> None:
    alone = notice(kind="legal_notice")
    made = plan(classes_of([notice()] * K + [alone]), K)
    assert made.withheld == 1
    assert made.apply(alone) is None


def test_outcomes_are_no_part_of_a_class() -> None:
    assert key_of(notice(outcome="acted")) == key_of(notice(outcome="refused"))
    assert key_of(notice(languages=["de"])) != key_of(notice())


@pytest.mark.parametrize(("counts", "few"), [({"a": 2, "b": 3}, 2), ({"a": 3}, 0), ({}, 0)])
def test_small_classes_are_counted_in_records(counts: dict[str, int], few: int) -> None:
    assert small(Counter(counts), K) == few
