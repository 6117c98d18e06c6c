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
from harmscope.model.figure import METRIC_ID
from harmscope.model.report import ChartKind
from harmscope.profiles.only import Only, only_of
from harmscope.profiles.owed import Owed, owed_of
from harmscope.taxonomy.systems import codelist

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
class AskedPlan:
    """One figure or text that no record holds and the provider is asked for. It is declared under
    the id ``metric``. ``applies`` says what asks for it, ``about`` what is meant, ``knows`` who in
    a company usually knows it."""

    metric: str
    title: str
    unit: str
    applies: str
    about: str
    knows: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A report's contents and layout. ``sha256`` is set where the profile is not a shipped one.

    ``template`` names an official template that gives the sections; there are none beside it.
    ``only`` says which cases are counted, where not all are. ``about`` says what it is for.
    ``asks`` are the questions that the records cannot answer.
    ``traits`` are those of every count in it: where the whole report is about intimate imagery, a
    total needs the care of its parts. ``owed`` says who owes such a report by law, and when.
    """

    id: str
    version: str
    title: str
    sections: tuple[SectionPlan, ...]
    sha256: str | None = None
    template: str | None = None
    only: Only | None = None
    traits: tuple[str, ...] = ()
    about: str = ""
    asks: tuple[AskedPlan, ...] = ()
    owed: tuple[Owed, ...] = ()

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
_METRIC: Final = re.compile(METRIC_ID)
_MOST_SPLITS: Final = 2
_MEMBERS: Final = (
    *("id", "version", "title", "about", "template"),
    *("only", "traits", "sections", "questions", "owed"),
)


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
    _known(where, document, _MEMBERS)
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
        about=_text(where, document, "about") if "about" in document else "",
        asks=_asks(where, document) if "questions" in document else (),
        owed=owed_of(where, document),
    )


def _asks(where: str, document: dict[str, Any]) -> tuple[AskedPlan, ...]:
    if "template" in document:
        fault = "it has a template and questions"
        raise UserError(where, fault, "leave the questions out: the template has its own")
    asked = tuple(
        _asked(f"{where}, question {number}", table)
        for number, table in enumerate(_tables(where, document, "questions"), start=1)
    )
    _unique(where, "question", (one.metric for one in asked))
    return asked


def _asked(where: str, table: dict[str, Any]) -> AskedPlan:
    _known(where, table, ("metric", "title", "unit", "applies", "about", "knows"))
    metric, unit = _text(where, table, "metric"), _text(where, table, "unit")
    if not _METRIC.fullmatch(metric) or metric in METRICS:
        fix = "name one that no records give, such as proceedings.brought"
        raise UserError(where, "its metric is not an id of a declared figure", fix)
    units = list(codelist("unit").codes)
    if unit not in units:
        raise UserError(where, "its unit is not a known one", f"name one of {', '.join(units)}")
    title, applies = _text(where, table, "title"), _text(where, table, "applies")
    knows = _text(where, table, "knows") if "knows" in table else ""
    return AskedPlan(metric, title, unit, applies, _text(where, table, "about"), knows)


def _template(where: str, document: dict[str, Any]) -> str | None:
    if "template" not in document:
        return None
    if document["template"] not in TEMPLATES:
        fix = f"name one of {', '.join(TEMPLATES)}"
        raise UserError(where, "it names an unknown template", fix)
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
            raise UserError(where, "it names an unknown metric", fix)
    if len(split) > _MOST_SPLITS:
        raise UserError(where, "it splits by more than two dimensions", "name two at most")
    for dimension in split:
        if dimension not in SPLITS:
            fix = f"name some of {', '.join(sorted(SPLITS))}"
            raise UserError(where, "it splits by an unknown dimension", fix)
        for metric in metrics:
            if not SPLITS[dimension].fits(METRICS[metric].table):
                fault = f"{metric} cannot be split by {dimension}"
                raise UserError(where, fault, "choose a dimension that its table holds")


def _known(where: str, table: dict[str, Any], members: tuple[str, ...]) -> None:
    if set(table) - set(members):
        fix = f"the members are {', '.join(members)}"
        raise UserError(where, "it has an unknown member", fix)


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
