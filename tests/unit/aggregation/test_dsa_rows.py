"""Counts for cells of the EU template."""

from collections.abc import Callable
from typing import Any

from harmscope.aggregation.counting import Count
from harmscope.aggregation.dsa_rows import UNDESCRIBED, UNSPLIT, Key, columns, rows_of
from harmscope.engine import DuckDb
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.dsa import cell_metric
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
        ("taken", cell_metric(base, {"ground": "terms"}), ""),
        ("removed", cell_metric(split, {"ground": "terms"}), "visibility.removed"),
        ("service", cell_metric(split, {"ground": "terms"}), "service.suspended"),
    ]
    found = columns(engine, asked, JULY, by_state=False)
    values = {name: column.value(lambda key: True) for name, column in found.items()}
    assert values == {"taken": Count(2), "removed": Count(1), "service": Count(2)}
    assert found["taken"].keys() == {
        Key("STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "KEYWORD_PHISHING", "")
    }


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
    column = columns(engine, [("m", metric, "")], JULY, by_state=False)["m"]
    assert column.spread(lambda key: True) == (3, 3, 3)
    assert column.spread(lambda key: key.keyword == "KEYWORD_PHISHING") == (2, 2, 2)
    assert column.value(lambda key: True) is None


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
