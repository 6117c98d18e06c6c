from typing import get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from harmscope.model import base
from harmscope.model.base import (
    Harm,
    Id,
    KeyedHash,
    Language,
    Model,
    Moment,
    Native,
    Territory,
    given,
)
from harmscope.model.dataset import Choice
from harmscope.model.report import Excluded, Panel
from harmscope.taxonomy.systems import codelist_names


class Example(Model):
    name: str
    note: str | None = None


def accepts(kind: object, value: str) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


def test_null_is_refused() -> None:
    with pytest.raises(ValidationError, match="leave the member out"):
        Example.model_validate({"name": "a", "note": None})


def test_unknown_members_and_wrong_types_are_refused() -> None:
    with pytest.raises(ValidationError):
        Example.model_validate({"name": "a", "other": "b"})
    with pytest.raises(ValidationError):
        Example.model_validate({"name": 1})


def test_what_was_not_given_is_left_out() -> None:
    assert Example(name="a").as_dict() == {"name": "a"}


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("2025-07-01", True),
        ("2025-07-01T12:00:00Z", True),
        ("2025-07-01T12:00:00.5+02:00", True),
        ("2025-07-01T12:00:00", False),
        ("2025-7-1", False),
        ("2025-13-01", False),
        ("01.07.2025", False),
        ("2025-07-01\n", False),
        ("\u0662\u0660\u0662\u0665-07-01", False),
    ],
)
def test_a_moment_is_a_day_or_a_time_with_offset(value: str, good: bool) -> None:
    assert accepts(Moment, value) is good


def test_identifiers_languages_territories_hashes() -> None:
    assert accepts(Id, "dsa:0b1c-9")
    assert not accepts(Id, "a b")
    assert accepts(Language, "pt-BR")
    assert not accepts(Language, "EN")
    assert accepts(Territory, "GR")
    assert not accepts(Territory, "EEA")
    assert accepts(KeyedHash, "0" * 32)
    assert not accepts(KeyedHash, "jane@example.org")


def test_every_code_list_has_its_type() -> None:
    used = {
        listed.name
        for alias in vars(base).values()
        for listed in get_args(alias)
        if isinstance(listed, base.Listed)
    }
    assert used == set(codelist_names())


def test_a_closed_list_takes_nothing_else() -> None:
    adapter = TypeAdapter(base.Answer)
    assert adapter.validate_python("yes") == "yes"
    with pytest.raises(ValidationError):
        adapter.validate_python("x-acme.maybe")


def test_an_open_list_takes_extensions_of_an_organisation() -> None:
    adapter = TypeAdapter(base.Target)
    assert adapter.validate_python("x-acme.streamers") == "x-acme.streamers"
    with pytest.raises(ValidationError):
        adapter.validate_python("streamers")


def test_a_native_code_keeps_system_version_parent() -> None:
    native = Native(scheme="dsa@v2", code="KEYWORD_OTHER", parent="STATEMENT_CATEGORY_VIOLENCE")
    assert native.as_dict()["parent"] == "STATEMENT_CATEGORY_VIOLENCE"


def test_a_scheme_has_a_version() -> None:
    with pytest.raises(ValidationError):
        Native(scheme="dsa", code="KEYWORD_OTHER")


def test_harm_ids_have_at_most_two_levels() -> None:
    assert Harm(primary="csea.csam-synthetic").primary
    with pytest.raises(ValidationError):
        Harm(primary="ncii.synthetic.video")


def test_what_says_nothing_is_left_out_and_false_and_zero_stay() -> None:
    members = {"a": None, "b": "", "c": [], "d": {}, "e": False, "f": 0, "g": "x"}
    assert base.filled(members) == {"e": False, "f": 0, "g": "x"}


def test_none_is_left_out() -> None:
    assert given(Excluded, reason="x", text=None, records=1).as_dict() == {
        "reason": "x",
        "records": 1,
    }


def test_a_required_list_may_be_empty() -> None:
    panel = given(
        Panel, id="p", title="P", chart="bars", metrics=["a.b"], split=[], figures=[], note=None
    )
    assert panel.figures == []
    assert panel.split is None


def test_what_is_required_is_still_required() -> None:
    with pytest.raises(ValidationError):
        given(Choice, question="Why?", answer=None)
