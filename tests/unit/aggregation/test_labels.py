"""Definitions as reports print them."""

import pytest

from harmscope.aggregation.labels import definition, dimensions_of, label
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import SPLITS
from harmscope.model.figure import Figure


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
