from harmscope.disclosure.cells import Cell, Tables
from harmscope.disclosure.level import level
from harmscope.disclosure.margins import tables
from harmscope.disclosure.plan import proposals


def two_way() -> Tables:
    values = {("a", "X"): 3, ("a", "Y"): 40, ("b", "X"): 60, ("b", "Y"): 80}
    cells = [Cell("t", (), sum(values.values()), "people")]
    for i, name in enumerate(("harm", "state")):
        for code in sorted({key[i] for key in values}):
            total = sum(v for key, v in values.items() if key[i] == code)
            cells.append(Cell("t", ((name, code),), total, "people"))
    cells += [Cell("t", (("harm", h), ("state", s)), v, "people") for (h, s), v in values.items()]
    return tables(cells)


def test_every_coarsening_is_tried_out() -> None:
    found = proposals(two_way(), level("public-exact"))
    assert {p.change for p in found} == {
        "publish as it is",
        "do not split by harm",
        "do not split by state",
        "do not cross harm with state",
    }


def test_the_fullest_that_passes_comes_first() -> None:
    best = proposals(two_way(), level("public-exact"))[0]
    assert not best.refused
    assert (best.change, best.shown, best.cells) == ("do not cross harm with state", 5, 5)


def test_first_levels_are_proposed_where_there_is_a_hierarchy() -> None:
    parents = {"harm": {"a": None, "a.x": "a"}}
    cells = [Cell("t", (("harm", c),), 50, "people") for c in ("a", "a.x")]
    changes = [p.change for p in proposals(tables(cells, parents), level("public"), parents)]
    assert "only the first level of harm" in changes


def test_what_everything_is_split_by_is_not_proposed() -> None:
    spans = ("2026-01-01/2026-03-31", "2026-01-01/2026-01-31")
    parents = {"period": {spans[1]: spans[0]}}
    cells = [Cell("t", (("period", span),), 50, "people") for span in spans]
    cells.append(Cell("t", (("harm", "hate"), ("period", spans[0])), 50, "people"))
    changes = {p.change for p in proposals(tables(cells, parents), level("public"), parents)}
    assert changes == {
        "publish as it is",
        "do not split by harm",
        "only the first level of period",
    }
