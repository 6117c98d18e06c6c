"""The page of a validation: one file, no scripts, no requests, small at any number of findings."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup

from harmscope import __version__
from harmscope.render.html import numbers
from harmscope.render.html.charts.strip import NOUNS, counted, lines, strip
from harmscope.render.html.page import environment
from harmscope.render.html.validation_data import kind_views
from harmscope.render.html.validation_rules import rule_rows
from harmscope.rules import CATALOGUE
from harmscope.validation import FileCount, Verdict
from harmscope.validation.positions import Positions, Strip
from harmscope.validation.profile_ import Profile

STRIPS = 8
"""Files whose findings are drawn by place, those with most findings first."""

FILES = 200
"""Files listed; the rest are counted together."""

_TEMPLATES = Path(__file__).resolve().parent / "templates"


@dataclass(frozen=True, slots=True)
class StripView:
    """Findings of one file by place."""

    id: str
    name: str
    total: int
    placeless: int
    rows: int
    drawn: Markup
    table: list[tuple[str, str]]


def validation_page(outcome: Verdict, positions: Positions, profile: Profile, clock: date) -> str:
    """The outcome as one HTML document. ``positions`` has seen every finding of the run."""
    strips = _strips(outcome, positions)
    files = sorted(outcome.files, key=lambda file: (-file.rejected, file.name))
    tally = outcome.tally
    return (
        environment()
        .get_template("validation.html")
        .render(
            style=_style(),
            version=__version__,
            clock=numbers.day(clock),
            outcome=outcome,
            verdict=_verdict(outcome),
            totals=[(name, nouns[1], tally.total(name)) for name, nouns in NOUNS.items()],
            rules=rule_rows(outcome),
            strips=strips,
            drawn=any(one.drawn for one in strips),
            placeless=[one for one in strips if not one.drawn],
            unseen=max(len(positions.strips) - len(strips), 0),
            others=positions.others,
            kinds=kind_views(profile),
            files=files[:FILES],
            rest=_sum(files[FILES:]),
            waived=[(CATALOGUE[code], count) for code, count in sorted(tally.waived.items())],
            not_run=[(CATALOGUE[code], why) for code, why in sorted(outcome.not_run.items())],
        )
    )


def _verdict(outcome: Verdict) -> str:
    if outcome.fails():
        return "Not valid"
    return "Valid, with warnings" if outcome.tally.total("warning") else "Valid"


def _strips(outcome: Verdict, positions: Positions) -> list[StripView]:
    rows = {file.name: file.seen for file in outcome.files}
    found = [(_total(one), name, one) for name, one in positions.strips.items()]
    chosen = sorted(found, key=lambda each: (-each[0], each[1]))[:STRIPS]
    return [
        _strip_view(number, name, one, rows.get(name, 0))
        for number, (_, name, one) in enumerate(chosen, 1)
    ]


def _strip_view(number: int, name: str, found: Strip, rows: int) -> StripView:
    stretches = found.within(rows)
    extent = max(rows, found.last)
    return StripView(
        id=f"strip-{number}",
        name=name,
        total=_total(found),
        placeless=found.placeless,
        rows=extent,
        drawn=strip(stretches, found.width, extent) if found.last else Markup(""),
        table=[
            (lines(place, found.width, extent).capitalize(), counted(stretch))
            for place, stretch in enumerate(stretches)
            if any(stretch.values())
        ],
    )


def _total(found: Strip) -> int:
    return found.placeless + sum(sum(counts) for counts in found.counts.values())


def _sum(files: list[FileCount]) -> FileCount | None:
    if not files:
        return None
    rest = FileCount(f"{numbers.grouped(len(files))} more files")
    for file in files:
        rest.accepted += file.accepted
        rest.rejected += file.rejected
        rest.skipped += file.skipped
    return rest


def _style() -> Markup:
    names = ("style.css", "validation.css")
    text = "".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in names)
    return Markup(text)  # noqa: S704 - ours
