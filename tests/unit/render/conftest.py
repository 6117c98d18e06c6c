"""A small invented comparison, and two editions of one report."""

import pytest

from harmscope.comparison import Comparison, Difference, compare, diff
from harmscope.model.figure import Figure
from harmscope.reading import LoadedReport

PERIODS = ("2025-01-01/2025-06-30", "2025-07-01/2025-12-31")
HATE = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"


def figure(service: str, value: int | None, **changes: object) -> Figure:
    """A count of notices."""
    members = {
        "metric": "notices.received",
        "unit": "notices",
        "value": value,
        "status": "exact" if value is not None else "not_reported",
        "scope": {"service": service, "surface": "whole service", "geography": "EU"},
        "period": PERIODS[1],
        "source": {"sha256": "1" * 64, "sheet": "4_notices", "cell": "F2"},
        **changes,
    }
    return Figure.model_validate({k: v for k, v in members.items() if v is not None})


def report(service: str, figures: list[Figure], edition: str = "1") -> LoadedReport:
    """A report with one contradiction among its remarks."""
    remark = {"rule": "RD050", "severity": "error", "file": "4_notices.csv", "place": "F2",
              "message": "the total and its parts disagree", "fix": "ask"}  # fmt: skip
    return LoadedReport(
        file=f"{service.lower()}.json", sha256="0" * 64, format="dsa-report", service=service,
        period=PERIODS[1], edition=edition, figures=figures, sources={"4_notices.csv": "1" * 64},
        remarks=[remark],
    )  # fmt: skip


@pytest.fixture
def comparison() -> Comparison:
    """Two services: a total, a category, recipients, a series; one name tries to be markup."""
    category = {"dimensions": {"category": HATE}, "scheme": "dsa@v2"}
    people = {"metric": "recipients.monthly_active", "unit": "people"}
    alpha = [
        figure("Alpha", 40), figure("Alpha", 30, period=PERIODS[0]),
        figure("Alpha", 12, **category),
        figure("Alpha", 2_000_000, **people),
    ]  # fmt: skip
    beta = [
        figure("=<b>Beta", 90, rounding=10), figure("=<b>Beta", None, **category),
        figure("=<b>Beta", 3_000_000, **people),
    ]  # fmt: skip
    return compare([report("Alpha", alpha), report("=<b>Beta", beta)])


@pytest.fixture
def difference() -> Difference:
    """One change, one dropped figure, one added."""
    named = {"metric": "orders.act.received", "unit": "orders"}
    old = [figure("Alpha", 40), figure("Alpha", 5, period=PERIODS[0]), figure("Alpha", 1)]
    new = [figure("Alpha", 50), figure("Alpha", 5, period=PERIODS[0]), figure("Alpha", 3, **named)]
    return diff(report("Alpha", old), report("Alpha", new, edition="2"))
