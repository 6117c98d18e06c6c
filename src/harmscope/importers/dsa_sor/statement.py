"""One statement of reasons becomes one incident record."""

import re

from harmscope.importers.dsa_sor.cells import Cells
from harmscope.importers.dsa_sor.codes import table
from harmscope.importers.dsa_sor.decision import decision, described
from harmscope.importers.dsa_sor.natives import V1, V2, Coded, coded, only_in
from harmscope.model.kinds import CURRENT

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,509}")
_EAN = re.compile(r"[0-9]{13}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")
_CHANGE = "2025-07-01"
_LISTS = ("facets.target",)
_OF_ACCOUNTS = ("account.", "service.")
IMPORTER = "dsa-sor"


def is_statement(data: dict[str, object]) -> bool:
    """Whether a row has what only statements of reasons have."""
    return "category" in data and "decision_ground" in data


def incident(cells: Cells, service: str, digest: str, *, keep_text: bool) -> dict[str, object]:
    """The record, members in the order of the model. ``service`` is taken where no platform is
    named; ``digest`` is that of the source row."""
    id_ = identifier(cells) or f"row-{digest[:32]}"
    codes = _codes(cells)
    cells.faults += codes.faults
    taken = decision(cells, id_, keep_text=keep_text)
    parts: dict[str, object] = {
        "record": "incident",
        "version": CURRENT["incident"],
        "incident_id": id_,
        "service": cells.label("platform_name") or service,
        "subject_kind": _subject(taken),
        "account_type": cells.mapped("account_type"),
        "native": [dict(native) for native in codes.native],
        "harm": _harm(codes),
        "facets": _facets(taken),
        "content": _content(cells, keep_text=keep_text),
        "depicted": {},
        "consent": {},
        "generation": _generation(cells),
        "detection": _detection(cells, keep_text=keep_text),
        "decisions": [taken],
        "source": _source(cells, digest),
    }
    _imply(parts, codes)
    return {name: part for name, part in parts.items() if part not in ("", [], {})}


def identifier(cells: Cells) -> str:
    """The id given by the database, else the platform's own; empty where neither can be one."""
    for name in ("uuid", "puid", "platform_uid"):
        text = cells.text(name)
        if _ID.fullmatch(text):
            return text
    return ""


def _codes(cells: Cells) -> Coded:
    category = cells.text("category")
    additional = cells.codes("category_addition")
    keywords = cells.codes("category_specification")
    scheme = _scheme(cells, (category, *additional, *keywords))
    return coded(scheme, category, additional, keywords)


def _scheme(cells: Cells, codes: tuple[str, ...]) -> str:
    """The version in force: by the day of filing, else by columns and codes, else by the day of
    application."""
    filed = cells.time("created_at")
    if filed:
        return V1 if filed < _CHANGE else V2
    if cells.has("content_id") or cells.has("content_id_ean") or only_in(V2, codes):
        return V2
    if only_in(V1, codes):
        return V1
    applied = cells.moment("application_date")
    return V1 if applied and applied < _CHANGE else V2


def _subject(taken: dict[str, object]) -> str:
    actions = taken.get("actions")
    kinds = [str(action["kind"]) for action in actions] if isinstance(actions, list) else []
    return (
        "account" if kinds and all(kind.startswith(_OF_ACCOUNTS) for kind in kinds) else "content"
    )


def _harm(codes: Coded) -> dict[str, object]:
    if not codes.harms:
        return {}
    primary, *also = codes.harms
    return {"primary": primary} | ({"also": also} if also else {})


def _facets(taken: dict[str, object]) -> dict[str, object]:
    legality = {"law": "illegal", "terms": "policy"}.get(str(taken.get("ground")))
    return {"legality": legality} if legality else {}


def _content(cells: Cells, *, keep_text: bool) -> dict[str, object]:
    medium = cells.all_mapped("content_type", "other")
    language = cells.matching("content_language", _LANGUAGE).lower()
    parts: dict[str, object] = {
        "medium": medium,
        "medium_other": described(cells, "content_type_other", keep_text=keep_text)
        if "other" in medium
        else "",
        "languages": [language] if language else [],
        "created_at": cells.moment("content_date"),
        "product_id": _product(cells),
    }
    return {name: part for name, part in parts.items() if part not in ("", [])}


def _product(cells: Cells) -> str:
    inner = cells.inner("content_id", "EAN-13")
    return cells.matching("content_id_ean", _EAN) or inner.matching("EAN-13", _EAN)


def _generation(cells: Cells) -> dict[str, object]:
    codes = (*cells.codes("content_type"), *cells.codes("category_specification"))
    said = next((told for code in codes if (told := table("synthetic").get(code))), "")
    return {"ai_involvement": said} if said else {}


def _detection(cells: Cells, *, keep_text: bool) -> dict[str, object]:
    parts: dict[str, object] = {
        "source": cells.mapped("source_type") or "unknown",
        "automated": cells.answer("automated_detection"),
        "notifier": cells.label("source_identity") if keep_text else "",
    }
    return {name: part for name, part in parts.items() if part not in ("", None)}


def _source(cells: Cells, digest: str) -> dict[str, object]:
    own = cells.label("platform_uid") or cells.label("puid")
    parts: dict[str, object] = {
        "id": identifier(cells),
        "digest": digest,
        "importer": IMPORTER,
        "reference": own if own != identifier(cells) else "",
        "filed_at": cells.time("created_at"),
    }
    return {name: part for name, part in parts.items() if part}


def _imply(parts: dict[str, object], codes: Coded) -> None:
    """Write what the codes imply where the statement itself says nothing."""
    for path, value in codes.implied:
        outer, _, inner = path.partition(".")
        part = parts.get(outer)
        if isinstance(part, dict):
            part.setdefault(inner, [value] if path in _LISTS else value)
