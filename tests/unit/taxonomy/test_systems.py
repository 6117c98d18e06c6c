import pytest

from harmscope.errors import UserError
from harmscope.taxonomy.systems import load_system, resolve, systems


def test_the_harm_taxonomy_is_the_first_system():
    assert systems()[0].ref == "harm@1.0.0"
    assert len(load_system("harm").codes) == 99


def test_a_name_alone_means_the_newest_version():
    assert resolve("dsa").version == "v2"
    assert resolve("garm").version == "2022-06"
    assert resolve("lemmy").version == "1.0"


def test_the_key_holds_the_parent_where_a_code_has_several():
    system = load_system("dsa@v2")
    assert "KEYWORD_SUICIDE" in system.codes
    assert "KEYWORD_OTHER" not in system.codes
    assert "STATEMENT_CATEGORY_SELF_HARM/KEYWORD_OTHER" in system.codes


def test_find_takes_code_key_or_parent():
    system = load_system("dsa@v2")
    other = system.find("KEYWORD_OTHER", "STATEMENT_CATEGORY_SELF_HARM")
    assert other is not None
    assert other.key == "STATEMENT_CATEGORY_SELF_HARM/KEYWORD_OTHER"
    assert system.find("KEYWORD_OTHER") is None
    suicide = system.find("STATEMENT_CATEGORY_SELF_HARM/KEYWORD_SUICIDE")
    assert suicide is not None
    assert suicide.key == "KEYWORD_SUICIDE"
    assert system.find("STATEMENT_CATEGORY_VIOLENCE/KEYWORD_SUICIDE") is None


def test_find_takes_a_parent_where_the_system_keeps_the_code_once():
    found = load_system("dsa@v1").find("STATEMENT_CATEGORY_VIOLENCE/KEYWORD_OTHER")
    assert found is not None
    assert found.parent == ""


def test_children_and_kinds():
    system = load_system("dsa@v2")
    keys = [code.key for code in system.children("STATEMENT_CATEGORY_ANIMAL_WELFARE")]
    assert keys[:2] == ["KEYWORD_ANIMAL_HARM", "KEYWORD_UNLAWFUL_SALE_ANIMALS"]
    assert len(system.of_kind("category")) == 16


def test_an_unknown_system_is_named_with_what_is_known():
    with pytest.raises(UserError, match=r"use harm@1\.0\.0"):
        resolve("dsa@v9")
