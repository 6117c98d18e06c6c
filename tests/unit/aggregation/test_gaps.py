"""Not recorded is neither zero nor blank."""

from harmscope.aggregation.gaps import gaps_of
from harmscope.metrics.catalogue import METRICS

NO_APPEALS = {"not_recorded": [{"part": "appeals", "reason": "The log keeps none."}]}


def test_a_part_that_no_source_keeps_is_missing() -> None:
    gaps = gaps_of([NO_APPEALS, NO_APPEALS])
    assert gaps.missing(METRICS["appeals.filed"]) == "The log keeps none."
    assert gaps.missing(METRICS["items.actioned"]) is None


def test_a_part_that_one_source_keeps_is_incomplete() -> None:
    gaps = gaps_of([NO_APPEALS, {}])
    assert gaps.missing(METRICS["appeals.filed"]) is None
    assert gaps.incomplete(METRICS["appeals.filed"]) == "The log keeps none."


def test_a_split_can_be_missing_where_the_total_is_not() -> None:
    gaps = gaps_of([{"not_recorded": [{"part": "detection", "reason": "No source."}]}])
    assert gaps.missing(METRICS["decisions.restricting"]) is None
    assert gaps.missing(METRICS["decisions.restricting"], ["detection_source"]) == "No source."


def test_what_a_service_does_not_offer_is_missing() -> None:
    gaps = gaps_of([{"capabilities": ["user_flags"]}])
    assert "among it" in str(gaps.missing(METRICS["accounts.actioned"]))
    assert (
        gaps_of([{"capabilities": ["account_restrictions"]}]).missing(METRICS["accounts.actioned"])
        is None
    )


def test_where_one_header_names_no_capabilities_nothing_is_concluded() -> None:
    gaps = gaps_of([{"capabilities": ["user_flags"]}, {}])
    assert gaps.missing(METRICS["accounts.actioned"]) is None


def test_the_least_complete_data_set_counts() -> None:
    sample, selection = ({"coverage": {"extent": one}} for one in ("sample", "selection"))
    assert gaps_of([{}]).extent == "complete"
    assert gaps_of([{}, sample]).extent == "sample"
    assert gaps_of([sample, selection, {}]).extent == "selection"
