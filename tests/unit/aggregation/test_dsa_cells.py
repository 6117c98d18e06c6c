"""What cells of the EU template count."""

from harmscope.aggregation.dsa_cells import language_cell


def test_the_row_of_a_language_counts_its_cases_and_cases_without_one_may_belong() -> None:
    cell = language_cell("automation.measures_solely", "de")
    assert cell is not None
    assert cell.split == ("language",)
    assert (cell.fits(("de",)), cell.fits(("fr",))) == (True, False)
    assert (cell.may(("not_stated",)), cell.may(("fr",))) == (True, False)


def test_a_declared_metric_counts_nothing() -> None:
    assert language_cell("automation.accuracy", "de") is None
