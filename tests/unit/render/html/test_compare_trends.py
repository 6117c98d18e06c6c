from harmscope.comparison import Comparison
from harmscope.render.html.compare_trends import series


def test_a_series_shows_its_ends_and_its_table(comparison: Comparison) -> None:
    shown, more = series(comparison)
    assert more == 0
    assert (shown[0].first, shown[0].last) == ("2025-H1: 30", "2025-H2: 40")
    assert [row[0] for row in shown[0].rows] == ["2025-H1", "2025-H2"]
    assert shown[0].breaks == []
