from typing import Any

import pytest
from pydantic import ValidationError

from harmscope.model.figure import Declared, Figure


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


HEAD: dict[str, Any] = {"profile": "core", "service": "Lanternfish", "period": "2025"}
FIGURE = {"metric": "moderators.internal", "value": 1, "unit": "fte", "source": "Register"}


def test_a_number_needs_source_and_assurance() -> None:
    good = FIGURE | {"assurance": "audited"}
    assert Declared.model_validate(HEAD | {"figures": [good]}).figures
    for left_out in ("source", "assurance"):
        bad = {name: value for name, value in good.items() if name != left_out}
        with pytest.raises(ValidationError):
            Declared.model_validate(HEAD | {"figures": [bad]})


def test_a_text_has_the_templates_limit() -> None:
    text = {"metric": "qualitative.governance", "text": "x" * 5001}
    with pytest.raises(ValidationError):
        Declared.model_validate(HEAD | {"texts": [text]})


@pytest.mark.parametrize("tier", ["vlop", "possibly_exempt"])
def test_tiers(tier: str) -> None:
    assert Declared.model_validate(HEAD | {"provider": {"tier": tier}}).provider
    with pytest.raises(ValidationError):
        Declared.model_validate(HEAD | {"provider": {"tier": "huge"}})
