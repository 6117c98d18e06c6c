"""Lemmy: the public moderation log of 0.19 and of 1.0, and the reports of users."""

from collections.abc import Mapping
from dataclasses import dataclass

from harmscope.importers.log.entry import BadRow, Entry
from harmscope.importers.log.event_writer import EventWriter
from harmscope.importers.log.events import CaseMembers, restriction
from harmscope.importers.log.system import LogSystem
from harmscope.model.typed import Decision, Notice
from harmscope.rules.import_ import MISSING_DECISION, UNKNOWN_ROW, UNMAPPED_CODE

# What the kinds of Lemmy's moderation log do, for both of its shapes.


@dataclass(frozen=True, slots=True)
class ModAction:
    """``target`` is what is acted on; ``kind`` the action, or ``ban`` for one that may end;
    ``flag`` the member of 0.19 that is false where the action is undone. Purges name no target."""

    target: str
    kind: str
    flag: str = ""
    purge: bool = False


_POST = ModAction("post", "visibility.removed", "removed")
_COMMENT = ModAction("comment", "visibility.removed", "removed")
_COMMUNITY = ModAction("community", "visibility.removed", "removed")
_LOCK = ModAction("post", "visibility.interaction_restricted", "locked")
_BAN = ModAction("person", "ban", "banned")
_COMMUNITY_BAN = ModAction("person", "account.restricted", "banned")

ARRAYS: Mapping[str, tuple[str, ModAction | None]] = {
    "removed_posts": ("mod_remove_post", _POST),
    "locked_posts": ("mod_lock_post", _LOCK),
    "featured_posts": ("mod_feature_post", None),
    "removed_comments": ("mod_remove_comment", _COMMENT),
    "removed_communities": ("mod_remove_community", _COMMUNITY),
    "banned_from_community": ("mod_ban_from_community", _COMMUNITY_BAN),
    "banned": ("mod_ban", _BAN),
    "added_to_community": ("mod_add_community", None),
    "transferred_to_community": ("mod_transfer_community", None),
    "added": ("mod_add", None),
    "admin_purged_persons": (
        "admin_purge_person",
        ModAction("person", "account.terminated", purge=True),
    ),
    "admin_purged_communities": (
        "admin_purge_community",
        ModAction("community", "visibility.removed", purge=True),
    ),
    "admin_purged_posts": ("admin_purge_post", ModAction("post", "visibility.removed", purge=True)),
    "admin_purged_comments": (
        "admin_purge_comment",
        ModAction("comment", "visibility.removed", purge=True),
    ),
    "hidden_communities": (
        "mod_hide_community",
        ModAction("community", "visibility.demoted", "hidden"),
    ),
}
"""Arrays of 0.19: the member that holds the record, and what it does (None: no moderation of
content)."""

KINDS: Mapping[str, ModAction | None] = {
    "admin_ban": _BAN,
    "mod_ban_from_community": _COMMUNITY_BAN,
    "mod_remove_post": _POST,
    "mod_remove_comment": _COMMENT,
    "admin_remove_community": _COMMUNITY,
    "mod_lock_post": _LOCK,
    "mod_lock_comment": ModAction("comment", "visibility.interaction_restricted"),
    "mod_warn_post": ModAction("person", "account.warned"),
    "mod_warn_comment": ModAction("person", "account.warned"),
    "admin_purge_person": ModAction("person", "account.terminated", purge=True),
    "admin_purge_community": ModAction("community", "visibility.removed", purge=True),
    "admin_purge_post": ModAction("post", "visibility.removed", purge=True),
    "admin_purge_comment": ModAction("comment", "visibility.removed", purge=True),
    "admin_add": None,
    "mod_add_to_community": None,
    "mod_transfer_community": None,
    "admin_feature_post_site": None,
    "mod_feature_post_community": None,
    "mod_change_community_visibility": None,
    "admin_allow_instance": None,
    "admin_block_instance": None,
}
"""Kinds of 1.0, and what they do."""

SUBJECTS = {"post": "content", "comment": "content", "community": "other", "person": "account"}
"""The model's kind of each target."""


# Lemmy's reasons are free text: the mapping file ties phrases to categories.


def harms(entry: Entry, writer: EventWriter, name: str = "reason") -> CaseMembers:
    """Categories of the phrases that stand in a reason, whatever their case, the longest phrase
    first. A finding where there is a reason, a mapping, and no phrase."""
    reason = entry.text(name).casefold()
    if not reason or not writer.own.maps("reasons"):
        return {}
    phrases = writer.own.harms["reasons"]
    met = sorted(
        (phrase for phrase in phrases if phrase and phrase.casefold() in reason),
        key=lambda phrase: (-len(phrase), phrase),
    )
    if not met:
        writer.finding(UNMAPPED_CODE, entry, name)
    found = list(dict.fromkeys(harm for phrase in met for harm in phrases[phrase]))
    return {"harms": found} if found else {}


# A row of the moderation log, in either shape, becomes a decision or a reversal.

_NO_MODERATION = "entry of the log that is no moderation of content"
_WITH_A_BAN = "Content removed together with a ban or purge is not in the log of 0.19"
_TAKING_CONTENT = ("person", "community")
"""Targets whose posts and comments can go with them; in 0.19 no entry says so."""
_CHILD = "child of a bulk action, counted at its parent"


def translate_array_row(entry: Entry, writer: EventWriter) -> None:
    """One row of an array of 0.19. Ids repeat across the arrays. Raises BadRow."""
    member, action = ARRAYS[entry.table]
    if action is None:
        writer.skip(_NO_MODERATION)
        return
    row = entry.inside(member) if entry.part(member) else entry
    undone = bool(action.flag) and row.answer(action.flag) is False
    if not undone and action.target in _TAKING_CONTENT:
        writer.task.hole("content_decisions", _WITH_A_BAN)
    _write(entry, row, writer, action, at="when_", ends="expires", undone=undone)


def translate_row(entry: Entry, writer: EventWriter) -> None:
    """One row of the log of 1.0, alone or in its view. Raises BadRow."""
    row = entry.inside("modlog") if entry.part("modlog") else entry
    kind = row.need("kind")
    action = KINDS.get(kind)
    if kind not in KINDS:
        writer.finding(UNKNOWN_ROW, row, "kind")
    if action is None:
        writer.skip(_NO_MODERATION if kind in KINDS else "entry of an unknown kind")
    elif row.has("bulk_action_parent_id"):
        writer.skip(_CHILD)
    else:
        undone = row.flag("is_revert")
        _write(entry, row, writer, action, at="published_at", ends="expires_at", undone=undone)


def _write(
    entry: Entry,
    row: Entry,
    writer: EventWriter,
    action: ModAction,
    *,
    at: str,
    ends: str,
    undone: bool,
) -> None:
    id_, time = row.need("id"), writer.time(row, at)
    writer.counters["log"] += 1
    subject, mark = _subject(entry, row, action, id_), _mark(entry, row, action)
    if undone:
        writer.write(entry, "reversal", id_, time, subject, marks=(mark,))
        return
    end = writer.planned(row, ends)
    kind = action.kind
    if kind == "ban":
        kind = "account.suspended" if end else "account.terminated"
    members: Decision = {"actions": [restriction(kind, end)]}
    if (children := row.number("child_count") or 0) > 0:
        members["item_count"] = children
    case: CaseMembers = {"subject_kind": SUBJECTS[action.target]}
    case |= _origin(entry, action) | harms(row, writer)
    writer.write(entry, "decision", id_, time, subject, decision=members, case=case, marks=(mark,))


def _subject(entry: Entry, row: Entry, action: ModAction, id_: str) -> str:
    """What was acted on. Purges leave nothing to name, so each is a subject of its own."""
    if action.purge:
        return f"purge {entry.table} {id_}"
    columns = {"person": ("other_person_id",)}.get(action.target, (f"{action.target}_id",))
    for name in (*columns, f"target_{action.target}_id"):
        if row.has(name):
            return f"{action.target} {row.text(name)}"
    view = entry.sub(f"target_{action.target}")
    if not view.has("id"):
        raise BadRow(f"target_{action.target}")
    return f"{action.target} {view.text('id')}"


def _mark(entry: Entry, row: Entry, action: ModAction) -> str:
    """What is put in force; bans from different communities are different things."""
    if action.kind != "account.restricted":
        return action.kind
    community = row.text("community_id") or row.text("target_community_id")
    return f"{action.kind} {community or entry.sub('target_community').text('id')}"


def _origin(entry: Entry, action: ModAction) -> CaseMembers:
    names = {"person": ("banned_person", "target_person")}.get(
        action.target, (action.target, f"target_{action.target}")
    )
    for name in names:
        local = entry.part(name).get("local")
        if isinstance(local, bool):
            return {"origin": "local" if local else "remote"}
    return {}


# A report of a user becomes a notice, and a resolved one a closing without action.
#
# Resolved does not say what was done: that stands in the moderation log. Where the input holds no
# log, a resolved report stays without an outcome.

_SUBJECT_KINDS = {
    "post": "content",
    "comment": "content",
    "private_message": "content",
    "community": "other",
}
TABLES = {f"{kind}_reports": f"{kind}_report" for kind in _SUBJECT_KINDS}
"""Lists of the API, and the member of each row that holds the report."""

KINDS_OF = {f"{kind}_reports": kind for kind in _SUBJECT_KINDS}
"""What the reports of each list are about."""

_CLOSED = "resolved"


def translate_report(entry: Entry, writer: EventWriter) -> None:
    """One report. Raises BadRow."""
    row = entry.inside(TABLES[entry.table]) if entry.part(TABLES[entry.table]) else entry
    kind = entry.table.removesuffix("_reports")
    id_, subject = row.need("id"), f"{kind} {row.need(f'{kind}_id')}"
    at = writer.time(row, "published_at" if row.has("published_at") else "published")
    changed = "updated_at" if row.has("updated_at") else "updated"
    version = row.text(changed)
    members: Notice = {"kind": "user_flag"} | writer.text(row, "reason")
    if row.has("creator_id"):
        members["reporter_key"] = writer.account(row.text("creator_id"))
    case: CaseMembers = {
        "subject_kind": _SUBJECT_KINDS[kind],
        "detection": {"source": "user_flag", "method": "report", "automated": False},
    }
    case |= harms(row, writer)
    closed = writer.time_or_none(row, changed) if row.flag("resolved") else ""
    closing = closed or ("" if row.answer("resolved") is False else None)
    writer.write(
        entry, "notice", id_, at, subject,
        notice=members, case=case, version=version, closing=closing,
    )  # fmt: skip
    if row.flag("resolved"):
        if not closed:
            raise BadRow(changed)
        writer.counters[entry.table] += 1
        writer.write(
            entry, "decision", id_, closed, subject, part=_CLOSED, version=version,
            case={"subject_kind": _SUBJECT_KINDS[kind]}, answers=((entry.table, id_),),
        )  # fmt: skip


def as_view(entry: Entry) -> list[Entry]:
    """A row out of the database, under the name of its list."""
    table = entry.table.removesuffix("_rows")
    return [entry.other(table)]


def as_listed(entry: Entry) -> list[Entry]:
    """A row of a list of 1.0, which holds reports of every kind: its table by what it holds."""
    table = next((name for name, member in TABLES.items() if entry.part(member)), entry.table)
    return [entry.other(table)]


def drop_closings(writer: EventWriter) -> None:
    """Without the log nobody knows what came of resolved reports."""
    if writer.counters["log"]:
        return
    for table in TABLES:
        writer.store.drop(f"{table}#{_CLOSED}")
        writer.input_finding(MISSING_DECISION, table, writer.counters[table])


SYSTEM = LogSystem(
    name="lemmy",
    title="Lemmy",
    schemes=("lemmy@0.19", "lemmy@1.0"),
    reads=(
        "pages of GET /api/v3/modlog (0.19)",
        "pages of the moderation log of 1.0, or its rows",
        "pages of post, comment, private message and community reports, or of all (1.0), or rows",
    ),
    columns={
        "modlog": frozenset({"modlog"}),
        "modlog_rows": frozenset({"id", "kind", "is_revert", "published_at"}),
        **{
            f"{name}_rows": frozenset({"id", f"{kind}_id", "creator_id", "resolved"})
            for name, kind in KINDS_OF.items()
        },
        **{name: frozenset({member}) for name, (member, _) in ARRAYS.items()},
        **{name: frozenset({member}) for name, member in TABLES.items()},
    },
    pages={
        "modlog": "modlog",
        "items": "modlog",
        "reports": "reports",
        **{name: name for name in ARRAYS},
        **{name: name for name in TABLES},
    },
    translate={
        "modlog": translate_row,
        "modlog_rows": translate_row,
        **dict.fromkeys(ARRAYS, translate_array_row),
        **dict.fromkeys(TABLES, translate_report),
    },
    explode={
        "modlog": as_listed,
        "reports": as_listed,
        **{f"{name}_rows": as_view for name in TABLES},
    },
    finish=drop_closings,
    capabilities=(
        "visibility_restrictions",
        "interaction_restriction",
        "account_restrictions",
        "user_flags",
    ),
    not_recorded=(
        ("appeals", "Lemmy keeps no appeals"),
        ("automation", "The log does not tell bots from people"),
        ("language", "The log does not say in what language an item is"),
        ("reach", "Lemmy does not record views"),
        ("orders", "Lemmy has no record of orders of authorities"),
    ),
    choices=(
        (
            "What is one measure?",
            "One entry of the log. A bulk action is one, with item_count children; its children "
            "are not counted again. Version 1.0 leaves them out of its pages unless asked for.",
        ),
        (
            "Are communities and accounts of other servers counted?",
            "Yes, with origin remote where the log says so.",
        ),
        (
            "What is a ban?",
            "From the server: the account suspended, or terminated where no end is given. From one "
            "community: the account restricted.",
        ),
        (
            "What does a resolved report mean?",
            "That it was closed. It was acted on where the log has an entry on the same item; "
            "where the input holds no log, what came of it is not known, with a finding.",
        ),
        ("Which flags count as notices under law?", "None: every report is a user flag."),
        ("On which ground was decided?", "Not said: reasons are free text."),
        (
            "Which category does a reason have?",
            "That of the phrases in the mapping file that stand in it; without one, none.",
        ),
    ),
)
