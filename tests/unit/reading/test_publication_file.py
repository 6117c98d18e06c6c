import json
from pathlib import Path

import pytest

from harmscope.api.surface import compare, diff, read, validate
from harmscope.errors import UserError
from harmscope.reading.collection import read as reading
from harmscope.reading.publication_file import read_publication
from harmscope.recognise import recognise
from offices import Office, office


@pytest.fixture
def avia(tmp_path: Path) -> Office:
    made = office(tmp_path, "Avia", {"Ant": 40, "Bee": 31, "Cat": 53}, harms=("hate", "csea.csam"))
    made.publish()
    return made


def test_every_row_becomes_a_figure(avia: Office) -> None:
    record = json.loads((avia.folder / "p/publication.json").read_bytes())
    made = read_publication(record, "0" * 64)
    assert (made.registry, made.edition) == ("Avia", "edition 1")
    assert len(made.figures) == len(record["figures"])
    total = next(one for one in made.figures if one.metric == "notices.received")
    assert (total.value, total.rounding, total.status, total.senders) == (125, 5, "approx", 3)
    assert total.scope is not None
    assert total.scope.service == "Avia"
    ant = next(one for one in made.figures if one.scope and one.scope.service == "Ant")
    assert (ant.value, ant.dimensions) == (40, None)
    small = next(one for one in made.figures if one.status == "suppressed")
    assert (small.value, small.bounds) == (None, None)
    assert made.titles["notices.received"] == "Notices received"


def test_sums_over_withheld_parts_keep_their_limits(avia: Office) -> None:
    record = json.loads((avia.folder / "p/publication.json").read_bytes())
    rows = record["figures"]
    rows[0] = {**rows[0], "value": None, "rounding": None, "low": 30, "high": 40}
    rows[1] = {**rows[1], "value": None, "rounding": None, "low": 30, "high": None}
    rows[0]["obs_status"] = rows[1]["obs_status"] = "A"
    first, second = read_publication(record).figures[:2]
    assert first.bounds is not None
    assert (first.bounds.low, first.bounds.high) == (30, 40)
    assert (second.value, second.status) == (30, "at_least")


def test_commands_take_a_published_folder(avia: Office) -> None:
    folder = avia.folder / "p"
    found = recognise(folder)
    assert found is not None
    assert (found.kind, found.reader) == ("publication", "publication")
    assert recognise(folder / "publication.json") == found
    assert validate(folder, clock="2026-05-01").ok
    assert read(folder).reading.format == "publication"
    with pytest.raises(UserError, match="no report of harmscope"):
        reading([folder], "report")
    shown = compare([folder], services=("Ant", "Bee"))
    assert set(shown.comparison.services) == {"Ant", "Bee"}


def test_two_editions_are_compared(tmp_path: Path) -> None:
    avia = office(tmp_path, "Avia", {"Ant": 40, "Bee": 31, "Cat": 53})
    avia.publish()
    avia.desk.add("doe")
    avia.desk.receive(avia.desk.senders["doe"].submission(notices=29))
    assert not avia.publish(edition="second").protected.refused
    found = diff(avia.folder / "p", avia.folder / "second")
    changed = [one for one in found.difference.changes if one.kind == "changed"]
    assert any(one.service == "Avia" for one in changed)
    assert diff(avia.folder / "p", avia.folder / "p").restates is False
