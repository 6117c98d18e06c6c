"""Shares estimated from samples, each with a named interval, and how to spread a sample.

Weights are shares of the whole and add up to 1; rates and shares lie between 0 and 1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LEVEL: Final = 0.95
SIMPLE: Final = "Clopper-Pearson"
STRATIFIED: Final = "Clopper-Pearson on the effective sample size (Korn and Graubard)"


@dataclass(frozen=True, slots=True)
class Part:
    """One stratum of a sample: its share of the whole, how many were judged, how many violate."""

    weight: float
    size: int
    violating: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its standard deviation and interval."""

    value: float
    deviation: float
    low: float
    high: float
    method: str
    level: float = LEVEL


def clopper_pearson(violating: float, size: float, level: float = LEVEL) -> tuple[float, float]:
    """The exact interval of a share of ``size``; it never covers less often than ``level``.

    Counts need not be whole, so that effective sample sizes fit. Raises ValueError for a share
    above 1 or an empty sample.
    """
    if size <= 0 or not 0 <= violating <= size:
        raise ValueError("a share needs a sample, and no more hits than it has units")
    # Most reports estimate nothing, and this import takes longer than counting a small log.
    from scipy.stats import beta

    tail = (1 - level) / 2
    low = 0.0 if violating == 0 else float(beta.ppf(tail, violating, size - violating + 1))
    high = 1.0 if violating == size else float(beta.ppf(1 - tail, violating + 1, size - violating))
    return low, high


def simple(violating: int, size: int, level: float = LEVEL) -> Estimate:
    """The share in a simple random sample."""
    low, high = clopper_pearson(violating, size, level)
    share = violating / size
    deviation = math.sqrt(share * (1 - share) / size)
    return Estimate(share, deviation, low, high, SIMPLE, level)


def stratified(parts: Sequence[Part], level: float = LEVEL) -> Estimate:
    """The share over strata: the weighted mean of the strata's shares.

    The variance is the weighted sum of the strata's own, each with one degree of freedom less than
    it has units. The interval is that of a simple sample of the size which would have the same
    variance. Raises ValueError where a stratum has fewer than two units or weights do not add up.
    """
    if not math.isclose(sum(part.weight for part in parts), 1, abs_tol=1e-6):
        raise ValueError("the weights of the strata do not add up to 1")
    if any(part.size < 2 for part in parts):
        raise ValueError("a stratum needs two units at least")
    share = math.fsum(part.weight * part.violating / part.size for part in parts)
    variance = math.fsum(
        part.weight**2 * _spread(part.violating / part.size) / (part.size - 1) for part in parts
    )
    size = sum(part.size for part in parts)
    effective = min(_spread(share) / variance, size) if variance else size
    low, high = clopper_pearson(share * effective, effective, level)
    return Estimate(share, math.sqrt(variance), low, high, STRATIFIED, level)


def corrected(share: float, sensitivity: float, specificity: float) -> float | None:
    """The share after Rogan and Gladen, for reviewers who err; None where none exists.

    There is none where reviewers do no better than chance, and none where their false alarms alone
    would give a larger share than was found.
    """
    gain = sensitivity + specificity - 1
    found = (share + specificity - 1) / gain if gain > 0 else -1.0
    return found if 0 <= found <= 1 else None


def neyman(weights: Sequence[float], rates: Sequence[float], size: int) -> list[int]:
    """How many of ``size`` units to draw from each stratum so that the estimate varies least.

    ``rates`` are the shares expected. Every stratum gets two at least, so that its variance can be
    estimated; what rounding leaves over goes to the largest remainders, earlier strata first.
    Raises ValueError where ``size`` is too small for that.
    """
    if size < 2 * len(weights):
        raise ValueError("each stratum needs at least two units")
    pull = [weight * math.sqrt(_spread(rate)) for weight, rate in zip(weights, rates, strict=True)]
    pull = pull if any(pull) else list(weights)
    wanted = [max(2.0, size * one / math.fsum(pull)) for one in pull]
    return _whole(wanted, size)


def deviation(weights: Sequence[float], rates: Sequence[float], sizes: Sequence[float]) -> float:
    """The standard deviation to expect of an estimate with these sizes."""
    terms = zip(weights, rates, sizes, strict=True)
    return math.sqrt(math.fsum(weight**2 * _spread(rate) / n for weight, rate, n in terms))


def _whole(wanted: list[float], size: int) -> list[int]:
    """Whole numbers close to ``wanted`` that add up to ``size``, none below 2."""
    while sum(wanted) - size > 1e-9:
        free = [one for one in wanted if one > 2]
        scale = (size - 2 * (len(wanted) - len(free))) / sum(free)
        wanted = [max(2.0, one * scale) if one > 2 else 2.0 for one in wanted]
    whole = [math.floor(one + 1e-9) for one in wanted]
    order = sorted(range(len(wanted)), key=lambda place: (whole[place] - wanted[place], place))
    for place in order[: size - sum(whole)]:
        whole[place] += 1
    return whole


def _spread(share: float) -> float:
    return share * (1 - share)
