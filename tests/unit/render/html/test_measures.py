from harmscope.model.measure import Measure
from harmscope.render.html.measures import measures_page

MEASURE = Measure(
    record="measure",
    version="1.0",
    measure_id="m-1",
    service="Lumen <b>",
    authority="Digital Office",
    jurisdiction="MY",
    kind="restriction",
    start="2026-01-11",
    end="2026-01-23",
    harms=["ncii.synthetic"],
)
ROW = {
    "metric": "notices.received",
    "unit": "notices",
    "service": "Lumen <b>",
    "territory": None,
    "order_state": None,
    "harm": None,
    "value": None,
    "low": None,
    "high": None,
}
DOCUMENT = {
    "registry": "authority",
    "period": "2026-01-01/2026-03-31",
    "as_of": 9,
    "disclosure": {"level": "public"},
    "definitions": {"notices.received": {"title": "Notices"}},
    "figures": [ROW, {**ROW, "harm": "hate", "value": 40}],
}


def test_measures_stand_beside_the_figures_of_their_service() -> None:
    page = measures_page(DOCUMENT, [MEASURE])
    for text in ("Restriction", "Digital Office", "11 January 2026", "<td>40</td>", "<td>:</td>"):
        assert text in page
    assert "Lumen &lt;b&gt;" in page
    assert "outside the period" not in page


def test_a_measure_outside_the_period_is_marked() -> None:
    later = MEASURE.model_copy(update={"start": "2026-04-02", "end": None, "service": "Quill"})
    page = measures_page(DOCUMENT, [later])
    assert "outside the period" in page
    assert "No figures of this service were published" in page
