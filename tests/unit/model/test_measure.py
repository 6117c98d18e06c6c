from typing import Any

import pytest
from pydantic import ValidationError

from harmscope.model.measure import Measure

MEASURE: dict[str, Any] = {
    "record": "measure",
    "version": "1.0",
    "measure_id": "m1",
    "service": "Lanternfish",
    "authority": "An authority",
    "jurisdiction": "EU",
    "kind": "fine",
    "start": "2025-07-01",
    "harms": ["ncii.synthetic"],
    "amount": {"value": 1000, "currency": "EUR"},
}


def test_a_measure_is_given_back_as_it_came() -> None:
    assert Measure.model_validate(MEASURE).as_dict() == MEASURE


@pytest.mark.parametrize("place", ["EU", "US-CA", "AU"])
def test_a_jurisdiction_is_a_country_or_a_part_of_one(place: str) -> None:
    assert Measure.model_validate(MEASURE | {"jurisdiction": place}).jurisdiction == place


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "frown"},
        {"jurisdiction": "europe"},
        {"start": "2025-07-01T10:00:00Z"},
        {"amount": {"value": 1000}},
        {"amount": {"value": 10.5, "currency": "EUR"}},
    ],
)
def test_what_has_no_meaning_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Measure.model_validate(MEASURE | change)
