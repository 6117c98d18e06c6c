"""``hs.claim``: one claim, several, or a memo."""

from pathlib import Path

import pytest

import harmscope as hs
from harmscope.validation.identify import signed_record
from written import held

ROOT = Path(__file__).parents[3]
COMPARE = ROOT / "examples" / "advertiser-compare"
TRUE = "Halcyon received fewer than 1,900 notices in 2025-H2"


@pytest.fixture(scope="module")
def halcyon() -> hs.ReadResult:
    return hs.read(COMPARE / "halcyon", "dsa-report", edition="2026-02")


def test_one_claim(halcyon: hs.ReadResult) -> None:
    found = hs.claim(TRUE, [halcyon])
    assert found.ok
    assert found.states == ["supported"]
    assert str(found).startswith("supported: Halcyon received")
    assert list(found.to_pandas()["answer"]) == ["supported"]
    assert "Supported" in found.markdown()
    assert "<pre>" in found._repr_html_()


def test_several_claims_and_one_that_is_not_understood(halcyon: hs.ReadResult) -> None:
    found = hs.claim([TRUE, "Halcyon is lovely"], [halcyon])
    assert found.states == ["supported", None]
    assert not found.ok


def test_a_single_claim_that_is_not_understood_is_an_error(halcyon: hs.ReadResult) -> None:
    with pytest.raises(hs.UserError, match="lists the claims that it knows"):
        hs.claim("Halcyon is lovely", [halcyon])


def test_a_memo_and_its_earlier_answers(halcyon: hs.ReadResult, tmp_path: Path) -> None:
    memo = tmp_path / "memo.txt"
    memo.write_text(f"{TRUE}\n", encoding="utf-8")
    (path,) = hs.claim(None, [halcyon], claims=memo).write(tmp_path / "answers.json")
    held(signed_record(hs_json(path)))
    again = hs.claim(None, [halcyon], claims=memo, before=path)
    assert again.to_dict()["claims"][0]["before"]["mark"] == "same"
    assert "as before, on the same numbers" in str(again)
    for name in ("answers.md", "answers.csv", "answers.xlsx"):
        assert again.write(tmp_path / name)[0].stat().st_size
    held(signed_record(again.to_dict()))


def hs_json(path: Path) -> dict[str, object]:
    import json

    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_a_claim_needs_words_and_reports(halcyon: hs.ReadResult) -> None:
    with pytest.raises(hs.UserError, match="no report is given"):
        hs.claim(TRUE, [])
    with pytest.raises(hs.UserError, match="a claim or a file of claims"):
        hs.claim(None, [halcyon])
