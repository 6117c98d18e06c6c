from collections.abc import Callable

from harmscope.comparison.cannot import cannot_answer
from harmscope.comparison.side import Side


def test_advertising_stays_open_whatever_enforcement_says(side: Callable[..., Side]) -> None:
    asked = cannot_answer(["Alpha"], [side(metric="items.removed")])
    assert asked[0].question == "Did advertisements stand beside violating content?"
    assert len(asked) == 5


def test_a_question_is_closed_only_if_every_service_reports_it(
    side: Callable[..., Side],
) -> None:
    def asked(*sides: Side) -> set[str]:
        return {row.question for row in cannot_answer(["Alpha", "Beta"], sides)}

    question = "How much violating content did people see?"
    assert question in asked(side())
    assert question not in asked(side(), side("Beta"))
