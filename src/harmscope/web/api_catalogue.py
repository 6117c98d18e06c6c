"""The API for anybody: categories, systems of codes, rules, schemas. No token is asked for."""

from dataclasses import asdict
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from harmscope import rules as catalogue
from harmscope.rules.lists import allowed_codes
from harmscope.schemagen import listed, named
from harmscope.taxonomy import describe, harm
from harmscope.taxonomy.lookup import search
from harmscope.web.api_answers import PUBLIC, Known, cacheable, found, problems
from harmscope.web.api_catalogue_models import (
    CategoryList,
    CategoryRow,
    CategoryShown,
    CodeShown,
    CodesShown,
    HitList,
    HitShown,
    RuleList,
    RuleRow,
    RuleShown,
    SchemaList,
    SchemaRow,
    SystemList,
    SystemRow,
    SystemShown,
)
from harmscope.web.problem_details import Problem

API = "/api/v1"
routes = APIRouter(tags=["catalogue"], responses=PUBLIC)


def _named_in(examples: list[str], about: str) -> object:
    """What stands of a name in an address, with an example of it."""
    return Path(max_length=200, examples=examples, description=about)


# Categories and codes.


@routes.get("/taxonomy", operation_id="listCategories", response_model=CategoryList)
def list_categories(request: Request, known: Known = None) -> Response:
    """List the categories of the harm taxonomy."""
    del known
    scheme = harm()
    rows = [
        CategoryRow(
            id=one.id,
            parent=one.parent,
            label=one.label,
            definition=one.definition,
            sensitive=one.sensitive,
            status=one.status,
            url=f"{API}/taxonomy/{one.id}",
        )
        for one in scheme.categories.values()
    ]
    return cacheable(request, CategoryList(taxonomy=f"harm@{scheme.version}", categories=rows))


@routes.get("/taxonomy/search", operation_id="searchCodes", response_model=HitList)
def search_codes(
    request: Request,
    q: Annotated[str, Query(max_length=200, description="What people call it.", examples=["hate"])],
    limit: Annotated[int, Query(ge=1, le=100, description="So many at most.")] = 20,
    known: Known = None,
) -> Response:
    """Find categories and codes by what people call them; typos are forgiven."""
    del known
    hits = [
        HitShown(**asdict(one), url=f"{API}/taxonomy/{quote(f'{one.system}:{one.key}', safe='@:')}")
        for one in search(q, limit)
    ]
    return cacheable(request, HitList(hits=hits))


@routes.get(
    "/taxonomy/{code:path}",
    operation_id="showCode",
    response_model=CodesShown,
    responses=problems(404),
)
def show_code(
    request: Request,
    code: Annotated[
        str,
        _named_in(
            ["hate", "dsa@v2:KEYWORD_HATE_SPEECH"],
            "The id of a category, or a code of a system as CODE or SYSTEM[@VERSION]:CODE.",
        ),
    ],
    known: Known = None,
) -> Response:
    """Show what a code means, its boundary cases, and its names elsewhere."""
    del known
    shown = found(lambda: describe.show(code))
    return cacheable(
        request,
        CodesShown(
            categories=[CategoryShown.model_validate(one) for one in shown if "id" in one],
            codes=[CodeShown.model_validate(one) for one in shown if "id" not in one],
        ),
    )


@routes.get("/systems", operation_id="listSystems", response_model=SystemList)
def list_systems(request: Request, known: Known = None) -> Response:
    """List the systems of codes."""
    del known
    rows = [
        SystemRow.model_validate({**one, "url": f"{API}/systems/{one['system']}"})
        for one in describe.describe_systems()
    ]
    return cacheable(request, SystemList(systems=rows))


@routes.get(
    "/systems/{name}",
    operation_id="showSystem",
    response_model=SystemShown,
    responses=problems(404),
)
def show_system(
    request: Request,
    name: Annotated[
        str, _named_in(["dsa@v2", "garm"], "SYSTEM@VERSION, or SYSTEM for its newest version.")
    ],
    known: Known = None,
) -> Response:
    """Show a system with all its codes."""
    del known
    shown = found(lambda: describe.describe_system(name))
    return cacheable(request, SystemShown.model_validate(shown))


# Rules and schemas.


@routes.get("/rules", operation_id="listRules", response_model=RuleList)
def list_rules(request: Request, known: Known = None) -> Response:
    """List every kind of finding."""
    del known
    rows = [RuleRow.model_validate(one.as_dict()) for one in catalogue.CATALOGUE.values()]
    return cacheable(request, RuleList(rules=rows))


@routes.get(
    "/rules/{code}", operation_id="showRule", response_model=RuleShown, responses=problems(404)
)
def show_rule(
    request: Request,
    code: Annotated[str, _named_in(["HS101", "date_not_real"], "Its code or its slug.")],
    known: Known = None,
) -> Response:
    """Show a kind of finding: what is wrong, why it matters, how to mend it."""
    del known
    rule = found(lambda: catalogue.find(code))
    lists = [one.as_dict() for one in allowed_codes(rule.code)]
    return cacheable(request, RuleShown.model_validate({**rule.as_dict(), "lists": lists}))


@routes.get("/schemas", operation_id="listSchemas", response_model=SchemaList)
def list_schemas(request: Request, known: Known = None) -> Response:
    """List the JSON Schemas of the kinds of records."""
    del known
    rows = []
    for one in listed():
        name = f"{one['kind']}@{one['version']}"
        row = {**one, "name": name, "url": f"{API}/schemas/{name}"}
        rows.append(SchemaRow.model_validate(row))
    return cacheable(request, SchemaList(schemas=rows))


_SCHEMA = "application/schema+json"


@routes.get(
    "/schemas/{name}",
    operation_id="showSchema",
    response_class=Response,
    responses={
        200: {
            "description": "A JSON Schema, 2020-12.",
            "content": {_SCHEMA: {"schema": {"type": "object"}}},
        },
        **problems(404),
    },
)
def show_schema(
    request: Request,
    name: Annotated[
        str,
        _named_in(["incident@1.0", "incident"], "KIND@VERSION, or KIND for its newest version."),
    ],
    known: Known = None,
) -> Response:
    """Give a JSON Schema."""
    del known
    rows = listed()
    names = {f"{one['kind']}@{one['version']}": f"{one['kind']}@{one['version']}" for one in rows}
    names |= {str(one["kind"]): str(one["kind"]) for one in rows}
    if name not in names:
        raise Problem(404, "There is no schema of that name.", f"see {API}/schemas")
    return cacheable(request, named(names[name]), _SCHEMA)
