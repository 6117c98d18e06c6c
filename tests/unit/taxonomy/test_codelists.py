import pytest

from harmscope.resources import data_path
from harmscope.taxonomy.codelists import codelist, codelist_names


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
