import json
from pathlib import Path

from harmscope.registry.chain import Entry, breaks
from harmscope.registry.export import export


def test_the_exported_ledger_holds_by_itself(filled, tmp_path: Path) -> None:
    paths = export(filled.registry, tmp_path / "out")
    lines = (tmp_path / "out" / "ledger.jsonl").read_text().splitlines()
    entries = [Entry(**json.loads(line)) for line in lines]
    assert len(entries) == 6
    assert list(breaks(entries)) == []
    assert len([path for path in paths if path.parent.name == "receipts"]) == 3
