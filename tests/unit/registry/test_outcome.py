from pathlib import Path

from desks import AT
from harmscope.disclosure import Proposal
from harmscope.model.period import parse_period
from harmscope.registry.outcome import outcome, proposed
from harmscope.registry.publish import publish
from harmscope.registry.shelf import Wish


def test_an_outcome_says_how_many_and_never_which(filled, tmp_path: Path) -> None:
    made = publish(filled.registry, Wish(parse_period("2026-Q1")), tmp_path / "p", AT)
    body, lines = outcome(made, tmp_path / "p")
    assert body["published"] is True
    assert body["share_shown"] == 1.0
    assert lines[0].startswith("edition 1 as of entry 6: 100.0% of ")


def test_proposals_have_a_line_each() -> None:
    body, lines = proposed([Proposal("do not split by harm", 10, 8, refused=False)])
    assert lines == ["passes        8 of     10 cells shown: do not split by harm"]
    assert body[0]["refused"] is False
