"""Loads a report that harmscope wrote: ``report.json`` of our own, or one that was read."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.readers.dsa_cells import ESTIMANDS, REGULATION
from harmscope.reading.publish import span_of

DSA_PROFILE = "dsa-harmonised"
FIX = "give a report.json written by `harmscope read` or `harmscope report`"


@dataclass(frozen=True, slots=True)
class LoadedReport:
    """A report as comparing needs it: a flat list of figures, each with its service and edition.

    ``sources`` names the files behind it (name to digest). ``titles`` holds titles of metrics
    that the report itself gives. ``remarks`` are as in the file.
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

    @property
    def services(self) -> list[str]:
        """Every service that a figure names, sorted."""
        names = {f.scope.service for f in self.figures if f.scope and f.scope.service}
        return sorted(names)


def load(path: Path) -> LoadedReport:
    """The report at ``path``. Raises UserError where the file is not one that harmscope wrote."""
    try:
        data = path.read_bytes()
    except OSError:
        raise UserError(path.name, "the file cannot be read", FIX) from None
    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        raise UserError(path.name, "this is not JSON", FIX) from None
    if not isinstance(record, dict) or record.get("record") not in ("published", "report"):
        raise UserError(path.name, "this is no report of harmscope", FIX)
    digest = hashlib.sha256(data).hexdigest()
    try:
        return loaded(path.name, digest, record)
    except (ValidationError, KeyError, TypeError, AttributeError):
        raise UserError(path.name, "the report does not fit its schema", FIX) from None


def loaded(name: str, digest: str, record: dict[str, Any]) -> LoadedReport:
    """A record ``published`` or ``report`` that is at hand; ``digest`` is that of its bytes.

    Raises ValidationError or KeyError where it is neither.
    """
    if record["record"] == "published":
        return _published(name, digest, record)
    return _own(name, digest, record)


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
    )


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
