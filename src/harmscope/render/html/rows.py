"""What charts draw: figures as labelled numbers."""

from dataclasses import dataclass

from harmscope.model.figure import Figure
from harmscope.model.report import Report
from harmscope.render.figure_text import shown

RESIDUAL = frozenset({"not_stated", "unallocated", "other", "no_harm", "split", "no_term"})
_STEPS = ((1_000_000_000, "bn"), (1_000_000, "m"), (10_000, "k"))


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One labelled number. ``residual`` marks what is not known or not allocated."""

    label: str
    value: float
    shown: str
    residual: bool = False

    @property
    def brief(self) -> str:
        """The number in few characters, for narrow columns."""
        for step, sign in _STEPS:
            if self.value >= step:
                return f"{self.value / (1000 if sign == 'k' else step):.3g}{sign}"
        return self.shown.replace("at least ", "≥ ").replace("about ", "≈ ")


@dataclass(frozen=True, slots=True)
class Words:
    """What codes, dimensions and metrics of one report are called."""

    codes: dict[str, dict[str, str]]
    dimensions: dict[str, str]
    metrics: dict[str, str]

    def code(self, figure: Figure, dimension: str) -> str:
        """The label of the figure's code in one dimension."""
        code = (figure.dimensions or {}).get(dimension, "")
        return self.codes.get(dimension, {}).get(code, code)

    def name(self, figure: Figure, split: list[str]) -> str:
        """What the figure is called in a chart: its codes, or its metric where it has none."""
        if not figure.dimensions:
            return self.metrics.get(figure.metric, figure.metric)
        return " · ".join(self.code(figure, dimension) for dimension in split)


def words_of(report: Report) -> Words:
    """The words of a report."""
    return Words(
        {dimension.id: dimension.codes for dimension in report.dimensions},
        {dimension.id: dimension.title for dimension in report.dimensions},
        {definition.metric: definition.title for definition in report.definitions},
    )


def chart_row(figure: Figure, label: str, code: str = "") -> ChartRow | None:
    """The figure as a row; None where it has no value to draw."""
    if figure.value is None:
        return None
    return ChartRow(label, float(figure.value), shown(figure), code in RESIDUAL)
