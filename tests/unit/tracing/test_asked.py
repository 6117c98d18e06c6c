"""Which figure a notation means."""

import pytest

from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.tracing.asked import Placed, by_key, find, notation


def one(metric: str, panel: str = "p", value: int = 1, **dimensions: str) -> Placed:
    members = {"dimensions": dimensions} if dimensions else {}
    figure = Figure(metric=metric, unit="items", value=value, status="exact", **members)
    return Placed("s", panel, figure)


FIGURES = [
    one("items.actioned"),
    one("items.actioned", harm="ncii", month="2025-07"),
    one("items.actioned", harm="ncii", month="2025-08"),
    one("measures.taken", ground="terms", description="Sale of fireworks, illegal"),
    one("notices.received", "a", 3),
    one("notices.received", "b", 3),
    one("appeals.filed", "a", 3),
    one("appeals.filed", "b", 4),
]


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("items.actioned", 0),
        ("items.actioned[harm=ncii,month=2025-07]", 1),
        ("items.actioned month=2025-08; harm=ncii", 2),
        ("items.actioned[month=2025-08]", 2),
        ("measures.taken[description=Sale of fireworks, illegal,ground=terms]", 3),
        ("measures.taken", 3),
        ("notices.received", 4),
        (FIGURES[7].id, 7),
    ],
)
def test_each_notation_finds_its_figure(cell: str, place: int) -> None:
    assert find(FIGURES, cell) is FIGURES[place]


def test_a_name_of_a_figure_finds_it() -> None:
    assert [find(FIGURES, each.name).figure for each in FIGURES[:6]] == [
        each.figure for each in FIGURES[:6]
    ]
    assert notation("a.b", {}) == "a.b"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("items.acted", "items.actioned"),
        ("items.actioned[harm=nci]", r"items.actioned\[harm=ncii,month=2025-07\]"),
        ("items.actioned[harm=ncii]", "2 figures fit"),
        ("appeals.filed", "appeals.filed on panel b"),
        ("items.actioned[harm]", "write metric"),
        ("000000000000", "no figure with that id"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(cell: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        find(FIGURES, cell)


def test_ids_and_keys_tell_all_figures_apart() -> None:
    assert len({each.id for each in FIGURES}) == len(by_key(FIGURES)) == len(FIGURES)
