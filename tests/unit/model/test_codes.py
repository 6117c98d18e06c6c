from typing import get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from harmscope.model import codes
from harmscope.taxonomy.codelists import codelist_names


def test_every_code_list_has_its_type() -> None:
    used = {
        listed.name
        for alias in vars(codes).values()
        for listed in get_args(alias)
        if isinstance(listed, codes.Listed)
    }
    assert used == set(codelist_names())


def test_a_closed_list_takes_nothing_else() -> None:
    adapter = TypeAdapter(codes.Answer)
    assert adapter.validate_python("yes") == "yes"
    with pytest.raises(ValidationError):
        adapter.validate_python("x-acme.maybe")


def test_an_open_list_takes_extensions_of_an_organisation() -> None:
    adapter = TypeAdapter(codes.Target)
    assert adapter.validate_python("x-acme.streamers") == "x-acme.streamers"
    with pytest.raises(ValidationError):
        adapter.validate_python("streamers")
