"""How far a publisher rounded its counts, read from the counts themselves."""

from collections.abc import Iterable


def rounding_steps(counts: Iterable[int]) -> dict[int, int]:
    """The step of rounding for each length of number: the largest power of ten that divides every
    count of that many digits. Zero counts as a number of one digit.

    A step of 1 means that no rounding shows. Publishers round large numbers more coarsely than
    small ones, so each length is judged alone.
    """
    steps: dict[int, int] = {}
    for count in counts:
        if count:
            digits = len(str(abs(count)))
            steps[digits] = min(steps.get(digits, 10**digits), _trailing(count))
    return steps


def step_of(count: int, steps: dict[int, int]) -> int | None:
    """The step for ``count``; zero takes the step of the shortest numbers. None where unknown."""
    if count == 0:
        return steps[min(steps)] if steps else None
    return steps.get(len(str(abs(count))))


def _trailing(count: int) -> int:
    text = str(abs(count))
    return int("1" + "0" * (len(text) - len(text.rstrip("0"))))
