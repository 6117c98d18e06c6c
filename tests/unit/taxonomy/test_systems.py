""""""

import pytest

from harmscope.errors import UserError
from harmscope.resources import data_path
from harmscope.taxonomy.systems import codelist, codelist_names, load_system, resolve, systems


def test_a_closed_list_and_an_open_one() -> None:
    assert not codelist("notice-outcome").open
    assert codelist("refusal-reason").open
    assert codelist("answer").codes == {"yes": "Yes", "no": "No", "unknown": "Unknown"}


def test_an_unknown_list_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        codelist("no-such-list")


def test_every_file_is_listed_and_every_list_has_its_file() -> None:
    files = {path.stem for path in data_path("taxonomy", "codelists").glob("*.csv")}
    assert files == set(codelist_names())


@pytest.mark.parametrize("name", codelist_names())
def test_codes_are_unique_and_labelled(name: str) -> None:
    path = data_path("taxonomy", "codelists", f"{name}.csv")
    rows = path.read_text(encoding="utf-8").splitlines()[1:]
    assert len(codelist(name).codes) == len(rows)
    assert all(codelist(name).codes.values())


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
    with pytest.raises(UserError, match=r"use one of harm@1\.0\.0"):
        resolve("dsa@v9")
