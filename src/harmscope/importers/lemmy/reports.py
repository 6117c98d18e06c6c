"""A report of a user becomes a notice, and a resolved one a closing without action.

Resolved does not say what was done: that stands in the moderation log. Where the input holds no
log, a resolved report stays without an outcome.
"""

from harmscope.importers.entry import BadRow, Entry
from harmscope.importers.lemmy.reasons import harms
from harmscope.importers.scribe import Scribe
from harmscope.rules.import_ import MISSING_DECISION

_KINDS = {
    "post": "content",
    "comment": "content",
    "private_message": "content",
    "community": "other",
}
TABLES = {f"{kind}_reports": f"{kind}_report" for kind in _KINDS}
"""Lists of the API, and the member of each row that holds the report."""

KINDS_OF = {f"{kind}_reports": kind for kind in _KINDS}
"""What the reports of each list are about."""

_CLOSED = "resolved"


def translate_report(entry: Entry, scribe: Scribe) -> None:
    """One report. Raises BadRow."""
    row = entry.sub(TABLES[entry.table]) if entry.part(TABLES[entry.table]) else entry
    kind = entry.table.removesuffix("_reports")
    id_, subject = row.need("id"), f"{kind} {row.need(f'{kind}_id')}"
    at = scribe.time(row, "published_at" if row.has("published_at") else "published")
    changed = "updated_at" if row.has("updated_at") else "updated"
    version = row.text(changed)
    members: dict[str, object] = {"kind": "user_flag"} | scribe.text(row, "reason")
    if row.has("creator_id"):
        members["reporter_key"] = scribe.account(row.text("creator_id"))
    case: dict[str, object] = {
        "subject_kind": _KINDS[kind],
        "detection": {"source": "user_flag", "method": "report", "automated": False},
    }
    case |= harms(row, scribe)
    scribe.event(entry, "notice", id_, at, subject, members=members, case=case, version=version)
    if row.flag("resolved"):
        closed = scribe.time_or_none(row, changed)
        if not closed:
            raise BadRow(changed)
        scribe.seen[entry.table] += 1
        scribe.event(
            entry, "decision", id_, closed, subject, part=_CLOSED, version=version,
            case={"subject_kind": _KINDS[kind]}, answers=((entry.table, id_),),
        )  # fmt: skip


def as_view(entry: Entry) -> list[Entry]:
    """A row out of the database, under the name of its list."""
    table = entry.table.removesuffix("_rows")
    return [Entry(table, entry.data, entry.file, entry.line, entry.offset, entry.pointer)]


def as_listed(entry: Entry) -> list[Entry]:
    """A row of a list of 1.0, which holds reports of every kind: its table by what it holds."""
    table = next((name for name, member in TABLES.items() if entry.part(member)), entry.table)
    return [Entry(table, entry.data, entry.file, entry.line, entry.offset, entry.pointer)]


def drop_closings(scribe: Scribe) -> None:
    """Without the log nobody knows what came of resolved reports."""
    if scribe.seen["log"]:
        return
    for table in TABLES:
        scribe.journal.drop(f"{table}#{_CLOSED}")
        scribe.missing(MISSING_DECISION, table, scribe.seen[table])
