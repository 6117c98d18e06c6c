"""Mastodon: reports, strikes and appeals, from the admin API, webhooks or the database."""

from harmscope.errors import UserError
from harmscope.importers.log.entry import BadRow, Entry
from harmscope.importers.log.event_writer import EventWriter
from harmscope.importers.log.system import LogSystem
from harmscope.rules.import_ import MISSING_DECISION, UNMAPPED_CODE

# Accounts in Mastodon's rows: an id in the database, a whole account in the API.


def account_id(entry: Entry, name: str) -> str:
    """Id of the account under ``name`` (API) or ``name_id`` (database); empty where none is."""
    return entry.text(f"{name}_id") or entry.sub(name).text("id")


def target(entry: Entry) -> str:
    """What reports, strikes and appeals of one account are folded under. Raises BadRow."""
    id_ = account_id(entry, "target_account")
    if not id_:
        raise BadRow("target_account_id")
    return subject(id_)


def subject(id_: str) -> str:
    """The name of an account as a subject."""
    return f"account {id_}"


def origin(entry: Entry) -> dict[str, object]:
    """The member ``origin`` where the API says from which server the account is."""
    account = entry.sub("target_account")
    if "domain" not in account.data:
        return {}
    return {"origin": "remote" if account.has("domain") else "local"}


# Mastodon's codes: names in the API, numbers in the database.

SCHEME = "mastodon@4"

_CATEGORIES = {"0": "other", "1000": "spam", "1500": "legal", "2000": "violation"}
_ACTIONS = {
    "0": "none",
    "1000": "disable",
    "1250": "mark_statuses_as_sensitive",
    "1500": "delete_statuses",
    "2000": "sensitive",
    "3000": "silence",
    "4000": "suspend",
}


def category(entry: Entry, scribe: EventWriter) -> dict[str, str]:
    """The category of a report as a native code."""
    written = entry.text("category") or "other"
    code = _CATEGORIES.get(written, written)
    return scribe.code(entry, "category", SCHEME, code, other="other")


def action(entry: Entry) -> str:
    """The name of a strike's action. Raises BadRow."""
    written = entry.need("action")
    name = _ACTIONS.get(written, written)
    if name not in _ACTIONS.values():
        raise BadRow("action")
    return name


# A report becomes a notice, and a resolved report a closing without action.
#
# ``action_taken`` means resolved, not sanctioned: what was done stands in the strikes. Where the
# input holds no strikes, a resolved report stays without an outcome.

CLOSED = "closed"


def translate_report(entry: Entry, scribe: EventWriter) -> None:
    """One report. Raises BadRow."""
    id_, at, subject = entry.need("id"), scribe.time(entry, "created_at"), target(entry)
    native = category(entry, scribe)
    posts = len(entry.items("status_ids")) or len(entry.parts("statuses"))
    members: dict[str, object] = {
        "kind": "legal_notice" if native["code"] == "legal" else "user_flag"
    }
    members |= {"item_count": posts} if posts else {}
    if reporter := account_id(entry, "account"):
        members["reporter_key"] = scribe.account(reporter)
    case: dict[str, object] = {
        "subject_kind": "content" if posts else "account",
        "native": [native],
        "detection": {"source": members["kind"], "method": "report", "automated": False},
    }
    case |= origin(entry) | _rules(entry, scribe)
    version = entry.text("updated_at")
    members |= scribe.text(entry, "comment")
    scribe.event(entry, "notice", id_, at, subject, members=members, case=case, version=version)
    scribe.seen["reports"] += 1
    if closed := _closed_at(entry, scribe):
        scribe.seen["resolved reports"] += 1
        scribe.event(
            entry, "decision", id_, closed, subject,
            part=CLOSED, answers=(("reports", id_),), version=version, case=origin(entry),
        )  # fmt: skip


def explode_webhook(entry: Entry) -> list[Entry]:
    """The report inside a webhook ``report.created`` or ``report.updated``."""
    inner = entry.sub("object")
    return [Entry("reports", inner.data, inner.file, inner.line, inner.offset, inner.pointer)]


def drop_closings(scribe: EventWriter) -> None:
    """Without strikes nobody knows what came of resolved reports."""
    if scribe.seen["strikes"] or not scribe.seen["resolved reports"]:
        return
    scribe.journal.drop(f"reports#{CLOSED}")
    scribe.missing(MISSING_DECISION, "reports", scribe.seen["resolved reports"])


def _closed_at(entry: Entry, scribe: EventWriter) -> str:
    """When the report was resolved. Old versions keep a yes or no alone: then the last change."""
    if entry.has("action_taken_at"):
        return scribe.time(entry, "action_taken_at")
    return scribe.time_or_none(entry, "updated_at") if entry.flag("action_taken") else ""


def _rules(entry: Entry, scribe: EventWriter) -> dict[str, object]:
    """Categories of the instance's own rules, as the mapping file gives them."""
    ids = entry.items("rule_ids") or [str(rule.get("id")) for rule in entry.parts("rules")]
    harms: list[str] = []
    for rule in ids:
        mapped = scribe.own.harm("rules", rule)
        if mapped is None and scribe.own.maps("rules"):
            scribe.found(UNMAPPED_CODE, entry, "rule_ids")
        harms += [harm for harm in mapped or () if harm not in harms]
    return {"harms": harms} if harms else {}


# A ``Flag`` activity, as Mastodon, Lemmy and mbin send it, becomes a notice.
#
# Mastodon gives a list of account and posts and the words in ``content``; Lemmy one address and
# the words in ``summary``; mbin both members. The activity has no time, and the sender is the
# instance, not the person: the time of receipt has to stand beside it, as ``received_at`` or
# ``published``.


def translate_flag(entry: Entry, scribe: EventWriter) -> None:
    """One activity. Raises BadRow."""
    if entry.text("type") != "Flag":
        scribe.skip("activity that is no Flag")
        return
    at = scribe.time(entry, "received_at" if entry.has("received_at") else "published")
    addresses = entry.items("object") or [entry.need("object")]
    posts = len(addresses) - 1
    members: dict[str, object] = {"kind": "user_flag"}
    members |= {"item_count": posts} if posts else {}
    members |= scribe.text(entry, "content") or scribe.text(entry, "summary")
    case: dict[str, object] = {
        "subject_kind": "content" if posts else "other",
        "native": [scribe.code(entry, "type", SCHEME, "other", other="other")],
        "detection": {"source": "user_flag", "method": "report", "automated": False},
    }
    scribe.seen["flags"] += 1
    scribe.event(
        entry, "notice", entry.need("id"), at, f"address {min(addresses)}",
        members=members, case=case,
    )  # fmt: skip


def explode_wrapped(entry: Entry) -> list[Entry]:
    """The activity that lies beside its time of receipt."""
    data = entry.part("activity") | {"received_at": entry.text("received_at")}
    pointer = f"{entry.pointer}/activity"
    return [Entry("flags", data, entry.file, entry.line, entry.offset, pointer)]


# A strike becomes a decision; where it was overruled, a reversal as well.

_KINDS = {
    "none": "account.warned",
    "disable": "account.suspended",
    "mark_statuses_as_sensitive": "visibility.labelled",
    "delete_statuses": "visibility.removed",
    "sensitive": "visibility.labelled",
    "silence": "visibility.demoted",
    "suspend": "account.suspended",
}
_ON_POSTS = {"mark_statuses_as_sensitive", "delete_statuses"}
"""Only these act on the posts that a strike names; the others name them as evidence."""


def translate_strike(entry: Entry, scribe: EventWriter) -> None:
    """One strike. Raises BadRow."""
    id_, at, subject = entry.need("id"), scribe.time(entry, "created_at"), target(entry)
    name, version = action(entry), entry.text("updated_at")
    posts = entry.items("status_ids") if name in _ON_POSTS else []
    members: dict[str, object] = {"actions": [{"kind": _KINDS[name]}]}
    members |= {"item_count": len(posts)} if posts else {}
    # Mastodon has no strikes by machine: where a moderator stands, a person decided.
    members |= {"automation": "none"} if account_id(entry, "account") else {}
    case = {"subject_kind": "content" if name in _ON_POSTS else "account"} | origin(entry)
    scribe.event(entry, "decision", id_, at, subject, members=members, case=case, version=version)
    scribe.seen["strikes"] += 1
    if overruled := scribe.time_or_none(entry, "overruled_at"):
        scribe.event(
            entry, "reversal", id_, overruled, subject,
            part="overruled", target=("account_warnings", id_), version=version,
        )  # fmt: skip


# An appeal against a strike, and what came of it.


def translate_appeal(entry: Entry, scribe: EventWriter) -> None:
    """One appeal. The account that appeals is the one that got the strike. Raises BadRow."""
    id_, at = entry.need("id"), scribe.time(entry, "created_at")
    account, version = subject(entry.need("account_id")), entry.text("updated_at")
    strike = ("account_warnings", entry.need("account_warning_id"))
    scribe.event(entry, "appeal", id_, at, account, target=strike, version=version)
    for column, outcome in (("approved_at", "granted"), ("rejected_at", "denied")):
        if closed := scribe.time_or_none(entry, column):
            scribe.event(
                entry, "appeal_end", id_, closed, account,
                part="closed", target=("appeals", id_), members={"outcome": outcome},
                version=version,
            )  # fmt: skip
            return


# What the Mastodon importer reads, cannot know, and decides by itself.


def _finish(scribe: EventWriter) -> None:
    """Raises UserError where one report may stand in the input twice."""
    if scribe.seen["flags"] and scribe.seen["reports"]:
        raise UserError(
            "the sources",
            "they hold Flag activities and reports; a report from another server is both",
            "import the one or the other",
        )
    drop_closings(scribe)


SYSTEM = LogSystem(
    name="mastodon",
    title="Mastodon",
    schemes=(SCHEME,),
    reads=(
        "reports of GET /api/v1/admin/reports, or webhooks report.created and report.updated",
        "the tables reports, account_warnings and appeals as CSV or JSON",
        "ActivityPub Flag activities with received_at or published, as Mastodon, Lemmy, mbin send",
    ),
    columns={
        "appeals": frozenset({"id", "account_warning_id", "account_id", "created_at"}),
        "webhooks": frozenset({"event", "object", "created_at"}),
        "reports": frozenset({"id", "category", "created_at"}),
        "account_warnings": frozenset({"id", "action", "created_at"}),
        "wrapped_flags": frozenset({"activity", "received_at"}),
        "flags": frozenset({"id", "type", "actor", "object"}),
    },
    pages={
        "reports": "reports",
        "account_warnings": "account_warnings",
        "appeals": "appeals",
    },
    translate={
        "reports": translate_report,
        "account_warnings": translate_strike,
        "appeals": translate_appeal,
        "flags": translate_flag,
    },
    explode={"webhooks": explode_webhook, "wrapped_flags": explode_wrapped},
    finish=_finish,
    capabilities=(
        "visibility_restrictions",
        "demotion",
        "labelling",
        "account_restrictions",
        "user_flags",
        "legal_notices",
        "internal_complaints",
    ),
    not_recorded=(
        ("detection", "Mastodon records reports by people; nothing detects by itself"),
        ("language", "Reports and strikes do not say in what language the posts are"),
        ("reach", "Mastodon does not record views"),
        ("orders", "Mastodon has no record of orders of authorities"),
    ),
    choices=(
        (
            "Which flags count as notices under law?",
            "Reports of the category legal. All others are user flags.",
        ),
        (
            "What is one measure?",
            "One strike, with item_count posts where it marks or deletes posts. Posts that other "
            "strikes name are evidence and not counted.",
        ),
        (
            "What does a resolved report mean?",
            "That it was closed. It was acted on where a strike on the account followed; where the "
            "input holds no strikes, it is left pending, with a finding.",
        ),
        ("Which reports does a strike answer?", "All that are open on the account."),
        (
            "Are accounts of other servers counted?",
            "Yes, with origin remote where the API says so; tables do not say.",
        ),
        (
            "When is a strike reversed?",
            "When it was overruled. Deleted posts do not come back by that.",
        ),
    ),
)


# Mastodon: reports, strikes and appeals, from the admin API, webhooks or the database.
