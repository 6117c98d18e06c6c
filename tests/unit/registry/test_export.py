""""""

import json
from pathlib import Path

import pytest

from desks import AT
from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.registry.entries import Entry, breaks
from harmscope.registry.export import export, page, read
from harmscope.registry.publications import Wish
from harmscope.registry.publish import publish
from harmscope.registry.submissions import erase

EXAMPLE = Path(__file__).parents[3] / "examples" / "regulator-pool" / "measures.jsonl"


def test_the_shipped_measures_are_read_in_order_of_time() -> None:
    found = read(EXAMPLE)
    assert [one.start for one in found] == sorted(one.start for one in found)
    kinds = {one.measure_id: one.kind for one in found}
    assert (kinds["id-1"], kinds["my-3"], kinds["my-4"]) == ("block", "restriction", "lifted")


def test_what_is_no_publication_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text("[]")
    with pytest.raises(UserError, match="not a publication"):
        page(tmp_path / "p.json", EXAMPLE, tmp_path / "page.html")
    assert not (tmp_path / "page.html").exists()


def test_a_measure_that_is_not_valid_is_refused(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in EXAMPLE.read_text().splitlines()[:2]]
    lines[1]["kind"] = "scolding"
    (tmp_path / "m.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    with pytest.raises(UserError, match="not valid") as error:
        read(tmp_path / "m.jsonl")
    assert "scolding" not in str(error.value)


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
