"""Scopes of the EU template: totals, states, languages, and what publishers write instead."""

import re
from dataclasses import dataclass

STATES = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
LANGUAGES = frozenset(
    [
        "bg",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "fi",
        "fr",
        "ga",
        "hr",
        "hu",
        "it",
        "lt",
        "lv",
        "mt",
        "nl",
        "pl",
        "pt",
        "ro",
        "sk",
        "sl",
        "sv",
    ]
)
_TOTALS = frozenset(
    {"total", "total number", "n\u00famero total", "nombre total", "numero totale", "totale"}
)
_PLACEHOLDER = re.compile(r"^(?:\[\W*\]|AT, .*, SE)$")
_LIST = re.compile(r"^[A-Za-z]{2}(?:\s*[,;/]\s*[A-Za-z]{2})+$")
_CODE = re.compile(r"^[A-Za-z]{2,3}$")


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope as read: the dimension and its code, or no dimension for a total.

    ``remark`` is the code of the leniency used, ``read`` says how it was read. A ``placeholder``
    of the template that stands beside a figure is kept as written, and never taken for a total.
    """

    dimension: str | None = None
    code: str = ""
    remark: str | None = None
    read: str = ""
    placeholder: bool = False


def read_scope(text: str, asked: str) -> Scope:
    """The scope in a cell. ``asked`` is what the sheet asks for: ``territory`` or ``language``.

    Greece is ``GR``; ``EL`` is taken for it. An upper-case code that could be a state or a language
    is what the sheet asks for.
    """
    cell = re.sub(r"(?i)^total(?: number)?\s*[:\-]\s*(?=[a-z]{2}$)", "", text.strip())
    trimmed = cell != text.strip()
    if cell.casefold() in _TOTALS or not cell:
        official = text.strip() in ("TOTAL", "Total number")
        return Scope(remark=None if official else "RD041", read="a total")
    if _PLACEHOLDER.match(cell):
        return Scope("scope", cell, "RD040", "a placeholder, kept as written", True)
    if _LIST.match(cell):
        codes = "+".join(sorted(part.strip() for part in re.split(r"[,;/]", cell)))
        return Scope(asked, codes, "RD041", "several, kept together")
    if not _CODE.match(cell):
        return Scope("scope", cell, "RD040", "kept as written")
    scope = _state(cell) if asked == "territory" else _language(cell)
    if trimmed and scope.remark is None:
        return Scope(scope.dimension, scope.code, "RD041", scope.code)
    return scope


def _state(cell: str) -> Scope:
    upper = "GR" if cell.upper() == "EL" else cell.upper()
    if upper in STATES:
        return Scope("territory", upper, None if upper == cell else "RD041", upper)
    if cell.lower() in LANGUAGES:
        return Scope("language", cell.lower(), "RD042", f"language {cell.lower()}")
    return Scope("scope", cell, "RD040", "kept as written")


def _language(cell: str) -> Scope:
    lower = cell.lower()
    if lower in LANGUAGES:
        return Scope("language", lower, None if lower == cell else "RD041", f"language {lower}")
    upper = "GR" if cell.upper() == "EL" else cell.upper()
    if cell.isupper() and upper in STATES:
        return Scope("territory", upper, "RD042", f"state {upper}")
    return Scope("language", lower, "RD040", f"language {lower}")
