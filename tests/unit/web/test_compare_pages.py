"""Comparing in the browser: verdicts first, one question at a time, and two editions."""

import json
from html import unescape
from pathlib import Path

import pytest

import harmscope as hs
from harmscope.web import report_library
from harmscope.web.uploads import Tenant

EXAMPLES = Path(__file__).parents[3] / "examples" / "advertiser-compare"


@pytest.fixture(scope="module")
def records() -> dict[str, dict]:
    """Reports that were read, by name."""
    return {
        "halcyon": hs.read(EXAMPLES / "halcyon", edition="2026-02").to_dict(),
        "lantern": hs.read(EXAMPLES / "lantern", edition="2026-02").to_dict(),
        "q3": hs.read(EXAMPLES / "enforcement-2025Q3.csv", edition="2025-11").to_dict(),
        "q4": hs.read(EXAMPLES / "enforcement-2025Q4.csv", edition="2026-02").to_dict(),
    }


@pytest.fixture
def shelf(visitor, records) -> dict[str, str]:
    """The reports in the visitor's library: their ids by name."""
    state = visitor.app.state
    configuration = state.configuration
    tenant = Tenant(state.shelves, configuration.data, "local", configuration.limits)
    return {
        name: report_library.add(state.shelves, tenant, one, name) for name, one in records.items()
    }


def answered(visitor, to: str, **data):
    sent = visitor.fill("/library", data, to=to)
    assert sent.status_code == 303, sent.text
    address = sent.headers["location"]
    shown = visitor.finished(address, 120)
    assert "Failed" not in shown.text, shown.text
    return unescape(shown.text), address


def test_verdicts_come_before_charts_and_everything_can_be_taken_along(visitor, shelf):
    picked = [shelf["halcyon"], shelf["lantern"]]
    text, address = answered(visitor, "/compare", report=picked, metric=["items"], system="harm")
    assert text.index("Can these figures be compared?") < text.index("<svg")
    assert text.count("<h1") == 1
    assert "<style" not in text
    assert 'style="' not in text
    page = visitor.get(f"{address}/files/0").text
    assert "Content acted on" in page
    for number, ending in enumerate((".html", ".xlsx", ".csv", ".md", ".json")):
        answer = visitor.get(f"{address}/files/{number}")
        assert answer.status_code == 200, ending
    document = json.loads(answer.text)
    assert document["options"] == {"metrics": ["items"]}
    assert document["services"] == ["Halcyon", "Lantern"]


def test_one_question_shows_who_says_what_and_what_can_be_compared(visitor, shelf):
    text, address = answered(visitor, "/question", category="hate", metric="")
    assert text.count("<h1") == 1
    assert text.index("Who says something on it") < text.index("Can these figures be compared?")
    assert "Cyber violence" in text
    assert "Hate Speech" in text
    files = visitor.get(address).text
    assert "comparison.xlsx" in files


def test_a_question_that_nobody_answers_says_so(visitor, shelf):
    text, _ = answered(visitor, "/question", category="animal.cruelty")
    assert "No number on it" in text
    assert "That is no zero" in text
    assert "Can these figures be compared?" not in text


def test_services_of_one_report_are_picked(visitor, shelf):
    text, address = answered(
        visitor, "/compare", report=[shelf["q4"], shelf["halcyon"]], service=["Aperture", "Cinema"]
    )
    assert "Aperture, Cinema</h1>" in text
    document = visitor.get(f"{address}/files/4").json()
    assert document["services"] == ["Aperture", "Cinema"]
    assert document["left_out"]["other services than asked for"] == 133


def test_two_editions_show_what_was_restated(visitor, shelf):
    text, address = answered(visitor, "/diff", report=[shelf["q4"], shelf["q3"]])
    assert "were changed or dropped" in text
    assert "2025-11 and 2026-02" in text
    assert "changes.csv" in text
    turned = visitor.fill(
        address, {"ordered": "1", "report": [shelf["q4"], shelf["q3"]]}, to="/diff"
    )
    assert "2026-02 and 2025-11" in visitor.finished(turned.headers["location"]).text


@pytest.mark.parametrize(
    ("to", "data", "fault"),
    [
        ("/compare", {}, "No report was picked"),
        ("/compare", {"report": ["unknown"]}, "No report was picked"),
        ("/diff", {"report": ["unknown"]}, "Two editions are needed"),
        ("/question", {"category": "unknown"}, "There is no such category"),
        ("/question", {"category": "hate"}, "The library is empty"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(visitor, to, data, fault):
    refused = visitor.fill("/library", data, to=to)
    assert refused.status_code == 422
    assert fault in refused.text
    assert "To fix it" in refused.text


def test_the_page_for_a_question_takes_the_category_along(visitor, shelf):
    assert '<option value="hate" selected>' in visitor.get("/question?category=hate").text
    assert '<a class="door" href="/question?category=hate">' in visitor.get("/taxonomy/hate").text
