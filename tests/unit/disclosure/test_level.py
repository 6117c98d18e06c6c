import pytest

from harmscope.disclosure.level import level, levels, traits
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
    with pytest.raises(UserError, match="one of: bands, public"):
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
