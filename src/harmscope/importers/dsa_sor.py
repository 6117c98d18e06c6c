"""Statements of reasons of the EU's DSA Transparency Database, in every shape they come in.

The daily dump (full or light, CSV or Parquet, zip of zips), old and new schema, and what is sent
to the API: one statement, a list, or ``{"statements": […]}``.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import orjson

from harmscope.canonical import canonical
from harmscope.errors import UserError
from harmscope.formats.rows import Row
from harmscope.importers.columns import Book, Columns, EqualRows
from harmscope.importers.contract import FOREIGN, ReadyRecord, Table, Task
from harmscope.importers.dsa_sor_cells import V1, V2, Cells, Coded, code_table, coded, only_in
from harmscope.importers.dsa_sor_memo import CHANGE, FACTS, ID, IDS, Memo
from harmscope.importers.platform_codes import imply
from harmscope.importers.row_caps import note_cuts
from harmscope.importers.timestamps import is_before
from harmscope.model.base import filled
from harmscope.model.kinds import CURRENT
from harmscope.model.typed import (
    Action,
    Content,
    Decision,
    Detection,
    Facets,
    Generation,
    Harm,
    Incident,
    Source,
)
from harmscope.rules.import_ import AGGREGATE, CONTRADICTION, EQUAL_ROWS, NO_ID, NO_STATEMENT
from harmscope.taxonomy.standards import is_country

# Column of the codes, column of the end, column of the free text for "other".
_DIMENSIONS = (
    ("decision_visibility", "end_date_visibility_restriction", "decision_visibility_other"),
    ("decision_monetary", "end_date_monetary_restriction", "decision_monetary_other"),
    ("decision_provision", "end_date_service_restriction", ""),
    ("decision_account", "end_date_account_restriction", ""),
)
_CATCH_ALL = {
    "decision_visibility": "visibility.other",
    "decision_monetary": "monetary.other",
    "decision_provision": "visibility.other",
    "decision_account": "account.restricted",
}
WITHHELD = "described at the source"
"""Stands for a description that is free text and was not kept."""
UNDESCRIBED = "not described at the source"
"""Stands for a description that the source lacks, or for a code that it does not list."""


def decision(cells: Cells, incident_id: str, *, keep_text: bool) -> Decision:
    """The decision as a record has it; members in the order of the model."""
    ground = cells.mapped("decision_ground")
    parts: Decision = {
        "id": f"{incident_id}:1",
        "applied_at": cells.moment("application_date"),
        "ground": ground,
    }
    if ground == "law":
        parts["legal_basis"] = cells.label("illegal_content_legal_ground")
    if ground == "terms":
        parts["policy_ref"] = cells.label("incompatible_content_ground")
    if ground == "terms" and (illegal := cells.answer("incompatible_content_illegal")) is not None:
        parts["also_illegal"] = illegal
    if keep_text:
        parts["policy_url"] = cells.label("decision_ground_reference_url")
        parts["keyword_other"] = cells.label("category_specification_other")
    parts["actions"] = _actions(cells, keep_text=keep_text)
    parts["automation"] = cells.mapped("automated_decision")
    parts["territory"] = cells.listed("territorial_scope", is_country)
    if keep_text:
        parts["facts"] = cells.label("decision_facts", FACTS)
    return filled(parts)


def described(cells: Cells, column: str, *, keep_text: bool) -> str:
    """What a code "other" stands for: the text where it is kept, else that there was one."""
    text = cells.label(column)
    return text if keep_text or not text else WITHHELD


def _actions(cells: Cells, *, keep_text: bool) -> list[Action]:
    found: list[Action] = []
    for column, end, other in _DIMENSIONS:
        ends_at = cells.moment(end)
        text = described(cells, other, keep_text=keep_text) if other else ""
        for kind in cells.all_mapped(column, _CATCH_ALL.get(column, "")):
            action: Action = {"kind": kind}
            if ends_at:
                action["ends_at"] = ends_at
            if kind.endswith(".other"):
                action["other"] = text or UNDESCRIBED
            found.append(action)
    return found


_EAN = re.compile(r"[0-9]{13}(?:\.0)?")
_OF_ACCOUNTS = ("account.", "service.")
IMPORTER = "dsa-sor"


def is_statement(data: dict[str, object]) -> bool:
    """Whether a row has what only statements of reasons have."""
    return "category" in data and "decision_ground" in data


def incident(
    cells: Cells, service: str, digest: str, *, keep_text: bool, place: int = 1
) -> Incident:
    """The record, members in the order of the model. ``service`` is taken where no platform is
    named; ``digest`` is that of the source row. Of equal rows without an id, ``place`` says which
    this one is."""
    id_ = identifier(cells) or f"row-{digest[:32]}" + (f"-{place}" if place > 1 else "")
    codes = _codes(cells)
    cells.faults += codes.faults
    taken = decision(cells, id_, keep_text=keep_text)
    parts: Incident = {
        "record": "incident",
        "version": CURRENT["incident"],
        "incident_id": id_,
        "service": cells.label("platform_name") or service,
        "subject_kind": _subject(taken),
        "account_type": cells.mapped("account_type"),
        "native": [native.copy() for native in codes.native],
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
    imply(parts, codes.implied)
    _settle_dates(parts, taken, cells)
    return filled(parts)


def _settle_dates(record: Incident, taken: Decision, cells: Cells) -> None:
    """Leave out dates that contradict the day on which the decision was applied."""
    applied = taken.get("applied_at", "")
    if not applied:
        return
    for action in taken.get("actions", ()):
        if "ends_at" in action and is_before(action["ends_at"], applied):
            del action["ends_at"]
            cells.faults.append((CONTRADICTION, "application_date"))
    content = record.get("content", Content())
    if "created_at" in content and is_before(applied, content["created_at"]):
        del content["created_at"]
        cells.faults.append((CONTRADICTION, "content_date"))
    source = record["source"]
    if "filed_at" in source and is_before(source["filed_at"], applied):
        del source["filed_at"]
        cells.faults.append((CONTRADICTION, "created_at"))


def identifier(cells: Cells) -> str:
    """The id given by the database, else the platform's own; empty where neither can be one."""
    for name in IDS:
        text = cells.text(name)
        if ID.fullmatch(text):
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
        return V1 if filed < CHANGE else V2
    if cells.has("content_id") or cells.has("content_id_ean") or only_in(V2, codes):
        return V2
    if only_in(V1, codes):
        return V1
    applied = cells.moment("application_date")
    return V1 if applied and applied < CHANGE else V2


def _subject(taken: Decision) -> str:
    kinds = [action["kind"] for action in taken.get("actions", [])]
    of_accounts = bool(kinds) and all(kind.startswith(_OF_ACCOUNTS) for kind in kinds)
    return "account" if of_accounts else "content"


def _harm(codes: Coded) -> Harm:
    if not codes.harms:
        return {}
    primary, *also = codes.harms
    return {"primary": primary, "also": also} if also else {"primary": primary}


def _facets(taken: Decision) -> Facets:
    legality = {"law": "illegal", "terms": "policy"}.get(taken.get("ground", ""))
    return {"legality": legality} if legality else {}


def _content(cells: Cells, *, keep_text: bool) -> Content:
    medium = cells.all_mapped("content_type", "other")
    language = cells.language("content_language")
    parts: Content = {
        "medium": medium,
        "medium_other": described(cells, "content_type_other", keep_text=keep_text) or UNDESCRIBED
        if "other" in medium
        else "",
        "languages": [language] if language else [],
        "created_at": cells.moment("content_date"),
        "product_id": _product(cells),
    }
    return filled(parts)


def _product(cells: Cells) -> str:
    inner = cells.inner("content_id", "EAN-13")
    return cells.matching("content_id_ean", _EAN)[:13] or inner.matching("EAN-13", _EAN)


def _generation(cells: Cells) -> Generation:
    codes = (*cells.codes("content_type"), *cells.codes("category_specification"))
    synthetic = code_table("synthetic")
    involvement = next((synthetic[code] for code in codes if code in synthetic), "")
    return {"ai_involvement": involvement} if involvement else {}


def _detection(cells: Cells, *, keep_text: bool) -> Detection:
    found: Detection = {"source": cells.mapped("source_type") or "unknown"}
    if (automated := cells.answer("automated_detection")) is not None:
        found["automated"] = automated
    if keep_text and (notifier := cells.label("source_identity")):
        found["notifier"] = notifier
    return found


def _source(cells: Cells, digest: str) -> Source:
    own = cells.label("platform_uid") or cells.label("puid")
    parts: Source = {
        "id": identifier(cells),
        "digest": digest,
        "importer": IMPORTER,
        "reference": own if own != identifier(cells) else "",
        "filed_at": cells.time("created_at"),
    }
    return filled(parts)


@dataclass(frozen=True, slots=True)
class DsaSor:
    """The importer ``dsa-sor``."""

    name: str = IMPORTER
    reads: str = "statements of reasons: the EU database's dumps, or what its API takes"
    schemes: tuple[str, ...] = (V1, V2)
    lists: frozenset[str] = frozenset({"statements"})
    capabilities: tuple[str, ...] = ()

    @property
    def not_recorded(self) -> Mapping[str, str]:
        """Parts that statements do not hold, and why."""
        return code_table("not_recorded")

    @property
    def choices(self) -> Mapping[str, str]:
        """How what statements leave open is answered."""
        return code_table("choices")

    def records(self, tables: Iterator[Table], task: Task) -> Iterator[Incident]:
        """One incident a statement. Raises UserError where no service is known."""
        for one in self.ready(tables, task):
            if isinstance(one, ReadyRecord):
                record: Incident = orjson.loads(one.line)
                yield record
            else:
                yield one

    def ready(self, tables: Iterator[Table], task: Task) -> Iterator[Incident | ReadyRecord]:
        """As :meth:`records`, those of known kinds of statement written already."""
        task.without_mapping(self.name)
        task.without_key(self.name)
        book = Book()
        memo = Memo(incident, task.service, keep_text=task.keep_text)
        with EqualRows() as equal:
            for table in tables:
                columns = book.columns(table.name, "")
                columns.read.update(_KNOWN)
                for row in table.rows:
                    if not is_statement(row.data):
                        task.skip(FOREIGN)
                        task.finding(NO_STATEMENT, table, row)
                    elif counted := _counted(row.data):
                        task.skip("aggregate, not a statement")
                        task.finding(AGGREGATE, table, row, counted)
                    else:
                        columns.take(row.data)
                        digest = _digest(row)
                        known = memo.record(row.data, digest, columns)
                        if known is None:
                            yield _record(table, row, task, columns, equal, digest=digest)
                            continue
                        for rule, column in known[1]:
                            task.finding(rule, table, row, column)
                        yield known[0]
        task.notes.update(dict(book.notes()))
        note_cuts(self.name, book, task)


DSA_SOR = DsaSor()

_COUNTS = frozenset(
    {
        *("count", "counts", "cnt", "n", "nb", "num", "number", "total", "sum", "quantity"),
        *("freq", "frequency", "anzahl", "nombre", "cantidad"),
    }
)
_COUNTED = frozenset(
    {
        *("statement", "statements", "sor", "sors", "row", "rows", "record", "records"),
        *("decision", "decisions", "of", "all", "star", "entries", "items"),
    }
)
_SIZES = frozenset({"size", "statements", "rows", "0"})
"""Words of which the name of a column is made, by which a table says how many statements a row
stands for, and names that do so by themselves (``0`` and ``size`` are what pandas writes)."""


@cache
def _is_count(name: str) -> bool:
    words = set(re.findall(r"[^\W_]+", name.lower()))
    if len(words) == 1 and words <= _SIZES:
        return True
    return bool(words & _COUNTS) and words <= _COUNTS | _COUNTED


_KNOWN = frozenset(
    {
        *(column for triple in _DIMENSIONS for column in triple),
        *("uuid", "puid", "platform_uid", "platform_name", "created_at", "account_type"),
        *("decision_ground", "decision_ground_reference_url", "illegal_content_legal_ground"),
        *("illegal_content_explanation", "incompatible_content_ground"),
        *("incompatible_content_explanation", "incompatible_content_illegal"),
        *("category", "category_addition", "category_specification"),
        *("category_specification_other", "content_type", "content_type_other"),
        *("content_language", "content_date", "content_id", "content_id_ean"),
        *("territorial_scope", "application_date", "decision_facts", "source_type"),
        *("source_identity", "automated_detection", "automated_decision"),
    }
)
"""Columns of a statement; the choices say which of them are left out."""


def _counted(data: dict[str, object]) -> str:
    """The column that says that a row stands for several statements; empty where none does."""
    if any(data.get(name) for name in ("uuid", "puid", "platform_uid")):
        return ""
    return next((name for name in data if name not in _KNOWN and _is_count(name)), "")


def _record(
    table: Table, row: Row, task: Task, columns: Columns, equal: EqualRows, *, digest: str
) -> Incident:
    cells = Cells(row.data, columns)
    place = 1
    if not identifier(cells):
        task.finding(NO_ID, table, row)
        place = equal.place(table.name, digest)
        if place > 1:
            task.finding(EQUAL_ROWS, table, row)
    record = incident(cells, task.service, digest, keep_text=task.keep_text, place=place)
    if "service" not in record:
        fix = 'write service = "NAME" into a file and give it as --dataset'
        raise UserError(table.name, "the statements name no platform", fix)
    # Some cells are read more than once; a fault is one fault.
    for rule, column in {
        (rule.code, column): (rule, column) for rule, column in cells.faults
    }.values():
        task.finding(rule, table, row, column)
    return record


def _digest(row: Row) -> str:
    """SHA-256 of the row of a table as it stands in the file; of JSON, over its content, so that
    the order of members and spaces do not matter."""
    raw = row.raw
    if raw is None or raw.lstrip().startswith(b"{"):
        raw = canonical(row.data)
    return hashlib.sha256(raw).hexdigest()
