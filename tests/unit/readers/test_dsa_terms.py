""""""

import pytest

from harmscope.readers.dsa_terms import (
    is_placeholder,
    kinds_of_scopes,
    read_category,
    read_scope,
)

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


@pytest.mark.parametrize(
    ("text", "asked", "dimension", "code", "remark"),
    [
        ("TOTAL", "territory", None, "", None),
        ("Total number", "language", None, "", None),
        ("total", "territory", None, "", "RD041"),
        ("SE", "territory", "territory", "SE", None),
        ("EL", "territory", "territory", "GR", "RD041"),
        ("gr", "territory", "territory", "GR", "RD041"),
        ("Total number: es", "language", "language", "es", "RD041"),
        ("bg", "language", "language", "bg", None),
        ("FR", "language", "language", "fr", "RD041"),
        ("AT", "language", "territory", "AT", "RD042"),
        ("no", "language", "language", "no", "RD040"),
        ("DE, ES", "territory", "territory", "DE+ES", "RD041"),
        ("SP", "territory", "scope", "SP", "RD040"),
        ("Image classifier", "language", "scope", "Image classifier", "RD040"),
    ],
)
def test_reads_scopes(
    text: str, asked: str, dimension: str | None, code: str, remark: str | None
) -> None:
    scope = read_scope(text, asked)
    assert (scope.dimension, scope.code, scope.remark) == (dimension, code, remark)


@pytest.mark.parametrize("text", ["AT, […], SE", "[...]", "AT, â€¦, SE"])
def test_knows_placeholders(text: str) -> None:
    assert read_scope(text, "territory").placeholder


def test_a_placeholder_is_never_a_total() -> None:
    scope = read_scope("AT, […], SE", "territory")
    assert (scope.dimension, scope.code, scope.remark) == ("scope", "AT, […], SE", "RD040")


def test_long_scopes_that_begin_alike_stay_two() -> None:
    one, two = (read_scope("a tool of ours " * 20 + end, "language").code for end in "ab")
    assert one != two


@pytest.mark.parametrize(
    ("column", "asked", "capitals"),
    [
        (["Total number", "AT", "DE", "FR"], "language", "territory"),
        (["EN", "DE", "FR"], "language", "language"),
        (["DE", "FR"], "language", "language"),
        (["DE", "FR"], "territory", "territory"),
        (["AT", "EN", "CZ"], "language", "territory"),
        (["Total number: AT", "DE, FR"], "language", "territory"),
    ],
)
def test_the_codes_beside_it_tell_what_a_code_is(
    column: list[str], asked: str, capitals: str
) -> None:
    assert kinds_of_scopes(column, asked)[True] == capitals


def test_capitals_and_small_letters_are_told_apart() -> None:
    kinds = kinds_of_scopes(["AT", "en", "de", "DE"], "language")
    assert kinds == {True: "territory", False: "language"}
    assert read_scope("DE", "language", kinds).dimension == "territory"
    assert read_scope("de", "language", kinds).dimension == "language"


def test_a_state_among_languages_is_said() -> None:
    scope = read_scope("DE", "language", {True: "territory", False: "language"})
    assert (scope.dimension, scope.code, scope.remark) == ("territory", "DE", "RD042")


@pytest.mark.parametrize(
    "text",
    ["Text", "Free text", "YYYY-MM-DD/YYYY-MM-DD", "Testo libero", "[Text]", "<free text>", "TBD"],
)
def test_words_of_the_template_are_no_content(text: str) -> None:
    assert is_placeholder(text)
    assert not is_placeholder(f"{text} of ours")
