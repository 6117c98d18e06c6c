import json
from pathlib import Path

from desks import AT
from harmscope.model.period import parse_period
from harmscope.registry.entries import Entry, breaks
from harmscope.registry.export import export
from harmscope.registry.publications import Wish
from harmscope.registry.publish import publish
from harmscope.registry.submissions import erase


def test_the_exported_ledger_holds_by_itself(filled, tmp_path: Path) -> None:
    paths = export(filled.registry, tmp_path / "out")
    lines = (tmp_path / "out" / "ledger.jsonl").read_text().splitlines()
    entries = [Entry(**json.loads(line)) for line in lines]
    assert len(entries) == 6
    assert list(breaks(entries)) == []
    assert len([path for path in paths if path.parent.name == "receipts"]) == 3


def test_every_edition_is_exported_as_it_was_published(filled, tmp_path: Path) -> None:
    made = publish(filled.registry, Wish(parse_period("2026-Q1")), tmp_path / "p", AT)
    first = str(filled.state.submissions[0].id)
    erase(filled.registry, first, "office", "a court's order", AT)
    paths = export(filled.registry, tmp_path / "out")
    (kept,) = [path for path in paths if path.parent.name == "publications"]
    assert kept.name == "000007-2026-01-01_2026-03-31-public-edition-1.json"
    assert kept.read_bytes() == made.files["publication.json"]
