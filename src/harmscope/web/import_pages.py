"""Import: a platform's log becomes records; a table of one's own is mapped in the page first."""

import io
import json
from copy import deepcopy
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from harmscope.api.importing import importable
from harmscope.api.table_form import (
    Answers,
    answers_text,
    checked_mapping,
    codes_for,
    columns_of,
    dataset_text,
    draft_answers,
    field_groups,
    many_fields,
    words_of,
)
from harmscope.errors import UserError
from harmscope.formats.door import read_bytes
from harmscope.rules import CATALOGUE
from harmscope.web import jobs
from harmscope.web.accounts import Account
from harmscope.web.asking import Form, OfTenant, Sent, shelves_of, signed_in
from harmscope.web.guard import session_of
from harmscope.web.job_pages import SHOWN, OfJob, job_asked
from harmscope.web.jobs import Job
from harmscope.web.platform_tasks import DRAFT
from harmscope.web.problem_details import Problem
from harmscope.web.uploads import Tenant
from harmscope.web.views import page

routes = APIRouter(include_in_schema=False)
Platform = Annotated[Account, Depends(signed_in("platform"))]
TABLE: Final = "mapping"
"""The system of somebody's own table."""

TRIAL: Final = 100
"""So many rows a trial reads."""

_SAME: Final = 3
"""Fields of which the value is the same for every row, at most, that the page asks for."""


@routes.get("/import")
def import_page(request: Request, account: Platform) -> HTMLResponse:
    """The page to pick a system and to drop its log on."""
    last = jobs.listed(shelves_of(request), account.tenant, ("import", "draft"), most=10)
    return page(request, "import.html", systems=importable(), own=TABLE, last=last)


@routes.post("/import")
def import_asked(request: Request, account: Platform, tenant: OfTenant, form: Sent) -> Response:
    """Keep the files; a table of one's own is drafted first, all else is imported."""
    system = form.text("system")
    if system not in {one.name for one in importable()}:
        raise Problem(422, "It is not said what the files are.", "pick a system in the form")
    upload = form.uploaded("files", tenant)
    mapping = form.uploaded("mapping", tenant) if form.has_files("mapping") else None
    asked = {
        "upload": upload.id,
        "files": [str(path) for path in upload.paths],
        "system": system,
        "mapping": None if mapping is None else str(mapping.paths[0]),
        "dataset": _dataset(form, tenant),
        "keep_text": bool(form.text("keep_text")),
        "by": account.id,
    }
    return job_asked(request, account, "draft" if system == TABLE else "import", asked)


def _dataset(form: Form, tenant: Tenant) -> str | None:
    """The file with what no log says of itself, where anything of it was given."""
    if form.has_files("dataset"):
        return str(form.uploaded("dataset", tenant).paths[0])
    names = ("service", "operator", "first", "last")
    given = [form.text(name) for name in names]
    laws = [one for one in form.text("laws").replace(",", " ").split() if one]
    if bool(given[2]) != bool(given[3]):
        raise UserError("days", "one of the two days is missing", "give the first and the last day")
    complete = bool(form.text("complete"))
    if not any(given) and not laws and not complete:
        return None
    text = dataset_text(given[0], given[1], given[2], given[3], laws, complete=complete)
    return str(tenant.take([("dataset.toml", io.BytesIO(text.encode()))]).paths[0])


# The mapping of a table as a form.


@routes.post("/import/mapping/{job}")
def mapping_answered(
    request: Request, account: Platform, tenant: OfTenant, found: OfJob, form: Sent
) -> Response:
    """What was answered about a table: show its words anew, save the mapping, or run the import."""
    if found.task != "draft" or found.state != jobs.DONE:
        raise Problem(404, "There is no such draft.", "start again from Import")
    draft = _draft(tenant, found)
    answers = _answers(form, draft)
    text = answers_text(answers)
    if form.text("act") == "save":
        headers = {"Content-Disposition": 'attachment; filename="mapping.toml"'}
        return Response(text, media_type="application/toml", headers=headers)
    if form.text("act") not in ("run", "try"):
        return page(request, "job_draft.html", job=found, **_asking(request, found, draft, answers))
    trial = form.text("act") == "try"
    if trial and not _can_be_tried(draft):
        raise Problem(422, "This table cannot be tried.", "import it whole")
    kept = tenant.take([("mapping.toml", io.BytesIO(text.encode()))])
    try:
        checked_mapping(kept.paths[0])
    except UserError as error:
        tenant.drop(kept)
        more = _asking(request, found, draft, answers)
        shown = page(request, "job_draft.html", job=found, **{**more, "fault": error})
        shown.status_code = 422
        return shown
    asked = {**found.asked, "mapping": str(kept.paths[0]), "draft": found.id, "by": account.id}
    if trial:
        asked["first_rows"] = TRIAL
    return job_asked(request, account, "import", asked)


def _can_be_tried(draft: dict[str, Any]) -> bool:
    """Whether the first rows mean something alone: rows of other files may belong to any row."""
    rows: int = draft["rows"]
    return rows > TRIAL and all(table["kind"] != "file" for table in draft["tables"])


@routes.post("/import/whole/{job}")
def import_whole(
    request: Request, account: Platform, tenant: OfTenant, found: OfJob, form: Sent
) -> Response:
    """Import the whole table of a trial with the same mapping."""
    del form
    files = [*found.asked.get("files", ()), found.asked.get("mapping") or ""]
    if found.task != "import" or not all(tenant.holds(str(one)) for one in files):
        raise Problem(404, "There is no such trial.", "start again from Import")
    asked = {name: value for name, value in found.asked.items() if name != "first_rows"}
    return job_asked(request, account, "import", {**asked, "by": account.id})


def _draft(tenant: Tenant, job: Job) -> dict[str, Any]:
    path = tenant.job_folder(job.id) / "out" / DRAFT
    found: dict[str, Any] = json.loads(read_bytes(path))
    return found


def _shown(request: Request, tenant: Tenant, job: Job) -> dict[str, Any]:
    """The form as it was guessed, or as it was answered for the import that the address names."""
    draft = _draft(tenant, job)
    answers = draft_answers(draft)
    wanted = request.query_params.get("from")
    run = jobs.find(shelves_of(request), tenant.id, wanted) if wanted else None
    if run is not None and run.asked.get("draft") == job.id and tenant.holds(run.asked["mapping"]):
        answers = draft_answers({"text": read_bytes(Path(run.asked["mapping"])).decode()})
    return _asking(request, job, draft, answers)


SHOWN["draft"] = _shown


def _imported(request: Request, tenant: Tenant, job: Job) -> dict[str, Any]:
    del request, tenant
    rules = {str(one["rule"]) for one in job.outcome["rules"]}
    return {"titles": {name: CATALOGUE[name].what for name in rules if name in CATALOGUE}}


SHOWN["import"] = _imported


def _asking(request: Request, job: Job, draft: dict[str, Any], answers: Answers) -> dict[str, Any]:
    words, account = words_of(draft, answers), session_of(request).account
    mine = account is not None and account.id == job.asked.get("by")
    constants = list(answers.get("constants", {}).items())[:_SAME]
    return {
        "draft": draft,
        "answers": answers,
        "columns": [columns_of(answers, table) for table in draft["tables"]],
        "groups": field_groups(),
        "many": many_fields(),
        "words": words,
        "codes": {field: codes_for(field) for field in words},
        "times": answers.get("times", {}),
        "constants": constants + [("", "")] * (_SAME - len(constants)),
        "mine": mine,
        "trial": TRIAL if _can_be_tried(draft) else 0,
        "titles": {name: about for group in field_groups().values() for name, about in group},
        "fault": None,
    }


def _answers(form: Form, draft: dict[str, Any]) -> Answers:
    """The mapping that a form says, over what it does not ask for."""
    before = draft_answers(draft)
    answers: Answers = {"mapping": "1.0", "from": "table"}
    tables = draft["tables"]
    answers["columns"] = _columns(form, tables[0], 0)
    answers["times"] = _times(form)
    splits = {
        column["name"]: mark
        for number, table in enumerate(tables)
        for place, column in enumerate(table["columns"])
        if (mark := form.text(f"split.{number}.{place}"))
        and set(form.text(f"field.{number}.{place}").split(",")) & set(many_fields())
    }
    given = zip(form.texts("same.field"), form.texts("same.value"), strict=False)
    parts = {
        "splits": splits,
        "constants": {field: value for field, value in given if field},
        "values": _values(form, draft),
        "flags": before.get("flags", {}),
    }
    answers |= {name: part for name, part in parts.items() if part}
    for name in ("filters",):
        if name in before:
            answers[name] = before[name]
    more = [_more(form, table, number, before) for number, table in enumerate(tables) if number]
    if any(more):
        answers["more"] = [one for one in more if one]
    return answers


def _columns(form: Form, table: dict[str, Any], number: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for place, column in enumerate(table["columns"]):
        fields = form.text(f"field.{number}.{place}").split(",")
        found[column["name"]] = fields[0] if len(fields) == 1 else fields
    return found


def _more(form: Form, table: dict[str, Any], number: int, before: Answers) -> dict[str, Any]:
    columns = _columns(form, table, number)
    if not any(columns.values()):
        return {}
    last = table["name"].replace("\\", "/").rpartition("/")[2]
    own = {table["kind"]: table["name"] if table["kind"] == "list" else last}
    more: list[Answers] = before.get("more", [])
    known = next((one for one in more if own.items() <= one.items()), {})
    keyed = {"key": table["key"]} if table["key"] else {}
    return {**deepcopy(known), **own, **keyed, "columns": columns}


def _times(form: Form) -> dict[str, Any]:
    forms = [line.strip() for line in form.text("formats").splitlines() if line.strip()]
    forms += [one for one in form.texts("order") if one and one not in forms]
    found: dict[str, Any] = {"formats": forms} if forms else {}
    for name in ("zone", "repeated_hour"):
        if form.text(name):
            found[name] = form.text(name)
    return found


def _values(form: Form, draft: dict[str, Any]) -> dict[str, Any]:
    whole = {
        _plain(word): word
        for table in draft["tables"]
        for column in table["columns"]
        for word in column["words"] or ()
    }
    found: dict[str, Any] = {}
    for name in form.names():
        field = name.removeprefix("word.")
        if field == name:
            continue
        pairs = zip(form.texts(name), form.texts(f"code.{field}"), strict=False)
        found[field] = {
            whole.get(_plain(word), word): code.split(",") if "," in code else code
            for word, code in pairs
        }
    return found


def _plain(word: str) -> str:
    """A word as a browser sends it back, whatever it does to its line ends."""
    return " ".join(word.split())
