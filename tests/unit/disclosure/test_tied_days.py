import pytest

from harmscope.disclosure.cells import Cell, tables
from harmscope.disclosure.level import Edition, Shown, level
from harmscope.disclosure.protect import protect
from harmscope.disclosure.tied_days import Span, fitting, ties, timeless

Q1 = Span("2026-01-01", "2026-03-31")
JAN, FEB = Span("2026-01-01", "2026-01-31"), Span("2026-02-01", "2026-02-28")
MAR, REST = Span("2026-03-01", "2026-03-31"), Span("2026-02-01", "2026-03-31")


def cell(span: Span, value: int, service: str = "Ant") -> Cell:
    place = (("period", "/".join(span)), ("service", service))
    return Cell("t", place, value, "people")


def edition(*cells: Cell) -> Edition:
    shown = tuple(Shown("exact", one.value, one.value, one.value) for one in cells)
    return Edition(tables(cells), shown, frozenset())


def tied(*editions: Edition) -> list[tuple[str, int, list[int]]]:
    """Each tie, by the counts of its members."""
    unknown: dict[object, int] = {}
    numbered = [
        [unknown.setdefault((one.key, one.value), len(unknown)) for one in each.tables.cells]
        for each in editions
    ]
    true = [one[1] for one in unknown]  # type: ignore[index]
    found = ties(editions, numbered, true)
    return [(one.sense, true[one.whole], [true[i] for i in one.parts]) for one in found]


def test_months_of_other_editions_add_up_to_a_quarter() -> None:
    months = [edition(cell(JAN, 40)), edition(cell(FEB, 50)), edition(cell(MAR, 7))]
    assert tied(edition(cell(Q1, 97)), *months) == [("equal", 97, [40, 50, 7])]


def test_days_that_are_left_out_may_hold_more() -> None:
    found = tied(edition(cell(Q1, 97)), edition(cell(JAN, 40)), edition(cell(MAR, 7)))
    assert found == [("at_least", 97, [40, 7])]
    assert tied(edition(cell(Q1, 90)), edition(cell(JAN, 40)), edition(cell(REST, 57))) == []
    same = tied(edition(cell(Q1, 40)), edition(cell(JAN, 40)))
    assert same == [("at_least", 40, [40])]


def test_what_one_edition_has_is_tied_there_and_a_new_count_takes_the_place_of_the_old() -> None:
    assert tied(edition(cell(Q1, 47), cell(JAN, 40))) == []
    assert tied(edition(cell(Q1, 97)), edition(cell(JAN, 9, "Bee"))) == []
    newer, older = edition(cell(JAN, 41)), edition(cell(JAN, 40))
    found = tied(edition(cell(Q1, 98)), newer, older, edition(cell(REST, 57)))
    assert found == [("equal", 98, [41, 57])]


def test_both_the_long_and_the_short_parts_are_tied() -> None:
    parts = [edition(cell(JAN, 40)), edition(cell(FEB, 50)), edition(cell(MAR, 7))]
    found = tied(edition(cell(Q1, 97)), edition(cell(REST, 57)), *parts)
    assert sorted(found) == [
        ("equal", 57, [50, 7]),
        ("equal", 97, [40, 50, 7]),
        ("equal", 97, [40, 57]),
    ]


@pytest.mark.parametrize(
    ("span", "there", "count"),
    [
        (MAR, {Q1: 97, JAN: 40, FEB: 50}, 7),
        (MAR, {Q1: 97, JAN: 40}, None),
        (REST, {Q1: 97, JAN: 40}, 57),
        (Q1, {JAN: 40, REST: 57}, 97),
        (Q1, {JAN: 40}, None),
        (Q1, {}, None),
    ],
)
def test_a_count_that_fits_those_of_other_days(
    span: Span, there: dict[Span, int], count: int | None
) -> None:
    assert fitting(span, there) == count


def test_a_key_without_days_names_none() -> None:
    assert timeless(("t", (("service", "Ant"),))) is None
    assert timeless(cell(Q1, 1).key) == (("t", (("service", "Ant"),)), Q1)


def test_a_longer_count_is_withheld_where_it_would_give_a_month_away() -> None:
    services = {"Ant": (40, 50, 7), "Bee": (60, 70, 66), "Cat": (55, 45, 52)}
    before = []
    for number, span in enumerate((JAN, FEB, MAR)):
        month = [cell(span, counts[number], name) for name, counts in services.items()]
        whole = Cell("t", (("period", "/".join(span)),), sum(c.value for c in month), "people")
        before.insert(0, protect(tables([whole, *month]), level("public-exact"), before).edition())
    quarter = [cell(Q1, sum(counts), name) for name, counts in services.items()]
    total = Cell("t", (("period", "/".join(Q1)),), sum(c.value for c in quarter), "people")
    made = protect(tables([total, *quarter]), level("public-exact"), before)
    assert not made.refused
    assert made.shown[1].state == "hidden"
    assert "exact" in {one.state for one in made.shown}
