import json

import pytest

from harmscope.errors import UserError
from harmscope.exporters import EXPORTERS
from harmscope.exporters.run import export, read_fill

DSA = EXPORTERS["dsa-sor"]


def test_what_is_no_valid_incident_is_counted(tmp_path):
    rows = [{"record": "dataset"}, {"record": "incident", "version": "1.0"}, {"record": "notice"}]
    path = tmp_path / "r.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "{\n")
    outcome = export(DSA, [str(path)], tmp_path / "out.json", None)
    assert (outcome.written, outcome.incomplete) == (0, 0)
    assert outcome.skipped.total() == 2
    assert (tmp_path / "out-missing.csv").read_text() == "item,missing\n"


def test_the_name_must_end_in_json(tmp_path):
    with pytest.raises(UserError, match="json"):
        export(DSA, [], tmp_path / "out.csv", None)


def test_fillings_are_members_of_the_form(tmp_path):
    path = tmp_path / "fill.toml"
    path.write_text('territorial_scope = ["DE"]\n')
    assert read_fill(path, DSA) == {"territorial_scope": ["DE"]}
    path.write_text("uuid = 1\n")
    with pytest.raises(UserError, match="no such member"):
        read_fill(path, DSA)
    assert read_fill(None, DSA) == {}
