from typing import Any

import pytest
from pydantic import ValidationError

from harmscope.model.exposure import Exposure

EXPOSURE: dict[str, Any] = {
    "record": "exposure",
    "version": "1.0",
    "exposure_id": "e1",
    "service": "Lanternfish",
    "period": {"start": "2025-07-01", "end": "2025-09-30"},
    "unit": "views",
    "total": 1_000_000,
    "sample": {
        "design": "stratified",
        "size": 100,
        "violating": 2,
        "strata": [{"id": "a", "weight": 1.0, "size": 100, "violating": 2}],
    },
}


def test_an_exposure_is_given_back_as_it_came() -> None:
    assert Exposure.model_validate(EXPOSURE).as_dict() == EXPOSURE


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "items and views"},
        {"total": -1},
        {"total": 1.5},
        {"sample": {"design": "simple", "size": 1}},
        {"sample": {"design": "simple", "size": 1, "violating": 0, "strata": []}},
        {"territory": ["Freedonia"]},
    ],
)
def test_what_has_no_meaning_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Exposure.model_validate(EXPOSURE | change)


def test_a_share_lies_between_0_and_1() -> None:
    sample = {**EXPOSURE["sample"], "reviewers": {"specificity": 99.8}}
    with pytest.raises(ValidationError):
        Exposure.model_validate(EXPOSURE | {"sample": sample})
