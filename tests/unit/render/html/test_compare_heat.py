from harmscope.comparison import Comparison
from harmscope.render.html.compare_heat import heat_tables


def test_a_cell_is_shaded_by_its_share_and_hatched_without_a_number(
    comparison: Comparison,
) -> None:
    heat = heat_tables(comparison)[0]
    label, cells = heat.rows[0]
    assert (heat.title, label) == ("Notices received", "Illegal or harmful speech")
    by_service = dict(zip(heat.services, cells, strict=True))
    assert (by_service["=<b>Beta"].text, by_service["=<b>Beta"].hatched) == ("not reported", True)
    # Its only partner has no number, so there is nothing to compare it with.
    assert (by_service["Alpha"].text, by_service["Alpha"].hatched) == ("12", True)
    assert by_service["Alpha"].share == "30 %"
