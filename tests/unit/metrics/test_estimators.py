"""Estimates from samples, against other computations."""

import math
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from harmscope.metrics.estimators import (
    Part,
    clopper_pearson,
    corrected,
    deviation,
    neyman,
    simple,
    stratified,
)

WEIGHTS = [0.80, 0.10, 0.05, 0.01, 0.04]
RATES = [0.0005, 0.005, 0.01, 0.05, 0.0025]


@given(st.integers(1, 3000), st.floats(0, 1))
def test_the_simple_interval_is_that_of_scipy(size: int, part: float) -> None:
    hits = int(size * part)
    other = binomtest(hits, size).proportion_ci(0.95, method="exact")
    low, high = clopper_pearson(hits, size)
    assert math.isclose(low, other.low, abs_tol=1e-9)
    assert math.isclose(high, other.high, abs_tol=1e-9)


def test_the_simple_interval_solves_the_binomial_tails() -> None:
    low, high = clopper_pearson(3, 20)
    upper = sum(comb(20, k) * low**k * (1 - low) ** (20 - k) for k in range(3, 21))
    lower = sum(comb(20, k) * high**k * (1 - high) ** (20 - k) for k in range(4))
    assert upper == pytest.approx(0.025)
    assert lower == pytest.approx(0.025)


def test_no_hits_and_only_hits_reach_the_ends() -> None:
    assert simple(0, 100).low == 0
    assert simple(100, 100).high == 1


@pytest.mark.parametrize(("hits", "size"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_share(hits: int, size: int) -> None:
    with pytest.raises(ValueError, match="share"):
        clopper_pearson(hits, size)


def test_the_plan_agrees_with_exact_arithmetic() -> None:
    sizes = neyman(WEIGHTS, RATES, 4000)
    pull = [w * math.sqrt(p * (1 - p)) for w, p in zip(WEIGHTS, RATES, strict=True)]
    assert sum(sizes) == 4000
    for size, one in zip(sizes, pull, strict=True):
        assert abs(size - 4000 * one / sum(pull)) < 1
    terms = [
        Fraction(w).limit_denominator() ** 2
        * Fraction(p).limit_denominator()
        * (1 - Fraction(p).limit_denominator())
        / n
        for w, p, n in zip(WEIGHTS, RATES, sizes, strict=True)
    ]
    assert deviation(WEIGHTS, RATES, sizes) == pytest.approx(math.sqrt(sum(terms)), rel=1e-12)


def test_the_plan_is_better_than_a_proportional_one() -> None:
    even = [round(4000 * weight) for weight in WEIGHTS]
    best = deviation(WEIGHTS, RATES, neyman(WEIGHTS, RATES, 4000))
    assert best < deviation(WEIGHTS, RATES, even)


@given(
    st.lists(st.tuples(st.floats(0.01, 1), st.floats(0, 1)), min_size=1, max_size=8),
    st.integers(16, 5000),
)
def test_every_plan_adds_up(strata: list[tuple[float, float]], size: int) -> None:
    weights = [weight for weight, _ in strata]
    sizes = neyman(weights, [rate for _, rate in strata], size)
    assert sum(sizes) == size
    assert min(sizes) >= 2


def test_a_plan_needs_two_a_stratum() -> None:
    with pytest.raises(ValueError, match="two units"):
        neyman([0.5, 0.5], [0.1, 0.1], 3)


def test_a_stratified_estimate_weights_its_strata() -> None:
    found = stratified([Part(0.9, 1000, 1), Part(0.1, 500, 50)])
    assert found.value == pytest.approx(0.9 * 0.001 + 0.1 * 0.1)
    wanted = 0.81 * 0.001 * 0.999 / 999 + 0.01 * 0.1 * 0.9 / 499
    assert found.deviation == pytest.approx(math.sqrt(wanted))
    assert found.low < found.value < found.high


def test_one_stratum_is_nearly_a_simple_sample() -> None:
    one, two = stratified([Part(1, 2000, 20)]), simple(20, 2000)
    assert one.value == two.value
    assert one.low == pytest.approx(two.low, rel=0.01)
    assert one.high == pytest.approx(two.high, rel=0.01)


def test_strata_without_hits_still_have_an_upper_limit() -> None:
    found = stratified([Part(0.5, 100, 0), Part(0.5, 100, 0)])
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(clopper_pearson(0, 200)[1])


@pytest.mark.parametrize("parts", [[Part(0.5, 10, 1)], [Part(1, 1, 0)]])
def test_strata_must_cover_the_whole_with_two_each(parts: list[Part]) -> None:
    with pytest.raises(ValueError, match=r"strat"):
        stratified(parts)


def test_the_correction_exists_only_where_it_can() -> None:
    assert corrected(0.10, 0.8, 0.99) == pytest.approx(0.09 / 0.79)
    assert corrected(0.002, 0.9, 0.99) is None
    assert corrected(0.5, 0.5, 0.5) is None
