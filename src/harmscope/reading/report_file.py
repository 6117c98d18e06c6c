"""The JSON file of a report: written in a canonical form (equal input gives equal bytes), and
loaded again by the commands that compare.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import harmscope
from harmscope.demands.text import personal
from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.formats.door import digested_json, document_in, shown
from harmscope.formats.write import whole
from harmscope.model.figure import Figure, Scope
from harmscope.model.kinds import CURRENT
from harmscope.model.report import Published
from harmscope.readers import Reading
from harmscope.readers.dsa_figures import ESTIMANDS, REGULATION
from harmscope.reading.publication_file import read_publication

# Words for metrics that bring none with them.


def title_of(metric: str) -> str:
    """Words for a metric's id: ``items.removed_share`` is ``Items: removed share``."""
    head, _, rest = metric.partition(".")
    words = rest.replace(".", ", ").replace("_", " ").replace("-", " ")
    return f"{head.capitalize().replace('_', ' ')}: {words}"


# The canonical form of a report that was read: equal input gives equal bytes.


def published(reading: Reading) -> dict[str, object]:
    """The record ``published``: sources, figures in the order of the source, remarks."""
    record: dict[str, object] = {
        "record": "published",
        "version": CURRENT["published"],
        "format": reading.format,
        "made_by": {"name": "harmscope", "version": harmscope.__version__},
        "sources": [
            {"name": each.name, "sha256": each.sha256, "bytes": each.bytes}
            for each in sorted(reading.sources, key=lambda source: source.name)
        ],
        "figures": [figure.as_dict() for figure in reading.figures],
    }
    span = span_of(reading.figures)
    optional = {
        "service": reading.service,
        "edition": reading.edition,
        "period": span,
        "remarks": [_remark(each) for each in reading.findings],
    }
    record.update({name: value for name, value in optional.items() if value})
    Published.model_validate(record)
    return record


def write_published(reading: Reading, path: Path) -> None:
    """Write the record as canonical JSON: sorted members, indented, ending in a newline."""
    text = json.dumps(published(reading), ensure_ascii=False, sort_keys=True, indent=1)
    with whole(path) as file:
        file.write(text.encode() + b"\n")


def span_of(figures: list[Figure]) -> str | None:
    """From the first to the last day of all figures, or None where none has a period."""
    spans = [figure.period.split("/") for figure in figures if figure.period]
    if not spans:
        return None
    return f"{min(first for first, _ in spans)}/{max(last for _, last in spans)}"


def _remark(finding: Finding) -> dict[str, object]:
    known = {
        "rule": finding.rule,
        "severity": finding.severity,
        "file": finding.file,
        "place": finding.pointer,
        "message": finding.message,
        "fix": finding.fix,
    }
    return {name: value for name, value in known.items() if value}


# Loads a report that harmscope wrote: ``report.json`` of our own, or one that was read.

DSA_PROFILE = "dsa-harmonised"
FIX = "give a report.json written by `harmscope read` or `harmscope report`, or a publication"


@dataclass(frozen=True, slots=True)
class LoadedReport:
    """A report as comparing needs it: a flat list of figures, each with its service and edition.

    ``sources`` names the files behind it (name to digest). ``titles`` holds titles of metrics
    that the report itself gives. ``remarks`` are as in the file. ``profile`` is the one that the
    report was made by, or whose official template it fills. ``definitions`` and ``choices`` are
    what our own report says of each metric, and what its provider declares; ``breaks`` are changes
    of version inside of its period: of ``codes``, the ``taxonomy`` or a ``safeguard``, in words.
    ``notes`` say how it was checked when it was taken.
    """

    file: str
    sha256: str
    format: str
    service: str | None
    period: str | None
    edition: str | None
    figures: list[Figure]
    sources: dict[str, str]
    titles: dict[str, str] = field(default_factory=dict)
    remarks: list[dict[str, str]] = field(default_factory=list)
    profile: str | None = None
    definitions: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    breaks: list[tuple[str, str]] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    @property
    def services(self) -> list[str]:
        """Every service that a figure names, sorted."""
        names = {f.scope.service for f in self.figures if f.scope and f.scope.service}
        return sorted(names)


def load(path: Path) -> LoadedReport:
    """The report at ``path``, or the publication in a folder. Raises UserError where the file is
    not one that harmscope wrote."""
    path = document_in(path)
    return load_document(path, *digested_json(path, FIX))


def told_apart(reports: Sequence[tuple[Path | None, LoadedReport]]) -> list[LoadedReport]:
    """Reports with the places they were loaded from, named so that their names differ: those of
    one name get as much of their folders before it as tells them apart."""
    places = {Path(os.path.abspath(document_in(path))) for path, _ in reports if path is not None}
    named = []
    for path, report in reports:
        if path is None:
            named.append(report)
            continue
        own = Path(os.path.abspath(document_in(path)))
        name = shown(_tail(own, places - {own}))
        sources = {name if s == report.file else s: d for s, d in report.sources.items()}
        named.append(replace(report, file=name, sources=sources))
    return named


def _tail(own: Path, others: Collection[Path]) -> str:
    """The last parts of a path, as many as none of the others ends in."""
    for length in range(1, len(own.parts)):
        tail = own.parts[-length:]
        if all(other.parts[-length:] != tail for other in others):
            return "/".join(tail)
    return own.as_posix()


def load_document(path: Path, record: object, digest: str) -> LoadedReport:
    """The report that the file at ``path`` holds, whose value and digest are at hand. Raises
    UserError where it is not one that harmscope wrote."""
    if not isinstance(record, dict) or record.get("record") not in _LOADERS:
        raise UserError(path.name, "this is not a report of harmscope", FIX)
    try:
        return loaded(path.name, digest, record)
    except (ValidationError, KeyError, TypeError, AttributeError):
        raise UserError(path.name, "the report does not match its schema", FIX) from None


def at_hand(name: str, record: dict[str, Any]) -> LoadedReport:
    """A record ``published`` or ``report`` that no file holds, under the digest of its JSON."""
    digest = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
    return loaded(name, digest, record)


def loaded(name: str, digest: str, record: dict[str, Any]) -> LoadedReport:
    """A record ``published``, ``report`` or ``publication`` that is at hand; ``digest`` is that of
    its bytes.

    Raises ValidationError or KeyError where it is none of them.
    """
    return _masked(_LOADERS[record["record"]](name, digest, record))


HIDDEN = "[not shown]"
"""Stands in place of a name or code that has the form of a person's data."""

_DIMENSION = re.compile(r"^[A-Za-z][A-Za-z0-9 _-]{0,39}$")


def _masked(report: LoadedReport) -> LoadedReport:
    """The report, its names and codes fit to be shown: a damaged or foreign file may hold anything
    in their place."""
    return replace(
        report,
        service=_shown(report.service),
        profile=_shown(report.profile),
        edition=_shown(report.edition),
        figures=[_masked_figure(figure) for figure in report.figures],
        sources={_shown(name) or "": digest for name, digest in report.sources.items()},
        titles={metric: _shown(title) or "" for metric, title in report.titles.items()},
        remarks=[{k: _shown(v) or "" for k, v in each.items()} for each in report.remarks],
    )


def _shown(text: str | None) -> str | None:
    return HIDDEN if isinstance(text, str) and personal(text) else text


def _masked_figure(figure: Figure) -> Figure:
    """The figure as it may be shown; one that is fit already stays the same object."""
    update: dict[str, object] = {}
    dimensions = figure.dimensions or {}
    if any(not _DIMENSION.match(n) or personal(n) or personal(v) for n, v in dimensions.items()):
        update["dimensions"] = _masked_names(dimensions)
    if figure.scope is not None:
        parts = figure.scope.model_dump(exclude_none=True)
        if any(map(personal, parts.values())):
            update["scope"] = Scope(**{name: _shown(text) for name, text in parts.items()})
    for name in ("edition", "denominator_name", "scheme"):
        text = getattr(figure, name)
        if text and _shown(text) != text:
            update[name] = None if name == "scheme" else HIDDEN
    if figure.basis and any(map(personal, figure.basis.values())):
        update["basis"] = {name: _shown(text) for name, text in figure.basis.items()}
    return figure.model_copy(update=update) if update else figure


def _masked_names(dimensions: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, code in dimensions.items():
        fit = _DIMENSION.match(name) and not personal(name)
        found[name if fit else f"unknown_{len(found) + 1}"] = _shown(code) or ""
    return found


def _published(name: str, digest: str, record: dict[str, Any]) -> LoadedReport:
    return LoadedReport(
        file=name,
        sha256=digest,
        format=record["format"],
        service=record.get("service"),
        period=record.get("period"),
        edition=record.get("edition"),
        figures=[Figure.model_validate(each) for each in record["figures"]],
        sources={each["name"]: each["sha256"] for each in record["sources"]},
        remarks=record.get("remarks", []),
        profile=DSA_PROFILE if record["format"] == "dsa-report" else None,
    )


def _own(name: str, digest: str, record: dict[str, Any]) -> LoadedReport:
    """Our own report: what the report says once holds for each of its figures."""
    raw = [
        figure
        for section in record["sections"]
        for panel in section["panels"]
        for figure in panel["figures"]
    ]
    edition = f"{record['clock']} ({digest[:12]})"
    scheme = record["taxonomy"]
    figures = [_completed(each, record, edition, scheme, digest) for each in raw]
    return LoadedReport(
        file=name,
        sha256=digest,
        format="report",
        service=record["service"],
        period=record["period"] or span_of(figures),
        edition=edition,
        figures=figures,
        sources={each["name"]: each["sha256"] for each in record["inputs"] if "sha256" in each},
        titles={each["metric"]: each["title"] for each in record["definitions"]},
        profile=record["profile"]["id"],
        definitions={each["metric"]: each["definition"] for each in record["definitions"]},
        choices={each["question"]: each["answer"] for each in record.get("choices", [])},
        breaks=[(each["what"], each["text"]) for each in record.get("breaks", [])],
    )


def _publication(name: str, digest: str, record: dict[str, Any]) -> LoadedReport:
    made = read_publication(record, digest)
    return LoadedReport(
        file=name,
        sha256=digest,
        format="publication",
        service=made.registry,
        period=made.period,
        edition=made.edition,
        figures=made.figures,
        sources={name: digest},
        titles=made.titles,
    )


_LOADERS: dict[str, Callable[[str, str, dict[str, Any]], LoadedReport]] = {
    "published": _published,
    "report": _own,
    "publication": _publication,
}


def _completed(
    raw: dict[str, Any], record: dict[str, Any], edition: str, scheme: str, digest: str
) -> Figure:
    dimensions = raw.get("dimensions", {})
    family = raw["metric"].partition(".")[0]
    template = record.get("profile", {}).get("id") == DSA_PROFILE
    whole = {
        **({"estimand": ESTIMANDS[family]} if family in ESTIMANDS else {}),
        **({"basis": {"definition": REGULATION}} if template else {}),
        "period": record["period"],
        "edition": edition,
        "assurance": "computed",
        "source": {"sha256": digest},
        **({"scheme": scheme} if {"harm", "harm_top"} & set(dimensions) else {}),
    }
    scope = {"service": record["service"], **raw.get("scope", {})}
    return Figure.model_validate({**whole, **raw, "scope": scope})
