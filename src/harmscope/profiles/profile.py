"""What a profile is: sections of panels, each naming metrics, a split and a way to show them."""

from dataclasses import dataclass
from typing import Final, get_args

from harmscope.model.report import ChartKind

CHARTS: Final[tuple[str, ...]] = get_args(ChartKind)


@dataclass(frozen=True, slots=True)
class PanelPlan:
    """One panel: ``metrics`` over ``split`` (dimension ids, at most two), shown as ``chart``."""

    id: str
    title: str
    chart: ChartKind
    metrics: tuple[str, ...]
    split: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """One section: a question and its panels."""

    id: str
    title: str
    question: str | None
    panels: tuple[PanelPlan, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A report's contents and layout. ``sha256`` is set where the profile is not a shipped one.

    ``template`` names an official template that gives the sections; there are none beside it.
    """

    id: str
    version: str
    title: str
    sections: tuple[SectionPlan, ...]
    sha256: str | None = None
    template: str | None = None

    def metrics(self) -> list[str]:
        """Ids of the metrics that it shows, in order of appearance."""
        named = (
            metric
            for section in self.sections
            for panel in section.panels
            for metric in panel.metrics
        )
        return list(dict.fromkeys(named))
