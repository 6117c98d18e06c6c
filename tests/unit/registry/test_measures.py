import json
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.registry.measures import page, read

EXAMPLE = Path(__file__).parents[3] / "examples" / "regulator-pool" / "measures.jsonl"


def test_the_shipped_measures_are_read_in_order_of_time() -> None:
    found = read(EXAMPLE)
    assert [one.start for one in found] == sorted(one.start for one in found)
    kinds = {one.measure_id: one.kind for one in found}
    assert (kinds["id-1"], kinds["my-3"], kinds["my-4"]) == ("block", "restriction", "lifted")


def test_what_is_no_publication_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text("[]")
    with pytest.raises(UserError, match="no publication"):
        page(tmp_path / "p.json", EXAMPLE, tmp_path / "page.html")
    assert not (tmp_path / "page.html").exists()


def test_a_measure_that_is_not_valid_is_refused(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in EXAMPLE.read_text().splitlines()[:2]]
    lines[1]["kind"] = "scolding"
    (tmp_path / "m.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    with pytest.raises(UserError, match="not valid") as error:
        read(tmp_path / "m.jsonl")
    assert "scolding" not in str(error.value)
