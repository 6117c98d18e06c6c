"""How long something may take: hours, days, working days, months."""

from datetime import date

import pytest

from harmscope.taxonomy.terms import Term, term_of

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("term", "event", "last"),
    [
        (Term(1, "days"), FRIDAY, date(2026, 11, 28)),
        (Term(1, "working_days"), FRIDAY, date(2026, 11, 30)),
        (Term(5, "working_days"), FRIDAY, date(2026, 12, 4)),
        (Term(1, "working_days"), date(2026, 11, 28), date(2026, 11, 30)),
        (Term(1, "months"), date(2027, 1, 31), date(2027, 2, 28)),
        (Term(2, "months"), date(2026, 12, 31), date(2027, 2, 28)),
        (Term(13, "months"), date(2027, 1, 31), date(2028, 2, 29)),
        (Term(48), FRIDAY, date(2026, 11, 29)),
        (Term(2), FRIDAY, date(2026, 11, 28)),
        (Term(25), FRIDAY, date(2026, 11, 29)),
    ],
)
def test_the_last_day_of_a_term(term: Term, event: date, last: date) -> None:
    assert term.last_day(event) == last


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (Term(48), "48 hours"),
        (Term(1), "1 hour"),
        (Term(1, "months"), "1 month"),
        (Term(10, "working_days"), "10 working days"),
    ],
)
def test_a_term_in_words(term: Term, words: str) -> None:
    assert str(term) == words
    assert term.words == words.partition(" ")[2]


def test_a_term_is_read_from_the_member_that_its_table_has() -> None:
    assert term_of({"hours": 3, "wording": "within 3 hours"}) == Term(3)
    assert term_of({"working_days": 3}) == Term(3, "working_days")


def test_only_a_term_in_hours_has_hours_and_all_can_be_sorted() -> None:
    assert Term(168).hours == 168
    assert Term(7, "days").hours is None
    terms = [Term(1, "months"), Term(2), Term(1, "days"), Term(10, "working_days")]
    assert sorted(terms, key=lambda one: one.about) == [terms[1], terms[2], terms[3], terms[0]]
