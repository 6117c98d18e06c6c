import pytest

from harmscope.importers.mapping_fields import (
    CODED,
    EVERY_FIELD,
    FIELDS,
    GUARD_FIELDS,
    MANY,
    TIMES,
    codes_of,
    fields_page,
    taken,
    takes,
)
from harmscope.model.incident import Incident
from harmscope.model.notice import Notice


def test_every_coded_field_says_what_it_takes():
    assert all(taken(field) for field in CODED)
    assert set(MANY) <= set(EVERY_FIELD)


def test_a_verdict_is_on_a_prompt_or_an_output_and_no_field_takes_a_text():
    assert codes_of("verdict.on") == ("prompts", "outputs")
    free = {name for name, one in GUARD_FIELDS.items() if one.form == "text"}
    assert not any("text" in name or "prompt" in name for name in free)


def test_times_are_known():
    assert "decision.decided_at" in TIMES
    assert "reversal.at" in TIMES
    assert "category" not in TIMES


def test_an_action_may_be_none():
    assert "no-action" in codes_of("decision.action")
    assert takes("notice.kind", "no-notice")


@pytest.mark.parametrize(
    ("field", "value", "fits"),
    [
        ("content.language", "de-AT", True),
        ("content.language", "Deutsch", False),
        ("order.state", "DE", True),
        ("notice.jurisdiction", "EU", True),
        ("notice.jurisdiction", "Europa", False),
        ("decision.keyword", "KEYWORD_PHISHING", True),
        ("detection.automated", "yes", True),
    ],
)
def test_fields_take_codes_and_forms(field, value, fits):
    assert takes(field, value) is fits


APART = {"id", "subject", "account", "category", "reversal.at", "reversal.cause", "notice.reporter"}


@pytest.mark.parametrize("name", sorted(set(FIELDS) - APART))
def test_every_field_has_a_member_in_the_record(name):
    part, *path = FIELDS[name].place
    inside = {"notice": Notice, "case": Incident}.get(part, Incident)
    start = [] if part in ("notice", "case") else [f"{part}s"]
    special = {"decision.action": ["actions"], "decision.ends_at": ["actions", "ends_at"]}
    special |= {"decision.policy": ["policy_ref"]}
    for step in start + special.get(name, path):
        annotation = inside.model_fields[step].annotation
        inside = next((one for one in _models(annotation)), inside)


def _models(annotation):
    if hasattr(annotation, "model_fields"):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models(inner)


def test_the_page_of_fields_lists_every_field_and_every_code(root):
    page = (root / "docs" / "reference" / "mapping.md").read_text(encoding="utf-8")
    assert page.splitlines() == list(fields_page()), "run python -m harmscope.generate"
    assert all(f"`{field}`" in page for field in EVERY_FIELD)
    assert all(f"`{code}`" in page for code in codes_of("category"))


def test_a_wrong_category_gets_the_nearest_and_then_all():
    words = taken("category", "harasment")
    assert words.startswith("an id of the harm taxonomy, perhaps harassment")
    assert words.endswith(f"; all ids: {', '.join(codes_of('category'))}")
    assert taken("category", "zzzz").startswith("an id of the harm taxonomy; all ids: ")
