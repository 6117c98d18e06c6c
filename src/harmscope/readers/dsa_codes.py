"""Category codes of the EU template: exact, then lenient, each with its parent."""

import re
from dataclasses import dataclass
from functools import cache

from harmscope.model.dsa_template import dsa_template
from harmscope.taxonomy import load_system

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
