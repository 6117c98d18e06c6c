import pytest

from harmscope.importers.entry import BadRow
from harmscope.importers.mapping.cells import Cells
from harmscope.importers.mapping.file import read_mapping

VALUES = '[values.category]\nHass = "hate"\nBetrug = "fraud"\n'


@pytest.fixture
def cells(mapping_file, scribe, entry):
    """``cells(more, **row)``: a row under a mapping file with ``more`` text."""
    return lambda more="", **row: Cells(entry(**row), read_mapping(mapping_file(more)), scribe)


def test_cells_by_field(cells):
    assert cells(Nr=" 7 ").text("id") == "7"
    assert cells(Nr="7").text("subject") == ""


def test_a_constant_fills_what_no_column_has(cells):
    assert cells('[constants]\norigin = "local"\n').code("origin") == "local"


def test_values_become_codes(cells):
    assert cells(VALUES, Art="Hass").codes("category") == (["hate"], True)


def test_several_values_in_one_cell(cells):
    split = VALUES + '[splits]\nArt = ";"\n'
    assert cells(split, Art="Hass; Betrug;Hass").codes("category") == (["hate", "fraud"], True)


def test_a_value_that_is_not_mapped_is_told(cells, scribe):
    assert cells(VALUES, Art="anderes").codes("category") == ([], False)
    assert scribe.task.tally.total("warning") == 1


def test_a_broken_time_names_its_column(cells):
    with pytest.raises(BadRow) as caught:
        cells(Wann="bald").time("decision.decided_at")
    assert caught.value.name == "Wann"


@pytest.mark.parametrize("time", ["2025-10-26 02:30", "2025-03-30 02:30"])
def test_the_hour_at_which_clocks_change_is_told_once(cells, scribe, time):
    berlin = '[times]\nzone = "Europe/Berlin"\n'
    with pytest.raises(BadRow) as caught:
        cells(berlin, Wann=time).time("decision.decided_at")
    assert [one.rule for one in scribe.task.tally.samples()] == ["IM007"]
    assert caught.value.told


def test_a_member_is_left_out_where_there_is_no_code(cells):
    assert cells().member("origin", "origin") == {}
