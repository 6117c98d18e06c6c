"""Categories of harm and other code systems, each code at an address of its own, open to all."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

import harmscope as hs
from harmscope.rules.lists import rules_about
from harmscope.taxonomy import Category, Code, Hit, Link, System, SystemInfo
from harmscope.web.views import page

routes = APIRouter(include_in_schema=False)

Asked = Annotated[str, Query(max_length=100)]

TRAVEL: Final[Mapping[str, tuple[str, str, str]]] = {
    "equal": ("comparable", "Equal", "a count is converted unchanged"),
    "approx": ("with_care", "Nearly equal", "a count is converted and marked as approximate"),
    "rollup": ("with_care", "Broader there", "a count is converted and is a part of it"),
    "split": ("not_comparable", "Narrower there", "which share of a count it holds is not known"),
    "facet": ("not_comparable", "By a facet", "a facet of each record decides"),
    "alternate": ("not_comparable", "Also possible", "another candidate, never added"),
    "none": ("not_comparable", "No equivalent", "a count is not converted"),
}
"""How a count travels along a link: its mark, in two words, and what it means."""


@routes.get("/taxonomy")
def taxonomy(request: Request, q: Asked = "") -> HTMLResponse:
    """All categories, or what was searched for."""
    scheme = hs.taxonomy.harm()
    tops = [one for one in scheme.categories.values() if one.parent is None]
    return page(
        request,
        "taxonomy.html",
        scheme=scheme,
        tree=[(one, scheme.children(one.id)) for one in tops],
        systems=len(hs.taxonomy.systems()),
        q=q,
        hits=_hits(q),
    )


@routes.get("/taxonomy/{code}")
def category(request: Request, code: str) -> Response:
    """One category."""
    scheme = hs.taxonomy.harm()
    found = scheme.categories.get(code)
    if found is None:
        return _unknown(request, code)
    (told,) = hs.taxonomy.show(f"harm:{code}")
    elsewhere: dict[str, list[dict[str, Any]]] = told["elsewhere"]  # type: ignore[assignment]
    infos = {info.ref: info for info in hs.taxonomy.systems()}
    named = [(infos[ref], links) for ref, links in elsewhere.items() if _reaches(links)]
    clocks = sorted(
        hs.taxonomy.clocks_of(code), key=lambda one: (one.jurisdiction, one.limit.about)
    )
    return page(
        request,
        "category.html",
        scheme=scheme,
        one=found,
        parent=scheme.categories[found.parent] if found.parent else None,
        children=scheme.children(code),
        labels={key: each.label for key, each in scheme.categories.items()},
        newest=[(info, links) for info, links in named if info == _info(info.name)],
        older=[(info, links) for info, links in named if info != _info(info.name)],
        through=[infos[ref] for ref, links in elsewhere.items() if not links],
        silent=[infos[r] for r, links in elsewhere.items() if links and not _reaches(links)],
        travel=TRAVEL,
        clocks=clocks,
        rules=rules_about(found),
        beside=_beside(found),
    )


def _reaches(links: list[dict[str, Any]]) -> bool:
    return any(link["object"] is not None for link in links)


def _beside(one: Category) -> tuple[Category | None, Category | None]:
    """The categories before and after one, in the order of the list."""
    order = list(hs.taxonomy.harm().categories.values())
    at = order.index(one)
    return order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None


@routes.get("/systems")
def systems(request: Request) -> HTMLResponse:
    """All code systems."""
    rows = hs.taxonomy.describe_systems()
    mapped = {info.ref for info in hs.taxonomy.systems() if info.levels}
    return page(
        request,
        "systems.html",
        about_harm=[row for row in rows if row["system"] in mapped],
        others=[row for row in rows if row["system"] not in mapped],
    )


@routes.get("/systems/{name}")
def system(request: Request, name: str) -> Response:
    """One code system, every code with what it is in the harm taxonomy."""
    info = _info(name)
    if info is None:
        return _unknown(request, name)
    if info.ref != name:
        return RedirectResponse(f"/systems/{info.ref}", 307)
    if info.name == "harm":
        return RedirectResponse("/taxonomy", 307)
    found = hs.taxonomy.load_system(info.ref)
    versions = [one for one in hs.taxonomy.systems() if one.name == info.name]
    return page(
        request,
        "system.html",
        info=info,
        versions=versions,
        groups=_groups(found),
        count=len(found.codes),
        travel=TRAVEL,
        labels={key: one.label for key, one in hs.taxonomy.harm().categories.items()},
    )


Rows = list[tuple[Code, list[Link]]]


def _groups(system: System) -> list[tuple[Code | None, Rows]]:
    """The codes of a system: under each code that has some below it those below, the others first
    by themselves."""
    tops = [one for one in system.codes.values() if not one.parent]
    below = {one.key: system.children(one.key) for one in tops}
    alone = [one for one in tops if not below[one.key]]
    groups: list[tuple[Code | None, list[Code]]] = [(None, alone)] if alone else []
    groups += [(one, _all_below(system, one)) for one in tops if below[one.key]]
    return [(top, [(one, _in_harm(system, one)) for one in codes]) for top, codes in groups]


def _all_below(system: System, code: Code) -> list[Code]:
    """A code and everything under it, each before what is under it."""
    found = [code]
    for child in system.children(code.key):
        found += _all_below(system, child)
    return found


def _in_harm(system: System, code: Code) -> list[Link]:
    return hs.taxonomy.links_of(system, code)


@routes.get("/systems/{name}/{key:path}")
def code_page(request: Request, name: str, key: str) -> Response:
    """One code of a system."""
    info = _info(name)
    if info is None:
        return _unknown(request, name)
    found = hs.taxonomy.load_system(info.ref)
    one = found.find(key)
    if one is None:
        return _unknown(request, key, info.ref)
    if info.name == "harm":
        return RedirectResponse(f"/taxonomy/{one.key}", 307)
    return page(
        request,
        "code.html",
        info=info,
        one=one,
        parent=found.find(one.parent) if one.parent else None,
        children=found.children(one.key),
        replaced=found.find(one.replaced_by) if one.replaced_by else None,
        links=_in_harm(found, one),
        travel=TRAVEL,
        labels={each: has.label for each, has in hs.taxonomy.harm().categories.items()},
    )


def _info(name: str) -> SystemInfo | None:
    """The system of this name, the newest where no version is named; None where there is none."""
    try:
        return hs.taxonomy.load_system(name).info
    except hs.UserError:
        return None


def _hits(wanted: str) -> list[Hit]:
    return hs.taxonomy.search(wanted, limit=30) if wanted.strip() else []


def _unknown(request: Request, wanted: str, system: str = "") -> Response:
    """A page for a code that there is not, with the nearest that there are: those of the system
    first in which it was looked for."""
    found = _hits(wanted.replace("-", " ")[:100])
    hits = sorted(found, key=lambda hit: hit.system != system)[:8]
    shown = page(request, "unknown_code.html", hits=hits)
    shown.status_code = 404
    return shown
