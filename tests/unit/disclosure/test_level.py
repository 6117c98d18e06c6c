""""""

import subprocess
import sys
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.disclosure.cells import Cell, Tables
from harmscope.disclosure.level import Edition, level, levels, show, traits
from harmscope.errors import UserError


def test_the_four_levels_are_shipped() -> None:
    assert levels() == ("bands", "public", "public-exact", "statutory")


@pytest.mark.parametrize("name", levels())
def test_every_level_says_what_it_does(name: str) -> None:
    one = level(name)
    assert one.id == name
    assert len(one.note) > 60
    assert one.protection >= 5 or not one.protects


def test_an_unknown_level_is_the_users_error() -> None:
    with pytest.raises(UserError, match="use one of bands, public"):
        level("secret")


def test_minors_and_intimate_imagery_have_stricter_rules_for_items_too() -> None:
    public = level("public")
    assert public.rules("people", frozenset()).threshold == 10
    assert public.rules("people", frozenset({"minors"})).threshold == 20
    assert public.rules("items", frozenset({"intimate"})).zeros == "hidden"
    assert not public.rules("items", frozenset()).applies


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"harm": "csea.csam"}, {"minors"}),
        ({"harm": "ncii"}, {"intimate"}),
        ({"harm": "ncii.synthetic", "minor": "yes"}, {"minors", "intimate"}),
        ({"harm": "nciix"}, set()),
        ({}, set()),
    ],
)
def test_traits_follow_the_codes_and_their_children(
    place: dict[str, str], expected: set[str]
) -> None:
    assert traits(place) == expected


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
