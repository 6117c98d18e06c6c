""""""

import json
import re
from hashlib import sha256

import pytest

from harmscope.errors import UserError
from harmscope.exporters import EXPORTERS
from harmscope.exporters.run import Item, Outcome, export, id_for, read_fill


def test_every_exporter_has_what_the_contract_asks():
    for name, exporter in EXPORTERS.items():
        assert exporter.name == name
        assert exporter.batch > 0
        assert exporter.members
        assert exporter.choices


def test_an_item_is_whole_unless_it_says_what_is_missing():
    assert Item("1", {}).missing == ()
    assert Outcome().lacking.total() == 0


DSA = EXPORTERS["dsa-sor"]


def test_what_is_no_valid_incident_is_counted(tmp_path):
    rows = [{"record": "dataset"}, {"record": "incident", "version": "1.0"}, {"record": "notice"}]
    path = tmp_path / "r.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "{\n")
    outcome = export(DSA, [str(path)], tmp_path / "out.json", None)
    assert (outcome.written, outcome.incomplete) == (0, 0)
    assert outcome.skipped == {"HS002 member_missing": 3, "HS001 unreadable_line": 1}
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


@pytest.mark.parametrize("name", ["out-0001.json", "out-0002.json", "out-00001.json"])
def test_batches_of_an_earlier_export_are_not_left_beside_the_new(tmp_path, name):
    (tmp_path / name).write_text("{}")
    with pytest.raises(UserError, match=r"1 numbered files.*remove those files, or choose another"):
        export(DSA, [], tmp_path / "out.json", None)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["out-2.json", "other-0002.json", "out-0002.csv", "out.json"])
def test_files_of_other_names_are_not_in_the_way(tmp_path, name):
    (tmp_path / name).write_text("{}")
    export(DSA, [], tmp_path / "out.json", None)
    assert (tmp_path / name).read_text() == "{}"


class Pairs:
    """A form of which every record is an item, and two items are a document."""

    name, batch, wrapper, bare, members, choices = "pairs", 2, "pairs", False, frozenset(), {}

    def items(self, record, fill, outcome):
        yield Item(record["incident_id"], {"id": record["incident_id"]})


def test_batches_of_the_same_export_are_replaced_and_shorter_ones_refused(tmp_path):
    def run(count):
        path = tmp_path / "r.jsonl"
        path.write_text("".join(json.dumps(incident(n)) + "\n" for n in range(count)))
        return export(Pairs(), [str(path)], tmp_path / "out.json", None).files

    assert (run(3), run(3)) == (2, 2)
    assert json.loads((tmp_path / "out-0002.json").read_text()) == {"pairs": [{"id": "case-2"}]}
    with pytest.raises(UserError, match="remove"):
        run(2)
    (tmp_path / "out-0002.json").unlink()
    assert run(1) == 1
    assert json.loads((tmp_path / "out-0001.json").read_text()) == {"pairs": [{"id": "case-0"}]}


def incident(number):
    """The least that an incident is."""
    return {
        "record": "incident",
        "version": "1.0",
        "incident_id": f"case-{number}",
        "service": "forum",
        "subject_kind": "content",
    }


def test_an_id_is_the_records_own_where_the_form_takes_it() -> None:
    form, told = re.compile("[a-z]+"), ("Harbour", "n 1")
    assert id_for(form, ("", "n 1", "ab", "c"), told, bytes.hex) == "ab"
    made = id_for(form, ("n 1",), told, bytes.hex)
    assert made == sha256(b"Harbour\0n 1").hexdigest()
    assert id_for(form, (), ("n 1",), bytes.hex) != made
