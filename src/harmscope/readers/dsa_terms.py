"""Category codes and scopes of the EU template: exact, then lenient, and what publishers write
instead.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from harmscope.model.dsa_template import dsa_template
from harmscope.taxonomy import load_system

# What the template says in cells that are to be filled, in the languages seen, and what people
# write there for the time being.

_TO_FILL = frozenset(
    {
        *("text", "free text", "texto", "texto libre", "texte", "texte libre", "testo"),
        *("testo libero", "freitext", "integer", "floating number"),
        *("yyyy-mm-dd", "aaaa-mm-dd", "aaaa-mm-jj", "aaaa-mm-gg", "jjjj-mm-tt"),
        *("dd/mm/yyyy", "tt.mm.jjjj", "jj/mm/aaaa", "dd/mm/aaaa"),
        *("tbd", "tbc", "todo", "xxx", "lorem ipsum", "insert text", "to be completed"),
        'text to detail the "other" keyword.',
    }
)


def is_placeholder(text: str) -> bool:
    """Whether a cell holds the template's own words for what is to be written there, or others
    that stand for a text to come."""
    cell = " ".join(text.split()).casefold().strip("[]<>{}() ")
    halves = cell.split("/")
    return cell in _TO_FILL or (len(halves) > 1 and all(each in _TO_FILL for each in halves))


# Category codes of the EU template: exact, then lenient, each with its parent.

OTHER = "KEYWORD_OTHER"
_LABEL = re.compile(r"^(?:category )?([0-9]{1,2}[a-z]?)$")


@dataclass(frozen=True, slots=True)
class Category:
    """A category cell as read.

    ``key`` is the code, written ``PARENT/CODE`` for KEYWORD_OTHER; empty for a total. ``level`` is
    ``total``, ``category`` or ``keyword``.
    """

    key: str
    level: str
    parent: str | None = None
    remark: str | None = None
    read: str = ""


def read_category(text: str, above: str | None) -> Category:
    """The category in a cell; ``above`` is the category of the rows above, if there was one."""
    cell = text.strip()
    if cell.casefold() in ("total", "totale", "insgesamt"):
        return Category("", "total", remark=None if cell == "TOTAL" else "RD031", read="TOTAL")
    code, remark = _code(cell)
    if code == OTHER:
        if above is None:
            return Category(OTHER, "keyword", None, "RD032")
        return Category(f"{above}/{OTHER}", "keyword", above, remark, code)
    parents = _parents().get(code)
    if parents is None:
        older = code in _older()
        level = "category" if code.startswith("STATEMENT_CATEGORY_") else "keyword"
        kind = "RD035" if older else "RD030"
        return Category(code, level, above if level == "keyword" else None, kind, code[:60])
    if parents == {""}:
        return Category(code, "category", None, remark, code)
    parent = above if above in parents else sorted(parents)[0]
    return Category(code, "keyword", parent, remark, code)


def _code(cell: str) -> tuple[str, str | None]:
    if cell in _parents():
        return cell, None
    label = _LABEL.match(cell.casefold())
    named = dsa_template().category_labels.get(f"Category {label[1]}") if label else None
    if named:
        return named, "RD031"
    upper = re.sub(r"[^A-Z0-9]+", "_", cell.upper()).strip("_")
    for guess in (upper, f"KEYWORD_{upper}", f"STATEMENT_CATEGORY_{upper}"):
        if guess in _parents() or guess in _older():
            return guess, "RD031"
    return cell, None


@cache
def _parents() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code in load_system(dsa_template().scheme).codes.values():
        if code.kind in ("category", "keyword", "report-category"):
            found.setdefault(code.code, set()).add(code.parent or "")
    return {code: frozenset(parents) for code, parents in found.items()}


@cache
def _older() -> frozenset[str]:
    return frozenset(code.code for code in load_system("dsa@v1").codes.values())


# Scopes of the EU template: totals, states, languages, and what publishers write instead.

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


_ONLY_STATES = {code for code in STATES if code.lower() not in LANGUAGES}
_ONLY_LANGUAGES = {code for code in LANGUAGES if code.upper() not in STATES} - {"el"}


def kinds_of_scopes(texts: Iterable[str], asked: str) -> dict[bool, str]:
    """What the two-letter codes of a column are, those in capitals (True) and the others.

    ``DE`` may be a state or a language; the codes beside it that can be one thing only decide
    (``AT``, ``en``). Where they do not, a code is what the sheet asks for.
    """
    votes: Counter[bool] = Counter()
    for text in texts:
        for code in _codes(_cut(text)):
            votes[code.isupper()] += code.upper() in _ONLY_STATES
            votes[code.isupper()] -= code.lower() in _ONLY_LANGUAGES
    kinds = {case: "territory" if votes[case] > 0 else "language" for case in (True, False)}
    return {case: kinds[case] if votes[case] else asked for case in (True, False)}


def _codes(cell: str) -> list[str]:
    if _CODE.match(cell):
        return [cell]
    return re.split(r"\s*[,;/]\s*", cell) if _LIST.match(cell) else []


def _cut(text: str) -> str:
    return re.sub(r"(?i)^total(?: number)?\s*[:\-]\s*(?=[a-z]{2}$)", "", text.strip())


def read_scope(text: str, asked: str, kinds: dict[bool, str] | None = None) -> Scope:
    """The scope in a cell. ``asked`` is what the sheet asks for: ``territory`` or ``language``.

    Greece is ``GR``; ``EL`` is taken for it. A code that could be a state or a language is what
    ``kinds`` says of its column, else what the sheet asks for.
    """
    cell = _cut(text)
    trimmed = cell != text.strip()
    kind = kinds[cell.isupper()] if kinds else asked
    if cell.casefold() in _TOTALS or not cell:
        official = text.strip() in ("TOTAL", "Total number")
        return Scope(remark=None if official else "RD041", read="a total")
    if _PLACEHOLDER.match(cell):
        return Scope("scope", cell, "RD040", "a placeholder, kept as written", True)
    if _LIST.match(cell):
        codes = "+".join(sorted(part.strip() for part in re.split(r"[,;/]", cell)))
        return Scope(kind, codes, "RD041", "several, kept together")
    if not _CODE.match(cell):
        return Scope("scope", cell, "RD040", "kept as written")
    scope = _state(cell) if kind == "territory" else _language(cell)
    if kind != asked and scope.dimension == kind and scope.remark != "RD040":
        words = "state" if kind == "territory" else "language"
        return replace(scope, remark="RD042", read=f"{words} {scope.code}")
    return (
        replace(scope, remark="RD041", read=scope.code) if trimmed and not scope.remark else scope
    )


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
