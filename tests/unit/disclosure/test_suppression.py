import pytest

from harmscope.disclosure.cells import Cell, Tables, tables
from harmscope.disclosure.level import level
from harmscope.disclosure.suppression import pairs, partners, reason_for, sensitive

PUBLIC = level("public")


def people(value: int, **shares: int) -> Cell:
    return Cell("t", (), value, "people", shares)


@pytest.mark.parametrize(("value", "reason"), [(0, None), (1, "small"), (9, "small"), (10, None)])
def test_one_to_nine_are_small(value: int, reason: str | None) -> None:
    assert reason_for(people(value), PUBLIC) == reason


def test_items_are_no_people() -> None:
    assert reason_for(Cell("t", (), 3, "items"), PUBLIC) is None


def test_zero_about_minors_is_withheld() -> None:
    assert reason_for(Cell("t", (), 0, "items", {}, frozenset({"minors"})), PUBLIC) == "zero"


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"a": 50, "b": 50}, "few_senders"),
        ({"a": 900, "b": 20, "c": 30}, "dominance"),
        ({"a": 60, "b": 4, "c": 4}, "dominance"),
        ({"a": 50, "b": 5, "c": 4}, "dominance"),
        ({"a": 40, "b": 4, "c": 4}, "residual"),
        ({"a": 50, "b": 40, "c": 30}, None),
    ],
)
def test_senders_must_not_learn_about_each_other(parts: dict[str, int], reason: str | None) -> None:
    assert reason_for(people(sum(parts.values()), **parts), PUBLIC) == reason


def test_open_senders_have_no_secret_from_each_other() -> None:
    cell = Cell("t", (), 50, "people", {"a": 50}, frozenset(), open_sender=True)
    assert reason_for(cell, PUBLIC) is None


def test_statutory_withholds_nothing() -> None:
    tables = Tables((people(1), people(5, a=5)), ())
    assert sensitive(tables, level("statutory")) == {}
    assert sensitive(tables, PUBLIC) == {0: "small", 1: "small"}


def row(*parts: int) -> Tables:
    cells = [Cell("t", (("harm", f"h{i}"),), v, "people") for i, v in enumerate(parts, 1)]
    return tables([Cell("t", (), sum(parts), "people"), *cells])


def test_the_cheapest_partner_is_withheld() -> None:
    assert pairs(row(3, 90, 20), {1}, frozenset(), 5) == {3}


def test_partners_must_weigh_enough() -> None:
    assert pairs(row(3, 2, 90, 20), {1, 2}, frozenset(), 5) == {4}


def test_known_counts_are_no_partners() -> None:
    assert pairs(row(3, 90, 20), {1}, frozenset({3}), 5) == {2}


def test_the_search_goes_outward_where_a_sum_has_none_left() -> None:
    cells = [
        Cell("t", (), 100, "people"),
        Cell("t", (("harm", "a"),), 9, "people"),
        Cell("t", (("harm", "b"),), 91, "people"),
        Cell("t", (("harm", "a"), ("state", "X")), 9, "people"),
    ]
    made = tables(cells)
    assert partners(made, [cells[3].key], {1, 3}, frozenset()) == {2}


def test_nothing_left_gives_nothing() -> None:
    made = row(3)
    assert partners(made, [made.cells[1].key], {0, 1}, frozenset()) == set()
