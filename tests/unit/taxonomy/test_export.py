import json

import pytest

from harmscope.errors import UserError
from harmscope.taxonomy.export import FORMATS, export, from_json, to_json
from harmscope.taxonomy.harm import harm
from harmscope.taxonomy.systems import load_system, systems

REFS = [info.ref for info in systems()]


@pytest.mark.parametrize("ref", REFS)
def test_json_round_trips(ref):
    expected = harm() if ref == "harm@1.0.0" else load_system(ref)
    assert from_json(to_json(ref)) == expected


@pytest.mark.parametrize("ref", REFS)
def test_json_is_plain(ref):
    assert json.loads(export(ref, "json"))["system"] == ref


def test_formats():
    assert set(FORMATS) == {"json", "skos", "misp"}
    with pytest.raises(UserError, match="no such format"):
        export("harm", "owl")
