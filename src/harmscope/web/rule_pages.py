"""The catalogue of findings: every rule with its meaning, its fix and its example, open to all."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from harmscope.errors import UserError
from harmscope.findings import SEVERITIES, FindingKind
from harmscope.resources import data_path
from harmscope.rules import CATALOGUE, find
from harmscope.rules.lists import allowed_codes
from harmscope.schemagen.pages import example_of
from harmscope.web.views import page

routes = APIRouter(include_in_schema=False)

SCOPES: Final = {
    "record": "In one record",
    "file": "In a file",
    "cross": "Between files",
    "read": "Reading a published report",
    "intake": "At the intake of a registry",
    "pool": "In a pool",
}

Word = Annotated[str, Query(max_length=100)]


@routes.get("/rules")
def rules(request: Request, q: Word = "", kind: Word = "", severity: Word = "") -> HTMLResponse:
    """All rules, or those that fit."""
    found = [one for one in CATALOGUE.values() if _fits(one, q, kind, severity)]
    return page(
        request,
        "rules.html",
        groups=[
            (scope, words, [one for one in found if one.scope == scope])
            for scope, words in SCOPES.items()
        ],
        count=len(found),
        total=len(CATALOGUE),
        kinds=sorted({kind for one in CATALOGUE.values() for kind in one.kinds}),
        severities=SEVERITIES,
        asked={"q": q, "kind": kind, "severity": severity},
    )


def _fits(one: FindingKind, text: str, kind: str, severity: str) -> bool:
    said = " ".join((one.code, one.slug, one.slug.replace("_", " "), one.what, one.why, one.fix))
    words = text.casefold().split()
    return (
        all(word in said.casefold() for word in words)
        and kind in ("", *one.kinds)
        and severity in ("", one.severity)
    )


@routes.get("/rules/{name}")
def rule(request: Request, name: str) -> Response:
    """One rule, by its code; its slug leads there."""
    try:
        found = find(name)
    except UserError as error:
        shown = page(request, "unknown_rule.html", fix=error.fix, q=name[:100])
        shown.status_code = 404
        return shown
    if found.code != name:
        return RedirectResponse(f"/rules/{found.code}", 308)
    codes = list(CATALOGUE)
    at = codes.index(found.code)
    return page(
        request,
        "rule.html",
        one=found,
        scope=SCOPES[found.scope],
        example=example_of(found.code, data_path()),
        lists=allowed_codes(found.code),
        beside=[CATALOGUE[codes[n]] if 0 <= n < len(codes) else None for n in (at - 1, at + 1)],
    )
