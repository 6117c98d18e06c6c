import pytest

from harmscope.importers.logs import LOGS
from harmscope.taxonomy import codelist

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
