"""Report profiles: which figures a report shows, in which sections."""

import hashlib
import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast, get_args

from harmscope.errors import UserError, offer
from harmscope.formats.door import parsed_toml, read_bytes
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import HOURS, SPLITS
from harmscope.model.report import ChartKind
from harmscope.profiles.only import Only, only_of

# What a profile is: sections of panels, each naming metrics, a split and a way to show them.

CHARTS: Final[tuple[str, ...]] = get_args(ChartKind)


@dataclass(frozen=True, slots=True)
class PanelPlan:
    """One panel: ``metrics`` over ``split`` (dimension ids, at most two), shown as ``chart``.

    ``whole`` panels count every case, also where the profile is about some cases only.
    """

    id: str
    title: str
    chart: ChartKind
    metrics: tuple[str, ...]
    split: tuple[str, ...] = ()
    note: str | None = None
    whole: bool = False


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
    ``only`` says which cases are counted, where not all are.
    ``traits`` are those of every count in it: where the whole report is about intimate imagery, a
    total needs the care of its parts.
    """

    id: str
    version: str
    title: str
    sections: tuple[SectionPlan, ...]
    sha256: str | None = None
    template: str | None = None
    only: Only | None = None
    traits: tuple[str, ...] = ()

    def metrics(self) -> list[str]:
        """Ids of the metrics that it shows, in order of appearance."""
        named = (
            metric
            for section in self.sections
            for panel in section.panels
            for metric in panel.metrics
        )
        return list(dict.fromkeys(named))


# Reads a profile, a shipped one by name or one's own by path, and says what is wrong with it.

_FOLDER: Final = Path(__file__).resolve().parent
TEMPLATES: Final = ("dsa-harmonised",)
_SLUG: Final = re.compile(r"^[a-z][a-z0-9_-]{0,79}$")
_MOST_SPLITS: Final = 2


def shipped() -> list[str]:
    """Names of the profiles that come with harmscope, sorted."""
    # Unlike Path.glob, listdir says so where the folder cannot be read.
    files = (Path(name) for name in os.listdir(_FOLDER))
    return sorted(file.stem for file in files if file.suffix == ".toml")


def load(name: str) -> Profile:
    """The profile ``name``: a shipped one, or the path of a TOML file of one's own.

    Raises UserError that names the place of the first fault.
    """
    own = _FOLDER / f"{name}.toml"
    if _SLUG.match(name) and own.exists():
        return _profile(name, tomllib.loads(own.read_text(encoding="utf-8")), None)
    path = Path(name)
    if path.suffix != ".toml" or not path.exists():
        fix = offer(name, shipped(), "or name the path of a .toml file")
        raise UserError("--profile", "there is no such profile", fix)
    data = read_bytes(path)
    document = parsed_toml(data, path, "see the profile core for the form")
    return _profile(path.name, document, hashlib.sha256(data).hexdigest())


def _profile(where: str, document: dict[str, Any], sha256: str | None) -> Profile:
    members = ("id", "version", "title", "template", "only", "traits", "sections")
    _known(where, document, members)
    template = _template(where, document)
    sections = () if template else _sections(where, document)
    _unique(where, "section", (section.id for section in sections))
    panels = (panel.id for section in sections for panel in section.panels)
    _unique(where, "panel", panels)
    return Profile(
        id=_slug(where, document),
        version=_text(where, document, "version"),
        title=_text(where, document, "title"),
        sections=sections,
        sha256=sha256,
        template=template,
        only=only_of(where, document),
        traits=_names(where, document, "traits") if "traits" in document else (),
    )


def _template(where: str, document: dict[str, Any]) -> str | None:
    if "template" not in document:
        return None
    if document["template"] not in TEMPLATES:
        fix = f"name one of {', '.join(TEMPLATES)}"
        raise UserError(where, "it names a template that there is not", fix)
    if "sections" in document:
        raise UserError(where, "it has a template and sections", "leave the sections out")
    return _text(where, document, "template")


def _sections(where: str, document: dict[str, Any]) -> tuple[SectionPlan, ...]:
    return tuple(
        _section(f"{where}, section {number}", table)
        for number, table in enumerate(_tables(where, document, "sections"), start=1)
    )


def _section(where: str, table: dict[str, Any]) -> SectionPlan:
    _known(where, table, ("id", "title", "question", "panels"))
    return SectionPlan(
        id=_slug(where, table),
        title=_text(where, table, "title"),
        question=_text(where, table, "question") if "question" in table else None,
        panels=tuple(
            _panel(f"{where}, panel {number}", panel)
            for number, panel in enumerate(_tables(where, table, "panels"), start=1)
        ),
    )


def _panel(where: str, table: dict[str, Any]) -> PanelPlan:
    _known(where, table, ("id", "title", "chart", "metrics", "split", "note", "whole"))
    chart = _text(where, table, "chart")
    if chart not in CHARTS:
        raise UserError(where, "its chart is not a known one", f"name one of {', '.join(CHARTS)}")
    metrics = _names(where, table, "metrics")
    split = _names(where, table, "split") if "split" in table else ()
    _check_split(where, metrics, split)
    if chart == "curve" and not (len(metrics) == len(split) == 1 and split[0] in HOURS):
        fix = f"give it one metric, and as split one of {', '.join(HOURS)}"
        raise UserError(where, "a curve draws one count by hours", fix)
    return PanelPlan(
        id=_slug(where, table),
        title=_text(where, table, "title"),
        chart=cast("ChartKind", chart),
        metrics=metrics,
        split=split,
        note=_text(where, table, "note") if "note" in table else None,
        whole=table.get("whole", False) is True,
    )


def _check_split(where: str, metrics: tuple[str, ...], split: tuple[str, ...]) -> None:
    for metric in metrics:
        if metric not in METRICS:
            fix = "see harmscope's reference of metrics for the ids"
            raise UserError(where, "it names a metric that there is not", fix)
    if len(split) > _MOST_SPLITS:
        raise UserError(where, "it splits by more than two dimensions", "name two at most")
    for dimension in split:
        if dimension not in SPLITS:
            fix = f"name some of {', '.join(sorted(SPLITS))}"
            raise UserError(where, "it splits by a dimension that there is not", fix)
        for metric in metrics:
            if not SPLITS[dimension].fits(METRICS[metric].table):
                fault = f"{metric} cannot be split by {dimension}"
                raise UserError(where, fault, "choose a dimension that its table holds")


def _known(where: str, table: dict[str, Any], members: tuple[str, ...]) -> None:
    if set(table) - set(members):
        fix = f"the members are {', '.join(members)}"
        raise UserError(where, "it has a member that there is not", fix)


def _tables(where: str, table: dict[str, Any], member: str) -> list[dict[str, Any]]:
    value = table.get(member)
    if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
        raise UserError(where, f"it has no {member}", f"add at least one [[{member}]]")
    return value


def _text(where: str, table: dict[str, Any], member: str) -> str:
    value = table.get(member)
    if not isinstance(value, str) or not value.strip():
        raise UserError(where, f"its {member} is missing or no text", f'write {member} = "…"')
    return value


def _slug(where: str, table: dict[str, Any]) -> str:
    value = _text(where, table, "id")
    if not _SLUG.fullmatch(value):
        fix = "use small letters, digits, - and _, a letter first"
        raise UserError(where, "its id has a character that ids do not have", fix)
    return value


def _names(where: str, table: dict[str, Any], member: str) -> tuple[str, ...]:
    value = table.get(member)
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise UserError(where, f"its {member} is no list of ids", f'write {member} = ["…"]')
    return tuple(value)


def _unique(where: str, what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise UserError(where, f"two {what}s have the same id", "give each its own")
        seen.add(name)
