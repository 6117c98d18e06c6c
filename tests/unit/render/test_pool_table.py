from harmscope.render.pool_table import pool_sections, pool_table

FIGURE = {
    "metric": "notices.received",
    "unit": "notices",
    "dimensions": {},
    "value": 1234,
    "status": "exact",
    "senders": 2,
    "of": 3,
    "by_service": {"B": 1000, "A": 234},
}
BODY = {
    "period": "2026-01-01/2026-03-31",
    "figures": [
        FIGURE,
        {**FIGURE, "dimensions": {"month": "2026-02"}, "value": 900, "status": "at_least"},
        {**FIGURE, "dimensions": {"service": "C"}, "value": None, "status": "not_recorded"},
    ],
}


def test_every_figure_is_a_row_with_who_stands_behind_it() -> None:
    made = pool_table(BODY)
    assert made.head[:4] == ["metric", "dimension.month", "dimension.service", "value"]
    assert [row[3] for row in made.rows] == [1234, 900, None]
    assert [row[-2:] for row in made.rows] == [[2, 3]] * 3


def test_figures_are_read_by_metric_with_labels() -> None:
    (part,) = pool_sections(BODY)
    assert (part["title"], part["total"]["value"]) == ("Notices received", "1,234")
    assert list(part["total"]["by_service"]) == ["A", "B"]
    told = [(one["about"], one["value"]) for one in part["parts"]]
    assert told == [("February 2026", "at least 900"), ("C", "not recorded")]
