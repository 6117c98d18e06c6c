"""Services, categories and periods of claims, found in the reports."""

from collections.abc import Callable

import pytest

from harmscope.claims import parse, subjects
from harmscope.claims.grammar import measurements
from harmscope.claims.undecided import UndecidedError
from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.reading import LoadedReport

Reports = Callable[[str], list[LoadedReport]]


def test_a_service_is_named_as_the_reports_name_it() -> None:
    assert subjects.service_named("tern", ["Tern", "Wren"]) == "Tern"
    with pytest.raises(UserError, match="did you mean Tern"):
        subjects.service_named("Terns", ["Tern", "Wren"])


def test_words_without_what_stands_around_a_category() -> None:
    assert subjects.plain("Scams and/or Frauds") == "scam and or fraud"
    assert subjects.trimmed("posts") == []
    assert subjects.trimmed("") == []
    assert subjects.trimmed("pieces of hate speech") == ["pieces of hate speech", "hate speech"]
    assert "NCII" in subjects.trimmed("NCII posts")


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("hate speech", "hate"),
        ("deepfake nudes", "ncii.synthetic"),
        ("non-consensual imagery", "ncii"),
        ("pieces of terrorist content", "terrorism.content"),
        ("hate speech in Germany", None),
        ("gardening", None),
        ("posts", None),
    ],
)
def test_words_for_a_category(words: str, category: str | None) -> None:
    assert subjects.harm_of(words) == category


def test_what_a_code_is_called() -> None:
    assert "hate speech" in subjects.names_of("dsa@v2", "KEYWORD_HATE_SPEECH")
    assert "own code" in subjects.names_of("nobody@1", "Own codes")


def test_the_code_of_a_system_that_words_mean() -> None:
    meta = {"Hate Speech", "Bullying & Harassment", "Dangerous Orgs: Terrorism"}
    assert subjects.code_in("hate speech", "meta-cser@2022", meta) == ("Hate Speech", "same")
    assert subjects.code_in("terrorism", "meta-cser@2022", meta)[1] == "approx"
    for words, why in (
        ("bullying", "within broader categories"),
        ("deepfake nudes", "no category for it"),
    ):
        with pytest.raises(UndecidedError, match=why):
            subjects.code_in(words, "meta-cser@2022", meta)
    template = {"KEYWORD_NON_CONSENSUAL_IMAGE_SHARING", "STATEMENT_CATEGORY_CYBER_VIOLENCE"}
    with pytest.raises(UndecidedError, match="narrower or other categories"):
        subjects.code_in("non-consensual intimate imagery", "dsa@v2", template)
    named = subjects.code_in("non-consensual image sharing", "dsa@v2", template)
    assert named == ("KEYWORD_NON_CONSENSUAL_IMAGE_SHARING", "same")


def test_a_code_above_a_category_is_broader() -> None:
    assert subjects.is_broader("meta-cser@2022", "Bullying & Harassment", "harassment.bullying")
    assert not subjects.is_broader("meta-cser@2022", "Hate Speech", "harassment.bullying")
    assert not subjects.is_broader("meta-cser@2022", "Hate Speech", "hate")


def test_the_figures_of_a_claim(reports: Reports) -> None:
    figures = subjects.placed(reports("small"))
    removed = measurements()["removed"]
    hate, near = subjects.figures_of(figures, "Robin", removed, "hate speech")
    assert ([one[2].value for one in hate], near) == ([12000, 5000], "")
    total, _ = subjects.figures_of(figures, "Robin", removed, "posts")
    assert [one[2].value for one in total] == [50000]
    (side,) = subjects.sides(reports("small"), total)
    assert (side.service, side.category.code) == ("Robin", "")
    subjects.known_words("hate speech", figures)
    with pytest.raises(UserError, match="not known"):
        subjects.known_words("gardening", figures)


def test_periods_are_those_of_the_claim_or_the_only_one(reports: Reports) -> None:
    figures = subjects.placed(reports("small"))
    hate, _ = subjects.figures_of(figures, "Robin", measurements()["removed"], "hate speech")
    first, second = parse_period("2025-H1"), parse_period("2025-H2")
    assert [one[2].value for one in subjects.in_period(hate, first, "Robin")] == [5000]
    assert subjects.newest(hate, first) == second
    assert subjects.only_period([hate[:1]]) == second
    for call, why in (
        (lambda: subjects.in_period(hate, parse_period("2024"), "Robin"), "these reports give"),
        (lambda: subjects.newest(hate, second), "no later period"),
        (lambda: subjects.only_period([hate]), "names no period"),
        (lambda: subjects.only_period([hate[:1], hate[1:]]), "not of one period"),
    ):
        with pytest.raises(UndecidedError, match=why):
            call()


def test_a_place_must_be_the_one_that_figures_cover(reports: Reports) -> None:
    figures = subjects.placed(reports("small"))
    notices, _ = subjects.figures_of(figures, "Robin", measurements()["notices"], "")
    made = subjects.sides(reports("small"), notices)
    subjects.place_fits(parse("Robin received at least 1 notices in the EU"), made)
    with pytest.raises(UndecidedError, match="Robin: EU"):
        subjects.place_fits(parse("Robin received at least 1 notices worldwide"), made)
