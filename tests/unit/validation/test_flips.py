import pytest

from harmscope.validation.flips import turned

LIMITS = {"flip_tolerance": 0.05, "flip_distance": 0.2}


@pytest.mark.parametrize(
    ("now", "then", "found"),
    [
        (0.9, 0.1, True),
        (0.08, 0.9, True),
        (0.9, 0.9, False),
        (0.55, 0.45, False),
        (0.9, 0.2, False),
    ],
)
def test_a_share_and_its_complement(now: float, then: float, found: bool) -> None:
    assert turned(now, then, LIMITS) is found
