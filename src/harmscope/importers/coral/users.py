"""The history in a user's status: suspensions, bans, warnings, comments held before showing."""

from harmscope.importers.entry import Entry
from harmscope.importers.scribe import Scribe
from harmscope.importers.times import shown

_TABLES = {
    "suspension": "suspensions",
    "ban": "bans",
    "warning": "warnings",
    "premod": "premoderations",
}


def explode_user(entry: Entry) -> list[Entry]:
    """The rows of a user's history; the user alone where there is none."""
    status = entry.sub("status")
    rows = []
    for name, table in _TABLES.items():
        for row in status.sub(name).inner("history", table):
            data = row.data | {"userID": entry.text("id")}
            rows.append(Entry(table, data, row.file, row.line, row.offset, row.pointer))
    return rows or [Entry("idle_users", {}, entry.file, entry.line, entry.offset, entry.pointer)]


def skip_user(entry: Entry, scribe: Scribe) -> None:
    """A user on whom nothing was imposed."""
    scribe.skip("user without a measure")


def translate_suspension(entry: Entry, scribe: Scribe) -> None:
    """One suspension, and its end where it was lifted early. Raises BadRow."""
    span = entry.sub("from")
    at = scribe.time(
        span if span.has("start") else entry, "start" if span.has("start") else "createdAt"
    )
    end = scribe.time_or_none(span, "finish")
    action: dict[str, object] = {"kind": "account.suspended"}
    action |= {"ends_at": shown(end)} if end else {}
    _decision(entry, scribe, at, action, "suspension")
    if entry.has("modifiedAt"):
        lifted = scribe.time(entry, "modifiedAt")
        scribe.event(
            entry, "reversal", _id(entry), lifted, _subject(entry),
            part="lifted", target=("suspensions", _id(entry)),
        )  # fmt: skip


def translate_ban(entry: Entry, scribe: Scribe) -> None:
    """One ban set or lifted. A ban from some sites alone restricts the account. Raises BadRow."""
    kind = "account.restricted" if entry.items("siteIDs") else "account.terminated"
    _switch(entry, scribe, kind, "ban")


def translate_premoderation(entry: Entry, scribe: Scribe) -> None:
    """Comments held before showing: set or lifted. Raises BadRow."""
    _switch(entry, scribe, "account.restricted", "premod")


def translate_warning(entry: Entry, scribe: Scribe) -> None:
    """One warning. Raises BadRow."""
    if not entry.flag("active"):
        scribe.skip("acknowledgement of a warning")
        return
    _decision(entry, scribe, scribe.time(entry, "createdAt"), {"kind": "account.warned"}, "warning")


def _switch(entry: Entry, scribe: Scribe, kind: str, mark: str) -> None:
    at = scribe.time(entry, "createdAt")
    if entry.flag("active"):
        _decision(entry, scribe, at, {"kind": kind}, mark)
    else:
        scribe.event(entry, "reversal", _id(entry), at, _subject(entry), marks=(mark,))


def _decision(entry: Entry, scribe: Scribe, at: str, action: dict[str, object], mark: str) -> None:
    members: dict[str, object] = {"actions": [action]}
    members |= {"automation": "none"} if entry.has("createdBy") else {}
    case: dict[str, object] = {"subject_kind": "account"}
    subject = _subject(entry)
    scribe.event(
        entry, "decision", _id(entry), at, subject, members=members, case=case, marks=(mark,)
    )


def _subject(entry: Entry) -> str:
    return f"user {entry.need('userID')}"


def _id(entry: Entry) -> str:
    """Id of a row of the history; old rows have none."""
    return entry.text("id") or f"{entry.need('userID')} {entry.need('createdAt')}"
