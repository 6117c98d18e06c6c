import io
import json
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from harmscope.findings import Tally
from harmscope.render.outputs import FORMATS, output
from harmscope.validation import Options, validate

BAD = Path(__file__).parents[2] / "cases" / "HS102" / "bad.jsonl"
DAY = date(2026, 6, 1)


def written(form: str, *, stats: bool = False) -> bytes:
    file = io.BytesIO()
    with output(form, file, [str(BAD)], None, DAY, stats) as made:
        tally = Tally(sinks=made.sinks)
        outcome = validate([BAD], Options(clock=DAY), tally=tally, profile=made.profile)
        file.write(made.shown(outcome).encode())
    return file.getvalue()


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_form_names_the_rule(form: str) -> None:
    found = written(form)
    if form == "parquet":
        assert set(pq.read_table(io.BytesIO(found))["rule"].to_pylist()) == {"HS102"}
    else:
        assert b"HS102" in found


@pytest.mark.parametrize("form", ["sarif", "csv", "html"])
def test_every_finding_is_in_it(form: str) -> None:
    assert written(form).count(b"/decisions/0/decided_at") >= 1
    assert written(form).count(b"/decisions/0/applied_at") >= 1


def test_what_accepted_records_give_is_added_where_asked() -> None:
    assert "accepted" not in json.loads(written("json"))
    assert json.loads(written("json", stats=True))["accepted"]["dataset"]["records"] == 1
    assert b"accepted dataset records: 1" in written("text", stats=True)
