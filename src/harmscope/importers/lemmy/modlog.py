"""A row of the moderation log, in either shape, becomes a decision or a reversal."""

from harmscope.importers.entry import BadRow, Entry
from harmscope.importers.lemmy.deeds import ARRAYS, KINDS, SUBJECTS, Deed
from harmscope.importers.lemmy.reasons import harms
from harmscope.importers.scribe import Scribe
from harmscope.importers.times import shown
from harmscope.rules.import_ import UNKNOWN_ROW

_NO_MODERATION = "entry of the log that is no moderation of content"
_CHILD = "child of a bulk action, counted at its parent"


def translate_array_row(entry: Entry, scribe: Scribe) -> None:
    """One row of an array of 0.19. Ids repeat across the arrays. Raises BadRow."""
    member, deed = ARRAYS[entry.table]
    if deed is None:
        scribe.skip(_NO_MODERATION)
        return
    row = entry.sub(member) if entry.part(member) else entry
    undone = bool(deed.flag) and row.data.get(deed.flag) is False
    _write(entry, row, scribe, deed, at="when_", ends="expires", undone=undone)


def translate_row(entry: Entry, scribe: Scribe) -> None:
    """One row of the log of 1.0, alone or in its view. Raises BadRow."""
    row = entry.sub("modlog") if entry.part("modlog") else entry
    kind = row.need("kind")
    deed = KINDS.get(kind)
    if kind not in KINDS:
        scribe.found(UNKNOWN_ROW, row, "kind")
    if deed is None:
        scribe.skip(_NO_MODERATION if kind in KINDS else "entry of an unknown kind")
    elif row.has("bulk_action_parent_id"):
        scribe.skip(_CHILD)
    else:
        undone = row.flag("is_revert")
        _write(entry, row, scribe, deed, at="published_at", ends="expires_at", undone=undone)


def _write(
    entry: Entry, row: Entry, scribe: Scribe, deed: Deed, *, at: str, ends: str, undone: bool
) -> None:
    id_, time = row.need("id"), scribe.time(row, at)
    scribe.seen["log"] += 1
    subject, mark = _subject(entry, row, deed, id_), _mark(entry, row, deed)
    if undone:
        scribe.event(entry, "reversal", id_, time, subject, marks=(mark,))
        return
    end = scribe.time_or_none(row, ends)
    kind = deed.kind
    if kind == "ban":
        kind = "account.suspended" if end else "account.terminated"
    action = {"kind": kind} | ({"ends_at": shown(end)} if end else {})
    members: dict[str, object] = {"actions": [action]}
    children = row.data.get("child_count")
    if isinstance(children, int) and children > 0:
        members["item_count"] = children
    case: dict[str, object] = {"subject_kind": SUBJECTS[deed.target]}
    case |= _origin(entry, deed) | harms(row, scribe)
    scribe.event(entry, "decision", id_, time, subject, members=members, case=case, marks=(mark,))


def _subject(entry: Entry, row: Entry, deed: Deed, id_: str) -> str:
    """What was acted on. Purges leave nothing to name, so each is a subject of its own."""
    if deed.purge:
        return f"purge {entry.table} {id_}"
    columns = {"person": ("other_person_id",)}.get(deed.target, (f"{deed.target}_id",))
    for name in (*columns, f"target_{deed.target}_id"):
        if row.has(name):
            return f"{deed.target} {row.text(name)}"
    view = entry.sub(f"target_{deed.target}")
    if not view.has("id"):
        raise BadRow(f"target_{deed.target}")
    return f"{deed.target} {view.text('id')}"


def _mark(entry: Entry, row: Entry, deed: Deed) -> str:
    """What is put in force; bans from different communities are different things."""
    if deed.kind != "account.restricted":
        return deed.kind
    community = row.text("community_id") or row.text("target_community_id")
    return f"{deed.kind} {community or entry.sub('target_community').text('id')}"


def _origin(entry: Entry, deed: Deed) -> dict[str, object]:
    names = {"person": ("banned_person", "target_person")}.get(
        deed.target, (deed.target, f"target_{deed.target}")
    )
    for name in names:
        local = entry.part(name).get("local")
        if isinstance(local, bool):
            return {"origin": "local" if local else "remote"}
    return {}
