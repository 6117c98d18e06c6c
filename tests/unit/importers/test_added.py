from importlib.metadata import EntryPoint

import pytest

from harmscope.errors import UserError
from harmscope.importers.added import GROUP, added
from harmscope.importers.mapping import MAPPING


def point(value):
    return EntryPoint("own", value, GROUP)


def test_what_an_entry_point_names_is_loaded():
    assert added(point("harmscope.importers.mapping:MAPPING")) is MAPPING


@pytest.mark.parametrize("value", ["nowhere.at_all:X", "harmscope.importers.mapping:NOTHING"])
def test_what_cannot_be_loaded_is_told(value):
    with pytest.raises(UserError, match="cannot be loaded"):
        added(point(value))


def test_what_is_no_importer_is_told():
    with pytest.raises(UserError, match="has no name"):
        added(point("harmscope.importers.times:shown"))
