"""The pages of a folder of explanations: one a panel, each figure with the records behind it."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from harmscope.model.explanation import Basis, Explanation
from harmscope.model.period import parse_period
from harmscope.model.report import Report
from harmscope.render.explanation_text import (
    ROLES,
    carrier_text,
    counted_text,
    disclosed_text,
    left_text,
    name_of,
    taken_text,
)
from harmscope.render.figure_text import figure_text, period
from harmscope.render.html.template import page

INDEX = "index.html"
MARK = '<p class="eyebrow">How the numbers came to be</p>'
"""What every page of such a folder holds, and no other page of ours."""
Panel = tuple[str, str]
"""Ids of a section and of a panel in it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the explanation of a figure: its name with its number, and its address."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Explanations:
    """A folder of explanations that was written with a report; ``panels`` holds links inside of
    it, by panel."""

    folder: Path
    panels: Mapping[Panel, Sequence[Link]]

    def path_from(self, home: Path) -> str:
        """The folder as seen from the folder of the report."""
        return Path(os.path.relpath(self.folder, home)).as_posix()

    def links_from(self, home: Path) -> dict[Panel, list[Link]]:
        """The links as the page of a report in ``home`` has them: relative, without a script."""
        start = quote(self.path_from(home))
        return {
            panel: [Link(one.text, f"{start}/{one.address}") for one in links]
            for panel, links in self.panels.items()
        }


def page_name(panel: Panel) -> str:
    """The file that explains the figures of a panel."""
    return f"{panel[0]}-{panel[1]}.html"


def link_to(panel: Panel, found: Explanation) -> Link:
    """The link to one figure, from inside the folder."""
    text = f"{name_of(found)}: {figure_text(found.figure)}"
    return Link(text, f"{page_name(panel)}#f{found.id}")


@dataclass(frozen=True, slots=True)
class BasisView:
    """A set of records ready for the template."""

    title: str
    filters: Sequence[str]
    counted: str
    ids: Sequence[str]
    left: Sequence[tuple[str, str]]
    carried: Sequence[str]


def panel_page(report: Report, title: str, found: Sequence[Explanation], back: str) -> str:
    """The figures of one panel: those on which records stand, then the others in a list. ``back``
    is the address of the report's page."""
    full = [one for one in found if stands_on_records(one)]
    rest = [one for one in found if not stands_on_records(one)]
    return page(
        "explanation.html",
        title=title,
        who="All services" if report.service == "all" else report.service,
        period=period(parse_period(report.period)),
        profile=report.profile.title,
        back=back,
        figures=[(*_named(one), _views(one)) for one in full],
        rest=[_named(one) for one in rest],
        pages=[],
    )


def index_page(report: Report, titles: Mapping[Panel, str], back: str) -> str:
    """The list of all pages of the folder."""
    return page(
        "explanation.html",
        title="How the numbers came to be",
        who="All services" if report.service == "all" else report.service,
        period=period(parse_period(report.period)),
        profile=report.profile.title,
        back=back,
        figures=[],
        rest=[],
        pages=[(title, page_name(panel)) for panel, title in titles.items()],
    )


def stands_on_records(one: Explanation) -> bool:
    """Whether there is more to say of a figure than that it counts nothing. Where records are not
    shown, every figure says how it is counted."""
    return any(basis.counted is None or basis.counted for basis in one.basis)


def _named(found: Explanation) -> tuple[Explanation, str, str, list[str]]:
    """A figure with its name, its value, and what is to be known of it."""
    told = found.disclosed
    own = [disclosed_text(told, found.figure.unit)] if told is not None else []
    notes = [*(found.figure.notes or ()), *own]
    return found, name_of(found), figure_text(found.figure), notes


def _views(found: Explanation) -> list[BasisView]:
    return [_view(basis) for basis in found.basis]


def _view(basis: Basis) -> BasisView:
    return BasisView(
        title=f"{ROLES[basis.role]}: {basis.title}",
        filters=basis.filters,
        counted="" if basis.counted is None else counted_text(basis),
        ids=[taken_text(one) for one in basis.counted or ()],
        left=[(left_text(one), ", ".join(one.ids or ())) for one in basis.left_out or ()],
        carried=[carrier_text(one) for one in basis.carried or ()],
    )
