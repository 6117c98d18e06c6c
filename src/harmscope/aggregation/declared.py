"""Reads ``declared.toml`` and says what is wrong with it, without repeating what it holds."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from harmscope.errors import UserError
from harmscope.formats.door import read_toml, shown
from harmscope.model.base import given
from harmscope.model.figure import Declared, DeclaredFigure, DeclaredText, Figure, FigureSource
from harmscope.model.period import Period, parse_period
from harmscope.model.report import Definition, Panel, ReportFinding, Section
from harmscope.taxonomy.standards import is_country, is_language

if TYPE_CHECKING:
    # Who hands in declarations needs no metrics.
    from harmscope.profiles import AskedPlan

_MOST_BYTES: Final = 5_000_000


def read_declared(
    path: Path,
    profile: str | None,
    service: str,
    period: Period,
    asks: Sequence["AskedPlan"] = (),
) -> Declared:
    """The declarations in ``path``. Raises UserError where they are wrong, for another profile
    (None: any will do), service or period than the report's, or where one of them answers a
    question of the profile in another unit."""
    where = shown(path.name)
    declared = parsed_declared(path)
    if profile is not None and declared.profile != profile:
        raise UserError(where, "it is for another profile", f"write profile = {profile!r} in it")
    if declared.service != service:
        raise UserError(where, "it is for another service", "write the report's service in it")
    if parse_period(declared.period) != period:
        raise UserError(where, "it is for another period", "write the report's period in it")
    units = {one.metric: one.unit for one in asks}
    for one in (*(declared.figures or ()), *(declared.texts or ())):
        unit = one.unit if isinstance(one, DeclaredFigure) else "text"
        if units.get(one.metric, unit) != unit:
            fix = f"give it in {units[one.metric]}, as harmscope init-declared writes it"
            raise UserError(where, f"{one.metric} is given in another unit than asked for", fix)
    return declared


def declared_figures(declared: Declared, period: Period) -> list[Figure]:
    """Every declared number and text as a figure, marked as declared."""
    numbers = [
        given(
            Figure,
            metric=one.metric,
            value=one.value,
            unit=one.unit,
            dimensions=one.dimensions,
            period=str(period),
            estimand="declared",
            status="exact",
            assurance=one.assurance,
            source=FigureSource(quoted=one.source),
            notes=[one.note] if one.note else None,
        )
        for one in declared.figures or ()
    ]
    texts = [
        given(
            Figure,
            metric=one.metric,
            text=one.text,
            unit="text",
            dimensions=one.dimensions,
            period=str(period),
            estimand="declared",
            status="exact",
            assurance="self_reported",
        )
        for one in declared.texts or ()
    ]
    return numbers + texts


def stated_section(
    declared: Declared | None, period: Period, asks: Sequence["AskedPlan"] = ()
) -> Section:
    """What the provider states, as a section of its own: never mixed with what was counted. A
    question of the profile without an answer is there as not reported."""
    figures = declared_figures(declared, period) if declared else []
    given_ = {figure.metric for figure in figures}
    figures = sorted(
        [*figures, *(_unanswered(one, period) for one in asks if one.metric not in given_)],
        key=lambda one: _place(one, asks),
    )
    metrics = sorted({figure.metric for figure in figures}) or ["declared.nothing"]
    panel = given(
        Panel, id="stated", title="Stated", chart="table", metrics=metrics, figures=figures
    )
    return given(
        Section,
        id="stated-by-the-provider",
        title="Stated by the provider",
        question="What does no log hold?",
        panels=[panel],
    )


NOT_STATED: Final = "not_stated"


def not_stated(sections: Sequence[Section]) -> list[ReportFinding]:
    """The questions of the profile that nobody answered, as one finding."""
    open_ = [
        one.metric
        for section in sections
        for panel in section.panels
        for one in panel.figures
        if one.estimand == "declared" and one.status == "not_reported"
    ]
    words = (
        "Questions of the profile that no records answer and the provider does not state: answer "
        "them in a file for --declared (harmscope init-declared writes it)."
    )
    if not open_:
        return []
    return [given(ReportFinding, code=NOT_STATED, count=len(open_), what=words, metrics=open_)]


def _unanswered(asked: "AskedPlan", period: Period) -> Figure:
    return given(
        Figure,
        metric=asked.metric,
        unit=asked.unit,
        period=str(period),
        estimand="declared",
        status="not_reported",
        notes=["The provider states nothing on this."],
    )


def _place(figure: Figure, asks: Sequence["AskedPlan"]) -> int:
    order = [one.metric for one in asks]
    return order.index(figure.metric) if figure.metric in order else len(order)


def stated_definitions(
    declared: Declared | None, known: list[Definition], asks: Sequence["AskedPlan"] = ()
) -> list[Definition]:
    """Definitions of the metrics that are declared and not computed, and of those asked for."""
    if declared is None:
        return [_defined(one) for one in asks]
    names = {one.metric for one in known}
    stated: list[DeclaredFigure | DeclaredText] = [
        *(declared.figures or ()),
        *(declared.texts or ()),
    ]
    found = {one.metric: _defined(one) for one in asks}
    for one in stated:
        if one.metric not in names | set(found):
            found[one.metric] = given(
                Definition,
                metric=one.metric,
                title=one.title or one.metric,
                unit=one.unit if isinstance(one, DeclaredFigure) else "text",
                definition="Stated by the provider; no log holds it.",
                direction="none",
                pooling="never",
            )
    return [found[name] for name in sorted(found)]


def _defined(asked: "AskedPlan") -> Definition:
    return given(
        Definition,
        metric=asked.metric,
        title=asked.title,
        unit=asked.unit,
        definition=asked.about,
        source=asked.applies,
        direction="none",
        pooling="never",
    )


def parsed_declared(path: Path) -> Declared:
    """The declarations in ``path``, for whatever report they are. Raises UserError where they are
    wrong."""
    where = shown(path.name)
    tables = read_toml(path, "start from harmscope init-declared", _MOST_BYTES)
    try:
        found = Declared.model_validate(tables)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the top"
        fix = "compare it with what harmscope init-declared writes"
        raise UserError(where, f"{place}: {_fault(str(first['type']))}", fix) from None
    for list_name in ("figures", "texts"):
        for number, one in enumerate(getattr(found, list_name) or ()):
            _check_codes(where, f"{list_name}.{number}.dimensions", one.dimensions or {})
    return found


def _check_codes(where: str, place: str, dimensions: dict[str, str]) -> None:
    """Raises UserError for a country or language that there is not."""
    territory, language = dimensions.get("territory"), dimensions.get("language")
    if territory is not None and territory != "EU" and not is_country(territory):
        fix = "use a code of ISO 3166-1: Greece is GR, not EL; the United Kingdom is GB, not UK"
        raise UserError(where, f"{place}.territory: there is no such country", fix)
    if language is not None and not is_language(language):
        fix = "use a tag of BCP 47 in lower case, such as de; Greek is el"
        raise UserError(where, f"{place}.language: there is no such language", fix)


def _fault(kind: str) -> str:
    known = {"missing": "it is missing", "extra_forbidden": "there is no such member"}
    return known.get(kind, "the value is not of the right kind")
