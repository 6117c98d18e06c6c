"""Not recorded is neither zero nor blank."""

import pytest

from harmscope.aggregation.labels import definition, dimensions_of, gaps_of, label
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import SPLITS
from harmscope.model.figure import Figure

NO_APPEALS = {"not_recorded": [{"part": "appeals", "reason": "The log keeps none."}]}


def test_a_part_that_no_source_keeps_is_missing() -> None:
    gaps = gaps_of([NO_APPEALS, NO_APPEALS])
    assert gaps.missing(METRICS["appeals.filed"]) == "The log keeps none."


def test_a_hole_makes_a_part_incomplete_and_not_missing() -> None:
    gap = {"part": "content_decisions", "reason": "The table is cut.", "partly": True}
    gaps = gaps_of([{"not_recorded": [gap]}])
    assert gaps.missing(METRICS["items.actioned"]) is None
    assert gaps.incomplete(METRICS["items.actioned"]) == "Some may be missing: The table is cut."
    assert gaps.incomplete(METRICS["accounts.actioned"]) is None


def test_a_part_that_one_source_keeps_is_incomplete() -> None:
    gaps = gaps_of([NO_APPEALS, {}])
    assert gaps.missing(METRICS["appeals.filed"]) is None
    assert gaps.incomplete(METRICS["appeals.filed"]) == ("Not in every source: The log keeps none.")


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


def test_every_metric_of_the_catalogue_can_be_printed() -> None:
    for name, metric in METRICS.items():
        printed = definition(metric)
        assert (printed.metric, printed.definition) == (name, metric.definition)


@pytest.mark.parametrize(
    ("split", "code", "words"),
    [
        ("month", "2025-07", "July 2025"),
        ("harm", "unallocated", "Unallocated"),
        ("ground", "not_stated", "Not stated"),
        ("ground", "law", "Illegal content"),
        ("native", "x-lanternfish@3:Scam", "Scam"),
        ("service", "Lanternfish", "Lanternfish"),
        ("account_action", "other", "Visibility or earnings of the account"),
    ],
)
def test_a_code_has_words(split: str, code: str, words: str) -> None:
    assert label(SPLITS[split], code) == words


def test_harms_and_shipped_systems_are_looked_up() -> None:
    assert label(SPLITS["harm"], "hate") != "hate"
    key = "dsa@v2:STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
    assert label(SPLITS["native"], key) not in (key, "STATEMENT_CATEGORY_SCAMS_AND_FRAUD")


def test_only_codes_that_occur_are_listed() -> None:
    figure = Figure(
        metric="items.actioned", value=1, unit="items", status="exact", dimensions={"ground": "law"}
    )
    found = dimensions_of([figure])
    assert [(one.id, one.codes) for one in found] == [("ground", {"law": "Illegal content"})]


def test_a_label_of_two_versions_of_a_list_says_which_is_meant() -> None:
    fraud = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
    codes = (f"dsa@v1:{fraud}", f"dsa@v2:{fraud}", "dsa@v2:STATEMENT_CATEGORY_ANIMAL_WELFARE")
    figures = [
        Figure(
            metric="decisions.restricting",
            unit="decisions",
            value=1,
            status="exact",
            dimensions={"native": code},
        )
        for code in codes
    ]
    (found,) = dimensions_of(figures)
    assert found.codes[codes[0]].endswith("(dsa@v1)")
    assert found.codes[codes[1]].endswith("(dsa@v2)")
    assert "(" not in found.codes[codes[2]]


def test_codes_called_alike_say_what_they_stand_under() -> None:
    codes = [f"STATEMENT_CATEGORY_{name}/KEYWORD_OTHER" for name in ("VIOLENCE", "SELF_HARM")]
    figures = [
        Figure(metric="a.b", unit="items", status="exact", dimensions={"category": code})
        for code in codes
    ]
    labels = dimensions_of(figures)[0].codes
    assert len(set(labels.values())) == 2
    assert "(Violence)" in labels[codes[0]]
