import subprocess
import sys
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.disclosure.cells import Cell, Tables
from harmscope.disclosure.level import level
from harmscope.disclosure.presentation import Edition, show


@pytest.mark.parametrize(("value", "near"), [(10, 10), (12, 10), (13, 15), (103, 105), (0, 0)])
def test_public_rounds_to_five(value: int, near: int) -> None:
    assert show(Cell("t", (), value, "people"), level("public"), hide=False).value == near


@given(st.integers(0, 10**7), st.sampled_from(["public", "public-exact", "bands", "statutory"]))
def test_what_a_reader_concludes_is_true(value: int, name: str) -> None:
    shown = show(Cell("t", (), value, "people"), level(name), hide=0 < value < 10)
    assert shown.low <= value <= shown.high


def test_items_stay_exact_under_public() -> None:
    assert show(Cell("t", (), 1234567, "items"), level("public"), hide=False).state == "exact"


def test_hidden_tells_nothing() -> None:
    shown = show(Cell("t", (), 4, "people"), level("public"), hide=True)
    assert (shown.value, shown.low, shown.high) == (None, 0, inf)


def test_the_last_band_is_open() -> None:
    shown = show(Cell("t", (), 10**9, "people"), level("bands"), hide=False)
    assert (shown.low, shown.high) == (1000000, inf)


def test_editions_of_the_same_values_are_the_same() -> None:
    tables = Tables((), ())
    assert Edition(tables, (), frozenset({1})) == Edition(tables, (), frozenset({1}))
    assert Edition(tables, (), frozenset({1})) != Edition(tables, (), frozenset())


def test_the_package_does_not_load_the_solver() -> None:
    program = (
        "import sys, harmscope.disclosure, harmscope.validation; "
        "print({'scipy', 'numpy', 'pandas', 'pyarrow', 'jinja2'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"set()"
