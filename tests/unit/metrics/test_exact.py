"""Exact order statistics."""

import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.metrics.exact import plain, quantile, ratio


def histogram(values: list[int]) -> list[tuple[int, int]]:
    return sorted((value, values.count(value)) for value in set(values))


@given(st.lists(st.integers(0, 400), min_size=1))
def test_the_median_is_the_usual_one(values: list[int]) -> None:
    assert quantile(histogram(values), 0.5) == statistics.median(values)


@given(st.lists(st.integers(0, 400), min_size=1), st.sampled_from([0.1, 0.25, 0.75, 0.9, 0.95]))
def test_a_quantile_is_the_smallest_value_that_covers_the_share(
    values: list[int], share: float
) -> None:
    found = quantile(histogram(values), share)
    wanted = Fraction(share).limit_denominator(1000) * len(values)
    assert found is not None
    assert sum(value <= found for value in values) >= wanted
    assert sum(value < found for value in values) < wanted


def test_nothing_has_no_quantile() -> None:
    assert quantile([], 0.5) is None


@pytest.mark.parametrize(("part", "whole", "share"), [(1, 3, 0.3333), (2, 2, 1.0), (0, 5, 0.0)])
def test_a_share_has_four_digits(part: int, whole: int, share: float) -> None:
    assert ratio(part, whole) == share


def test_nothing_has_no_share() -> None:
    assert ratio(0, 0) is None


def test_whole_numbers_stay_whole() -> None:
    assert repr(plain(Fraction(4, 2))) == "2"
    assert plain(Fraction(5, 2)) == 2.5
