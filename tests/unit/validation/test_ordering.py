import random
from collections.abc import Iterator

import pytest

from harmscope.validation import ordering
from harmscope.validation.ordering import in_order


@pytest.mark.parametrize("held", [1, 7, 1000])
def test_the_order_does_not_depend_on_what_fits_into_memory(
    held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "CHUNK", 3)
    chance = random.Random(4)
    items = [(chance.randint(0, 9), chance.randint(0, 9)) for _ in range(50)]
    assert list(in_order(items, held)) == sorted(items)


def test_nothing_gives_nothing() -> None:
    nothing: Iterator[tuple[int]] = iter(())
    assert list(in_order(nothing)) == []
