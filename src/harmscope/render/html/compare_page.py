"""The page of a comparison: verdicts before numbers, one file, no scripts, no requests."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

import harmscope
from harmscope.comparison import Comparison
from harmscope.comparison.axes import AXES
from harmscope.comparison.concepts import concepts, questions
from harmscope.comparison.groups import Group, main_groups
from harmscope.comparison.verdicts import VERDICTS
from harmscope.render.amounts import period_text
from harmscope.render.html.compare_cards import Card, card, rulings
from harmscope.render.html.compare_heat import heat_tables
from harmscope.render.html.compare_trends import series
from harmscope.render.html.page import environment

CONTRADICTIONS = ("RD050", "RD051", "RD052", "RD054")
SAMPLES = 6
STATES = (
    ("number", "number"), ("contested", "contested"), ("suppressed", "withheld"),
    ("not_recorded", "not recorded"), ("not_reported", "not reported"), ("blank", "blank"),
    ("absent", "absent"),
)  # fmt: skip
_TEMPLATES = Path(__file__).resolve().parent / "templates"


@dataclass(frozen=True, slots=True)
class Clash:
    """Where one report contradicts itself."""

    file: str
    count: int
    samples: list[str]


@dataclass(frozen=True, slots=True)
class Block:
    """Cards under one heading."""

    id: str
    title: str
    note: str
    cards: list[Card]
    folded: bool = False


def comparison_page(comparison: Comparison) -> str:
    """The comparison as one HTML document."""
    main = main_groups(comparison.groups)
    trends, more_trends = series(comparison)
    counts = Counter(pair.verdict for group in comparison.groups for pair in group.pairs)
    return (
        environment()
        .get_template("compare.html")
        .render(
            style=style(),
            version=harmscope.__version__,
            comparison=comparison,
            services=comparison.services,
            periods=_periods(comparison),
            counts=[(key, words, counts[key]) for key, words in VERDICTS.items()],
            pairs=sum(counts.values()),
            axes=_axes(comparison),
            overview=[(g.title, g.id, rulings(g.pairs)) for g in main if is_listed(g)],
            clashes=_clashes(comparison),
            blocks=_blocks(comparison, main),
            more_groups=len(comparison.groups) - len(main),
            heats=heat_tables(comparison),
            trends=trends,
            more_trends=more_trends,
            states=dict(STATES),
        )
    )


def style() -> Markup:
    """The style of all pages and what comparing adds to it."""
    names = ("style.css", "compare.css")
    text = "\n".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in names)
    return Markup(text)  # noqa: S704 - our own files


def is_listed(group: Group) -> bool:
    """Whether the group's concept stands in the catalogue."""
    return group.concept.id in concepts()


def _blocks(comparison: Comparison, main: list[Group]) -> list[Block]:
    """The four questions first, then figures that answer none of them."""
    found = []
    for question in questions().values():
        cards = [card(comparison, g) for g in main if g.concept.question == question.id]
        if cards or comparison.options.questions:
            note = f"{question.construct}." if cards else "None of these reports answers it."
            found.append(Block(f"q-{question.id}", question.title, note, cards))
    rest = [g for g in main if g.concept.question is None]
    listed = [card(comparison, group) for group in rest if is_listed(group)]
    others = [card(comparison, group) for group in rest if not is_listed(group)]
    if listed:
        found.append(Block("other", "Beside the questions", "Notices, orders, machines.", listed))
    if others:
        note = "Figures of one kind that only these reports share."
        found.append(Block("further", "Further figures", note, others, folded=True))
    return found


def _periods(comparison: Comparison) -> str:
    spans = sorted({report.period for report in comparison.reports if report.period})
    return ", ".join(period_text(span) for span in spans)


def _axes(comparison: Comparison) -> list[tuple[str, str, dict[str, int]]]:
    """For each axis how many pairs agree, ask for care, are not stated, or fail."""
    states: dict[str, Counter[str]] = {axis.id: Counter() for axis in AXES}
    for group in comparison.groups:
        for pair in group.pairs:
            for axis, outcome in pair.axes.items():
                states[axis][outcome.state] += 1
    return [
        (axis.title, axis.question, dict(states[axis.id]))
        for axis in AXES
        if set(states[axis.id]) - {"not_applicable"}
    ]


def _clashes(comparison: Comparison) -> list[Clash]:
    found = []
    for report in comparison.reports:
        remarks = [each for each in report.remarks if each["rule"] in CONTRADICTIONS]
        if remarks:
            samples = [
                f"{r['file']} {r.get('place', '')}: {r['message']}" for r in remarks[:SAMPLES]
            ]
            name = report.service or report.file
            found.append(Clash(name, len(remarks), samples))
    return found
