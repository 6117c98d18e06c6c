import pytest

from harmscope.readers.dsa_codes import read_category

SPEECH = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"


def test_reads_codes_and_totals() -> None:
    assert read_category("TOTAL", None).level == "total"
    assert read_category(SPEECH, None).level == "category"
    keyword = read_category("KEYWORD_HATE_SPEECH", None)
    assert (keyword.level, keyword.parent, keyword.remark) == ("keyword", SPEECH, None)


def test_other_belongs_to_the_category_above() -> None:
    assert read_category("KEYWORD_OTHER", SPEECH).key == f"{SPEECH}/KEYWORD_OTHER"
    assert read_category("KEYWORD_OTHER", None).remark == "RD032"


@pytest.mark.parametrize("text", ["HATE_SPEECH", "keyword_hate_speech", "Hate speech"])
def test_reads_lenient_forms(text: str) -> None:
    category = read_category(text, None)
    assert (category.key, category.remark) == ("KEYWORD_HATE_SPEECH", "RD031")


def test_reads_the_number_of_the_template() -> None:
    assert read_category("Category 1a", None).key == "KEYWORD_ANIMAL_HARM"


def test_an_invented_code_is_kept_and_said() -> None:
    category = read_category("KEYWORD_OTHER_TRADEMARKS", None)
    assert (category.key, category.remark) == ("KEYWORD_OTHER_TRADEMARKS", "RD030")


def test_a_code_of_the_older_version_is_said() -> None:
    assert read_category("STATEMENT_CATEGORY_PORNOGRAPHY_OR_SEXUALIZED_CONTENT", None).remark == (
        "RD035"
    )


def test_long_codes_that_begin_alike_stay_two() -> None:
    stem = "KEYWORD_OTHER_" + "X" * 200
    assert read_category(stem + "A", None).key != read_category(stem + "B", None).key
