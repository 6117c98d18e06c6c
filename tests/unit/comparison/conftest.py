"""Small invented figures and reports."""

from collections.abc import Callable

import pytest

from harmscope.comparison.side import TOTAL, Category, Side
from harmscope.model.figure import Figure
from harmscope.reading import LoadedReport
from harmscope.reading.ranges import range_of

PERIOD = "2025-07-01/2025-12-31"
GREEN = {
    "metric": "views.violative_share",
    "unit": "share",
    "status": "estimate",
    "value": 0.001,
    "rounding": 0.0001,
    "denominator_name": "views",
    "estimand": "sampled_exposure",
    "period": PERIOD,
    "assurance": "audited",
    "interval": {"method": "clopper-pearson", "level": 0.95, "low": 0.0009, "high": 0.0011},
    "basis": {"definition": "1.0", "reviewers": "specificity 0.9999", "cuts": "one category"},
}
SCOPE = {"surface": "whole service", "geography": "world", "policies": "all", "spam": "out"}
MakeFigure = Callable[..., Figure]


@pytest.fixture
def make() -> MakeFigure:
    """A figure of which everything is stated; members given replace those, None drops one."""

    def build(service: str = "Alpha", **changes: object) -> Figure:
        scope = {**SCOPE, "service": service, **changes.pop("scope", {})}  # type: ignore[dict-item]
        members = {**GREEN, "scope": {k: v for k, v in scope.items() if v}, **changes}
        return Figure.model_validate({k: v for k, v in members.items() if v is not None})

    return build


@pytest.fixture
def side(make: MakeFigure) -> Callable[..., Side]:
    """A side of such a figure; ``category`` is a code that needs no crosswalk."""

    def build(service: str = "Alpha", category: str = "", **changes: object) -> Side:
        edition = changes.pop("edition", "1")
        figure = make(service, **changes)
        named = Category(category, category, "same", (category,)) if category else TOTAL
        return Side(
            number=0 if service == "Alpha" else 1,
            figure=figure,
            report=0,
            service=service,
            edition=None if edition is None else str(edition),
            category=named,
            range=range_of(figure),
            title=figure.metric,
        )

    return build


@pytest.fixture
def report() -> Callable[..., LoadedReport]:
    """A report of figures."""

    def build(*figures: Figure, service: str | None = "Alpha", edition: str = "1") -> LoadedReport:
        return LoadedReport(
            file=f"{service}.json",
            sha256="0" * 64,
            format="figures",
            service=service,
            period=PERIOD,
            edition=edition,
            figures=list(figures),
            sources={"source.csv": "1" * 64},
        )

    return build
