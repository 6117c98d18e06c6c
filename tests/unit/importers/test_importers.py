from importlib.metadata import EntryPoint

import pytest

from harmscope.errors import UserError
from harmscope.importers import GROUP, IMPORTERS, LOGS, added, importer
from harmscope.importers.mapped_table import MAPPING
from harmscope.taxonomy import codelist


def point(value):
    return EntryPoint("own", value, GROUP)


def test_what_an_entry_point_names_is_loaded():
    assert added(point("harmscope.importers.mapped_table:MAPPING")) is MAPPING


@pytest.mark.parametrize("value", ["nowhere.at_all:X", "harmscope.importers.mapped_table:NOTHING"])
def test_what_cannot_be_loaded_is_reported(value):
    with pytest.raises(UserError, match="cannot be loaded"):
        added(point(value))


def test_what_is_no_importer_is_reported():
    with pytest.raises(UserError, match="has no name"):
        added(point("harmscope.importers.timestamps:record_time"))


SYSTEMS = [importer.system for importer in LOGS]
IDS = [system.name for system in SYSTEMS]


@pytest.mark.parametrize("system", SYSTEMS, ids=IDS)
def test_every_table_has_a_translator_or_is_taken_apart(system):
    tables = {*system.columns, *system.pages.values()}
    assert tables <= {*system.translate, *system.explode}


@pytest.mark.parametrize("system", SYSTEMS, ids=IDS)
def test_capabilities_and_parts_are_codes(system):
    assert set(system.capabilities) <= set(codelist("capability").codes)
    assert {part for part, _ in system.not_recorded} <= set(codelist("record-part").codes)


@pytest.mark.parametrize("system", SYSTEMS, ids=IDS)
def test_it_says_which_notices_are_under_law_and_what_one_measure_is(system):
    questions = {question for question, _ in system.choices}
    assert {"Which flags count as notices under law?", "What is one measure?"} <= questions


@pytest.mark.parametrize("one", IMPORTERS.values(), ids=IMPORTERS)
def test_every_choice_is_a_question_with_a_sentence_for_an_answer(one):
    assert one.choices
    assert all(question.endswith("?") for question in one.choices)
    assert all(answer.endswith(".") for answer in one.choices.values())


@pytest.mark.parametrize("name", ["adcp", "cybertip", "guard-log", "mapping", "xarf"])
def test_it_says_how_a_time_without_a_zone_was_read(name):
    assert any("UTC" in answer for answer in importer(name).choices.values())


def test_a_wrong_name_leads_to_the_importer_of_any_other_table():
    with pytest.raises(UserError, match="and mapping for any other table: see harmscope init-"):
        importer("csv")
