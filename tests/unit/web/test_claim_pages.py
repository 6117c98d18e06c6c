"""Claims in the browser: answers with places and a wording, and corrections by one click."""

import re
from html import unescape
from pathlib import Path

import pytest

import harmscope as hs
from harmscope.web import claim_pages, report_library
from harmscope.web.research_tasks import claim
from harmscope.web.uploads import Tenant
from harmscope.web.work import Work

EXAMPLES = Path(__file__).parents[3] / "examples" / "advertiser-compare"
MEMO = """# For the board

- Lantern received more notices than Halcyon in 2025-H2.
- Lantern removed more scams and fraud than Halcyon in 2025-H2
- Lantern was sent fewer notices than Halcyon in 2024-H1
- Lanterne received more notices than Halcyon
"""


@pytest.fixture(scope="module")
def records() -> list[dict]:
    """Two reports that were read."""
    return [
        hs.read(EXAMPLES / name, edition="2026-02").to_dict() for name in ("halcyon", "lantern")
    ]


@pytest.fixture
def shelf(visitor, records) -> list[str]:
    """The ids of both reports in the visitor's library."""
    state = visitor.app.state
    configuration = state.configuration
    tenant = Tenant(state.shelves, configuration.data, "local", configuration.limits)
    return [report_library.add(state.shelves, tenant, one, "") for one in records]


def test_a_memo_is_answered_corrected_by_one_click_and_run_again(visitor, shelf):
    sent = visitor.fill("/claim", {"report": shelf, "text": MEMO})
    assert sent.status_code == 303, sent.text
    way = sent.headers["location"]
    raw = visitor.finished(way).text
    text = unescape(raw)
    assert text.count("<h1") == 1
    assert "1 of 4 claims supported" in text
    assert "these reports cannot say for 1; 2 not understood" in text
    assert "1 line passed over" in text
    assert "Lantern received more notices than Halcyon in 2025-H2." in text
    assert "4_notices.csv" in text, "the figures stand with their places"
    assert text.count("Safe to print") == 2
    assert "--" not in text.partition("<main")[2].partition("</main>")[0]
    offers = [unescape(one) for one in re.findall(r'name="use" value="([^"]+)"', raw)]
    assert "5:Lantern received fewer notices than Halcyon in 2024-H1" in offers
    assert offers[-1] == "6:Lantern received more notices than Halcyon"
    assert not any("Halcyon received" in one for one in offers), "not a service against itself"
    document = visitor.get(f"{way}/files/0").json()
    assert document["refused"][0]["nearest"][0] == offers[-3].partition(":")[2]
    for number in range(4):
        assert visitor.get(f"{way}/files/{number}").status_code == 200

    job = way.rpartition("/")[2]
    chosen = {"use": "6:Lantern received more notices than Halcyon"}
    again = visitor.fill(way, chosen, to=f"/claim/instead/{job}").headers["location"]
    text = unescape(visitor.finished(again).text)
    assert "2 of 4 claims supported" in text
    assert "1 not understood" in text

    page = unescape(visitor.get(f"/claim?from={again.rpartition('/')[2]}").text)
    assert page.count("checked>") == 2
    assert "Lantern received more notices than Halcyon</textarea>" in page
    asked = {"report": shelf, "text": MEMO, "before": job}
    marked = visitor.finished(visitor.fill("/claim", asked).headers["location"]).text
    assert "as before, on the same numbers" in marked


def test_one_claim_says_its_answer_in_the_headline(visitor, shelf):
    asked = {"report": shelf[:1], "text": "Halcyon received fewer than 1,900 notices in 2025-H2"}
    text = visitor.finished(visitor.fill("/claim", asked).headers["location"]).text
    assert "<h1>Supported</h1>" in text


def test_the_task_counts_answers_and_writes_them_in_four_forms(tmp_path):
    paths = [tmp_path / "halcyon.json"]
    hs.read(EXAMPLES / "halcyon").write(paths[0])
    asked = {"reports": [str(one) for one in paths], "text": "Halcyon is lovely", "before": None}
    told = claim(Work(tmp_path, tmp_path, asked, lambda _: None))
    assert told["counts"] == {"supported": 0, "not_supported": 0, "cannot_say": 0, "refused": 1}
    assert [one["name"] for one in told["files"]] == [
        "claims.json",
        "claims.md",
        "claims.csv",
        "claims.xlsx",
    ]


def test_a_page_shows_the_first_and_says_how_many_there_are(visitor, shelf, monkeypatch):
    monkeypatch.setattr(claim_pages, "SHOWN_CLAIMS", 1)
    asked = {"report": shelf, "text": "Halcyon reports notices\nLantern reports notices"}
    text = visitor.finished(visitor.fill("/claim", asked).headers["location"]).text
    assert "The first 1 of 2. The files hold all of them." in text


def test_the_library_and_a_comparison_lead_to_claims(visitor, shelf):
    assert 'formaction="/claim/with"' in visitor.get("/library").text
    sent = visitor.fill("/library", {"report": shelf[1]}, to="/claim/with")
    assert sent.headers["location"] == f"/claim?report={shelf[1]}"
    page = visitor.get(sent.headers["location"]).text
    assert page.count(" checked>") == 1
    assert 'aria-current="page">Compare' in page
    compared = visitor.fill("/library", {"report": shelf, "metric": "items"}, to="/compare")
    text = visitor.finished(compared.headers["location"], 120).text
    (way,) = re.findall(r'href="(/claim\?[^"]+)"', text)
    assert visitor.get(unescape(way)).text.count(" checked>") == 2


@pytest.mark.parametrize(
    ("to", "data", "fault"),
    [
        ("/claim", {"text": "A is lovely"}, "No report was picked"),
        ("/claim", {"text": "", "report": "here"}, "There is no claim"),
        ("/claim/instead/{job}", {"use": "1"}, "No claim was chosen"),
        ("/claim/instead/{job}", {"use": "9:A reports notices"}, "There is no such line"),
        ("/claim/instead/none", {"use": "1:A reports notices"}, "There is no such job"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(visitor, shelf, to, data, fault):
    job = ""
    if "{job}" in to:
        asked = visitor.fill("/claim", {"report": shelf[0], "text": "Halcyon reports notices"})
        job = asked.headers["location"].rpartition("/")[2]
    data = {**data, "report": shelf[0]} if "report" in data else data
    refused = visitor.fill("/claim", data, to=to.format(job=job))
    assert refused.status_code in (404, 422)
    assert fault in refused.text


def test_an_empty_library_says_what_to_do_first(visitor):
    page = visitor.get("/claim").text
    assert "Your library is empty" in page
    assert '<form method="post" action="/claim"' not in page
