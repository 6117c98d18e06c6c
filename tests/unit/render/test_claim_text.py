"""Answers to claims as text, Markdown, rows and JSON: what is printed can be carried."""

from dataclasses import replace
from pathlib import Path

import pytest

import harmscope as hs
from harmscope.api.surface import loaded_edition
from harmscope.claims.claim import Answer
from harmscope.claims.memos import Line, Memo, answer_memo
from harmscope.render.claim_text import (
    claims_document,
    claims_md,
    claims_table,
    claims_text,
    counts_of,
    footnote,
    wording,
)

ROOT = Path(__file__).parents[3]
COMPARE = ROOT / "examples" / "advertiser-compare"
CLAIMS = (
    "Lantern received more notices than Halcyon in 2025-H2",
    "Lantern removed more scams and fraud than Halcyon in 2025-H2",
    "Halcyon granted more than a quarter of its complaints in 2025-H2",
    "Halcyon received at least 1,900 notices",
    "Halcyon reports non-consensual imagery separately",
    "Halcyon is lovely",
)


@pytest.fixture(scope="module")
def memo() -> Memo:
    read = [
        hs.read(COMPARE / one, "dsa-report", edition="2026-02") for one in ("halcyon", "lantern")
    ]
    lines = [Line(at, text) for at, text in enumerate(CLAIMS, start=1)]
    return answer_memo(lines, [loaded_edition(one) for one in read], 3)


def given(memo: Memo, at: int) -> Answer:
    found = memo.answered[at].answer
    assert found is not None
    return found


def test_a_wording_gives_the_figures_their_period_and_their_place(memo: Memo) -> None:
    assert wording(given(memo, 0)) == (
        "From July to December 2025 in the EU, Lantern reported 7,200 or 7,300 (contested) notices "
        "received, and Halcyon 1,840."
    )
    assert wording(given(memo, 2)) == (
        "From July to December 2025 in the EU, Halcyon reported 26.2 to 28.2 % of the complaints "
        "decided as reversed in full or in part."
    )
    assert wording(given(memo, 4)).startswith("Halcyon reports “non-consensual imagery” under “")


def test_a_wording_of_what_cannot_be_said_claims_nothing(memo: Memo) -> None:
    said = wording(given(memo, 1))
    assert said.startswith("These reports do not show it for Lantern and Halcyon: ")
    assert "309,000" not in said
    assert footnote(given(memo, 1)) == ""


def test_a_footnote_names_every_source_and_limit(memo: Memo) -> None:
    note = footnote(given(memo, 0))
    assert note.startswith(
        "Source: Lantern, edition 2026-02, 4_notices.csv F2; Halcyon, edition 2026-02, "
    )
    assert "Lantern's report contradicts itself about this number" in note
    assert "7_appeals_and_recidivism.csv G3, G4, G5. " in footnote(given(memo, 2))
    assert "the figures cover the EU alone" in note


def test_the_text_has_answers_figures_and_counts(memo: Memo) -> None:
    text = claims_text(memo)
    assert text.startswith(f"1: supported: {CLAIMS[0]}\n")
    assert (
        "Lantern, 2025-H2: 7,200 or 7,300 (contested) notices received (4_notices.csv F2)" in text
    )
    assert "not understood: Halcyon is lovely" in text
    assert "These reports do answer: Lantern removed more scams and fraud at its own" in text
    assert "6 claims: 3 supported, 1 not supported, 1 these reports cannot say, 1 not" in text
    assert "3 lines are no claims" in text
    one = claims_text(replace(memo, answered=memo.answered[:1], passed_over=1, compared=True))
    assert "1 claim: 1 supported" in one
    assert "1 line is no claim (" in one


def test_the_markdown_has_footnotes(memo: Memo) -> None:
    text = claims_md(memo)
    assert "- **Supported**: Lantern received more notices" in text
    assert "[^1]: Source: Lantern" in text
    assert "- **Not understood**: Halcyon is lovely" in text


def test_one_row_and_one_entry_a_claim(memo: Memo) -> None:
    rows = claims_table(memo).rows
    assert [row[2] for row in rows] == [
        "supported", "these reports cannot say", "supported", "not supported", "supported",
        "not understood",
    ]  # fmt: skip
    record = claims_document(memo)
    assert record["counts"] == counts_of(memo)
    assert len(record["claims"]) == 5
    assert record["refused"][0]["line"] == 6
    assert record["claims"][0]["figures"][0]["place"] == "4_notices.csv F2"
    assert record["claims"][0]["axes"]["contradiction"]["state"] == "care"
    assert record["claims"][1]["instead"]["state"] == "supported"
