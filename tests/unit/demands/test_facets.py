from harmscope.demands.facets import FacetContradicted, FacetMissing


def record(**depicted: str) -> dict[str, object]:
    return {"harm": {"primary": "csea.csam"}, "depicted": depicted}


def test_a_facet_that_is_missing_or_unknown() -> None:
    assert list(FacetMissing("harm.primary").faults(record())) == ["/depicted/minor"]
    assert list(FacetMissing("harm.primary").faults(record(minor="unknown"))) == ["/depicted/minor"]
    assert not list(FacetMissing("harm.primary").faults(record(minor="yes")))


def test_a_facet_that_says_otherwise() -> None:
    assert list(FacetContradicted("harm.primary").faults(record(minor="no"))) == ["/depicted/minor"]
    assert not list(FacetContradicted("harm.primary").faults(record(minor="unknown")))
    made = {**record(minor="yes"), "generation": {"ai_involvement": "synthetic"}}
    assert list(FacetContradicted("harm.primary").faults(made)) == ["/generation/ai_involvement"]


def test_no_category_asks_for_nothing() -> None:
    assert not list(FacetMissing("harm.primary").faults({}))
    assert not list(FacetMissing("harm.primary").faults({"harm": {"primary": ["x"]}}))
