"""What a disclosure level did to a figure that is shown, and what can be concluded from that.

It takes the figure as it was published and the rules of the level, which are public, and nothing
else: so it cannot tell what the level hides.
"""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, Literal

from harmscope.disclosure.apply import TIMES, UNCOUNTED, is_counted_again
from harmscope.disclosure.level import Level, Rules, limits_of, traits
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.metric import Share
from harmscope.model.figure import Figure, Number

Treatment = Literal["rounded", "band", "withheld"]

_TOLD: Final = "which of these holds is not said, since it would tell"


@dataclass(frozen=True, slots=True)
class Treated:
    """How a level shows a figure: the ``rule`` in words, and the limits of the true value, both
    inside. ``high`` is None where there is none."""

    how: Treatment
    rule: str
    low: Number
    high: Number | None = None


def treated(
    level: Level, figure: Figure, given: AbstractSet[str] = frozenset(), split: Collection[str] = ()
) -> Treated | None:
    """What ``level`` did to a figure that it shows; None where it shows it as it was counted.

    ``given`` are the traits that the report gives to every count; without them limits may be wider
    than they are. ``split`` names what the table is split by in whose place the figure stands.
    """
    untold = figure.value is None and figure.status != "suppressed"
    if not level.protects or figure.estimand in UNCOUNTED or untold:
        return None
    metric = METRICS.get(figure.metric)
    how = metric.how if metric is not None else None
    again = figure.model_copy(update={"dimensions": dict.fromkeys(split, "")}) if split else figure
    if figure.value is None and is_counted_again(again):
        return _hidden(figure, "it counts the same cases again in a way that could tell of few")
    if isinstance(how, Share):
        return _share(level, figure, how, given)
    if figure.unit == "share":
        return _bare_share(level, figure)
    return _time(level, figure) if figure.unit in TIMES else _count(level, figure, given)


def _rules(level: Level, unit: str, figure: Figure, given: AbstractSet[str]) -> Rules:
    codes = {"harm" if name == "harm_top" else name: code for name, code in figure.place}
    return level.rules(unit, traits(codes) | given)


def _count(level: Level, figure: Figure, given: AbstractSet[str]) -> Treated | None:
    rules = _rules(level, figure.unit, figure, given)
    if figure.bounds is not None and figure.value is None:
        low, high = figure.bounds.low or 0, figure.bounds.high
        return Treated("band", "a count of people is shown as the band that it lies in", low, high)
    if figure.value is None:
        return _hidden(figure, _few(level, rules))
    if figure.rounding is None or not rules.applies or not figure.value:
        return None
    low, high = limits_of(int(figure.value), level.round, rules.threshold)
    return Treated("rounded", f"counts of {figure.unit} are rounded {_step(level)}", low, high)


def _step(level: Level) -> str:
    return f"to the nearest {level.round}, each on its own"


def _few(level: Level, rules: Rules) -> str:
    small = f"counts of 1 to {rules.threshold - 1}" if rules.threshold > 1 else "small counts"
    zeros = " and zeros" if rules.zeros == "hidden" else ""
    senders = " and of few senders" if level.contributors > 1 else ""
    own = f"{small}{zeros}{senders} are withheld, and" if rules.applies else ""
    return " ".join(
        f"{own} counts that could tell what such a count is, by a sum or beside it; {_TOLD}".split()
    )


def _hidden(figure: Figure, why: str) -> Treated:
    high = 1 if figure.unit == "share" else None
    return Treated("withheld", why, 0, high)


def _share(level: Level, figure: Figure, how: Share, given: AbstractSet[str]) -> Treated | None:
    if figure.value is None:
        return _hidden(figure, "one of its two counts is withheld, or the lower one is 0")
    part, whole = figure.numerator, figure.denominator
    if part is None or whole is None:
        return None
    limits = []
    for name, count in ((how.numerator, part), (how.denominator, whole)):
        rules = _rules(level, METRICS[name].unit, figure, given)
        near = level.mode == "round" and rules.applies and count
        limits.append(limits_of(count, level.round, rules.threshold) if near else (count, count))
    (low, high), (least, most) = limits
    if low == high and least == most:
        return None
    rule = f"it is made of its two counts, and counts are rounded {_step(level)}"
    return Treated("rounded", rule, _cut(low / most, up=False), _cut(high / least, up=True))


def _cut(share: float, *, up: bool) -> float:
    """A share to four decimals, outward, so that the limits stay right."""
    return min(1.0, (int(share * 10_000) + up) / 10_000)


def _bare_share(level: Level, figure: Figure) -> Treated:
    if figure.value is None:
        return _hidden(figure, f"shares of fewer than {level.threshold} are withheld")
    low, high = max(0.0, figure.value - 0.005), min(1.0, figure.value + 0.005)
    rule = "shares of the data itself are rounded to 0.01"
    return Treated("rounded", rule, round(low, 3), round(high, 3))


def _time(level: Level, figure: Figure) -> Treated | None:
    if figure.value is not None:
        return None
    few = f"times of fewer than {level.threshold} cases or of few senders, and longest times of"
    return _hidden(figure, f"{few} all, are withheld")
