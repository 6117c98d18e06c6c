"""Shares that have become their complement from one period to the next: mostly a flag whose
meaning was turned round."""

Limits = dict[str, float]
"""Thresholds of a ruleset by name."""


def turned(now: float, then: float, limits: Limits) -> bool:
    """Whether a share has become its complement. Shares near a half never count."""
    near = abs(now + then - 1) <= limits["flip_tolerance"]
    return near and abs(now - 0.5) > limits["flip_distance"]
