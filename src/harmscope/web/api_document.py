"""The API under ``/api/v1`` as one router, and the OpenAPI document that describes it."""

from functools import cache
from typing import Any, Final

from fastapi import APIRouter, FastAPI

from harmscope import __version__
from harmscope.web import (
    api_catalogue,
    api_jobs,
    api_library,
    api_publications,
    api_registry,
    api_work,
)
from harmscope.web.problem_details import MEDIA

_ABOUT: Final = """Check, import and report moderation records, read and compare published reports,
and hand submissions in to a registry.

Whatever takes longer than a request is a job: the answer is 202 with the job, which says how far it
is and, once it is done, which files it wrote. Errors are problem details (RFC 9457) with a member
`fix` that says what to do. Members may be added to answers; none is taken away."""

_TAGS: Final = {
    "start": "What there is.",
    "work": "Work on files: each answer is a job.",
    "jobs": "How far work is, and what it gave.",
    "library": "Reports that are kept to compare them.",
    "catalogue": "Categories, codes, rules and schemas; open to anybody.",
    "registry": "Submissions to a registry, their receipts, and publications.",
}
_GONE: Final = ("HTTPValidationError", "ValidationError")

routes = APIRouter(prefix="/api/v1")
for part in (api_jobs, api_work, api_library, api_catalogue, api_registry, api_publications):
    routes.include_router(part.routes)


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    app = FastAPI(
        title="harmscope",
        version=__version__,
        summary="Platform moderation logs, transparency reports and a registry for regulators.",
        description=_ABOUT.replace("\n", " ").replace("  ", "\n\n"),
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_tags=[{"name": name, "description": words} for name, words in _TAGS.items()],
        servers=[{"url": "/"}],
    )
    app.include_router(routes)
    made: dict[str, Any] = app.openapi()
    for path in made["paths"].values():
        for operation in path.values():
            _mend(operation)
    for name in _GONE:
        made["components"]["schemas"].pop(name, None)
    return made


def _mend(operation: dict[str, Any]) -> None:
    """Errors are problem details; the summary is the first sentence of the description."""
    first, _, rest = operation.pop("description").partition(". ")
    operation["summary"] = first.rstrip(".")
    if rest:
        operation["description"] = rest
    for parameter in operation.get("parameters", []):
        _mend_parameter(parameter)
    answers = dict(sorted(operation["responses"].items()))
    operation["responses"] = answers
    for status, answer in answers.items():
        if int(status) >= 400:
            answer["content"] = {MEDIA: answer["content"]["application/json"]}
        elif answer["description"] == "Successful Response":
            answer["description"] = "The answer."
    if "401" in answers:
        way = {"schema": {"type": "string"}, "description": "How to come in: Bearer."}
        answers["401"]["headers"] = {"WWW-Authenticate": way}


def _mend_parameter(parameter: dict[str, Any]) -> None:
    """What stands in an address or a header is never null."""
    schema = parameter["schema"]
    schema.pop("description", None)
    values = [one for one in schema.pop("anyOf", []) if one != {"type": "null"}]
    for one in values:
        schema.update(one)
