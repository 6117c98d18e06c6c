"""Counts for cells of the EU template."""

from collections.abc import Callable
from typing import Any

from harmscope.aggregation.counting import Count
from harmscope.aggregation.dsa_rows import (
    NO_CATEGORY,
    UNDESCRIBED,
    UNSPLIT,
    Asked,
    Column,
    Key,
    columns,
    own_category,
    places_of,
    rest_of,
    rows_of,
)
from harmscope.engine import DuckDb
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.dsa import cell_doubt, cell_metric
from harmscope.model.dsa_template import dsa_template
from harmscope.model.period import parse_period

Make = Callable[..., dict[str, Any]]
JULY = parse_period("2025-07")


def own(incident: Make, name: str, *kinds: str) -> dict[str, Any]:
    decision = {"id": "d", "decided_at": "2025-07-03", "ground": "terms"}
    decision["actions"] = [{"kind": kind} for kind in kinds]
    natives = [{"scheme": "dsa@v2", "code": "KEYWORD_PHISHING"}]
    detection = {"source": "own_initiative"}
    return incident(name, decisions=[decision], native=natives, detection=detection)


def test_measures_and_their_restrictions(counted: Callable[..., DuckDb], incident: Make) -> None:
    engine = counted(
        own(incident, "a", "visibility.removed", "service.partly_suspended"),
        own(incident, "b", "service.suspended"),
        own(incident, "c", "account.warned"),
    )
    base, split = METRICS["measures.taken"], METRICS["measures.restrictions"]
    asked = [
        Asked("taken", cell_metric(base, {"ground": "terms"})),
        Asked("removed", cell_metric(split, {"ground": "terms"}), "visibility.removed"),
        Asked("service", cell_metric(split, {"ground": "terms"}), "service.suspended"),
    ]
    found = columns(engine, asked, JULY, by_state=False)
    values = {name: column.value(lambda key: True) for name, column in found.items()}
    assert values == {"taken": Count(2), "removed": Count(1), "service": Count(2)}
    assert found["taken"].keys() == {
        Key("STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "KEYWORD_PHISHING", "")
    }


def test_a_decision_stands_once_in_a_column(counted: Callable[..., DuckDb], incident: Make) -> None:
    kinds = ("service.partly_suspended", "service.suspended", "account.restricted")
    engine = counted(own(incident, "a", *kinds), own(incident, "b", "service.terminated"))
    metric = METRICS["measures.restrictions"]
    asked = [
        Asked(kind, cell_metric(metric, {"ground": "terms"}), kind)
        for kind in ("service.suspended", "service.terminated")
    ]
    found = columns(engine, asked, JULY, by_state=False)
    values = {name: column.value(lambda key: True) for name, column in found.items()}
    assert values == {"service.suspended": Count(1), "service.terminated": Count(1)}


def test_medians_are_made_from_merged_histograms(
    counted: Callable[..., DuckDb], notice: Make
) -> None:
    hours = {"a": "09:00:00", "b": "11:00:00", "c": "18:00:00"}
    engine = counted(
        *(
            notice(
                name,
                kind="legal_notice",
                received_at="2025-07-02T08:00:00Z",
                decided_at=f"2025-07-02T{hour}Z",
                native=[{"scheme": "dsa@v2", "code": code}],
            )
            for (name, hour), code in zip(
                hours.items(),
                ["KEYWORD_PHISHING", "KEYWORD_PHISHING", "KEYWORD_DEFAMATION"],
                strict=True,
            )
        )
    )
    metric = METRICS["notices.action_median"]
    column = columns(engine, [Asked("m", metric)], JULY, by_state=False)["m"]
    assert column.spread(lambda key: True) == (3, 3, 3)
    assert column.spread(lambda key: key.keyword == "KEYWORD_PHISHING") == (2, 2, 2)
    assert column.value(lambda key: True) == Count(3)


TEMPLATE = dsa_template()
SCAMS = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"


def rows(number: int, *keys: Key):
    return rows_of(TEMPLATE.sheets[number], TEMPLATE.scheme, keys)


def test_without_cases_the_rows_are_those_of_the_template() -> None:
    assert [row.code for row in rows(4)] == list(TEMPLATE.sheets[4].categories)


def test_a_row_adds_up_what_lies_in_it() -> None:
    key = Key(SCAMS, "KEYWORD_PHISHING", "")
    fitting = [row.code for row in rows(4, key) if row.fits(key)]
    assert fitting == ["TOTAL", SCAMS, "KEYWORD_PHISHING"]


def test_other_stands_once_for_every_description() -> None:
    other = f"{SCAMS}/KEYWORD_OTHER"
    keys = [Key(SCAMS, other, "Ghost shops"), Key(SCAMS, other, ""), Key(SCAMS, "", "")]
    found = [row for row in rows(4, *keys) if row.key == other]
    assert [row.description for row in found] == ["Ghost shops", UNDESCRIBED, UNSPLIT]
    for key in keys:
        assert sum(row.fits(key) for row in found) == 1


def test_states_have_a_block_each_and_only_where_orders_came() -> None:
    key = Key(SCAMS, "KEYWORD_PHISHING", "", "DE")
    found = rows(3, key)
    assert {row.state for row in found} == {"", "DE"}
    block = [row for row in found if row.state == "DE"]
    assert [row.code for row in block] == list(TEMPLATE.sheets[3].member_state_categories)
    assert next(row for row in block if row.code == SCAMS).dimensions() == {
        "category": SCAMS,
        "territory": "DE",
    }


def test_what_has_no_row_stands_where_the_template_has_room() -> None:
    spam, lost = Key("", "", "Spam"), Key("", "", "")
    other_terms = Key("STATEMENT_CATEGORY_OTHER_VIOLATION_TC", "KEYWORD_NUDITY", "")
    keys = [spam, lost, other_terms, Key(SCAMS, "KEYWORD_PHISHING", "")]
    rest = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"

    def found(number: int) -> dict[Key, Key]:
        return places_of(TEMPLATE.sheets[number], TEMPLATE.scheme, keys)

    nowhere = Key("STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE", "", "")
    assert found(4) == dict.fromkeys((spam, lost, other_terms), nowhere)
    assert found(5) == {key: key for key in (spam, lost, other_terms)}
    assert found(6) == {
        spam: Key(rest, f"{rest}/KEYWORD_OTHER", "Spam"),
        lost: Key(rest, f"{rest}/KEYWORD_OTHER", NO_CATEGORY),
    }
    assert own_category(TEMPLATE.scheme, other_terms) == "Nudity"


def test_every_kind_without_a_row_is_named_with_its_number() -> None:
    keys = {Key("", "", "Spam"): Count(14), Key("", "", ""): Count(6), Key(SCAMS, "", ""): Count(1)}
    column = Column(METRICS["notices.received"], keys, {})
    places = places_of(TEMPLATE.sheets[4], TEMPLATE.scheme, keys)
    placed = column.placed(places)
    shown = {
        row.code: (rest_of(TEMPLATE.scheme, column, places, row), placed.value(row.fits))
        for row in rows(4, *placed.keys())
    }
    kinds = {"Spam": 14, NO_CATEGORY: 6}
    assert shown["TOTAL"] == (kinds, Count(21))
    assert shown["STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE"] == (kinds, Count(20))
    assert shown[SCAMS] == ({}, Count(1))


def test_a_keyword_without_a_row_is_a_described_other() -> None:
    minors = "STATEMENT_CATEGORY_PROTECTION_OF_MINORS"
    key = Key(minors, "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE", "", "DE")
    fitting = [(row.state, row.code, row.description) for row in rows(3, key) if row.fits(key)]
    assert fitting[:3] == [("", "TOTAL", ""), ("", minors, ""), ("", key.keyword, "")]
    assert [code for _, code, _ in fitting[3:]] == ["TOTAL", minors, "KEYWORD_OTHER"]
    assert "deepfake" in fitting[-1][2].lower()


def test_an_account_whose_functions_are_withheld_is_a_service_suspended_in_part(
    counted: Callable[..., DuckDb], incident: Make
) -> None:
    engine = counted(own(incident, "a", "account.restricted"))
    split = METRICS["measures.restrictions"]
    asked = Asked("service", cell_metric(split, {"ground": "terms"}), "service.suspended")
    column = columns(engine, [asked], JULY, by_state=False)["service"]
    assert column.value(lambda key: True) == Count(1)


def test_a_decision_without_a_ground_is_a_doubt_of_both_grounds(
    counted: Callable[..., DuckDb], incident: Make
) -> None:
    record = own(incident, "a", "visibility.removed")
    del record["decisions"][0]["ground"]
    base, split = METRICS["measures.taken"], METRICS["measures.restrictions"]
    asked = [
        Asked(
            f"{ground} {action}",
            cell_metric(metric, {"ground": ground}),
            action,
            cell_doubt(metric, {"ground": ground}),
        )
        for ground in ("illegal", "terms")
        for metric, action in (
            (base, ""),
            (split, "visibility.removed"),
            (split, "visibility.demoted"),
        )
    ]
    found = columns(counted(record), asked, JULY, by_state=False)
    doubts = {name: column.doubt(lambda key: True) for name, column in found.items()}
    assert doubts == {
        "illegal ": 1,
        "illegal visibility.removed": 1,
        "illegal visibility.demoted": 0,
        "terms ": 1,
        "terms visibility.removed": 1,
        "terms visibility.demoted": 0,
    }
