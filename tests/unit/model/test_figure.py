import pytest
from pydantic import ValidationError

from harmscope.model.figure import Figure


def test_a_figure_without_value_says_why() -> None:
    figure = Figure(metric="appeals.filed", unit="appeals", status="not_recorded")
    assert figure.as_dict() == {
        "metric": "appeals.filed",
        "unit": "appeals",
        "status": "not_recorded",
    }


def test_a_status_is_always_given() -> None:
    with pytest.raises(ValidationError):
        Figure.model_validate({"metric": "items.actioned", "unit": "items", "value": 3})


def test_whole_numbers_stay_whole() -> None:
    assert Figure(metric="items.actioned", value=3, unit="items", status="exact").value == 3
