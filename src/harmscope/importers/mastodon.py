"""Mastodon: reports, strikes and appeals, from the admin API, webhooks or the database."""

from harmscope.errors import UserError
from harmscope.importers.log.entry import BadRow, Entry
from harmscope.importers.log.event_writer import EventWriter, with_own
from harmscope.importers.log.events import CaseMembers
from harmscope.importers.log.system import LogSystem
from harmscope.model.typed import Action, Decision, Native, Notice
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


def origin(entry: Entry) -> CaseMembers:
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


def category(entry: Entry, writer: EventWriter) -> list[Native]:
    """The category of a report as native codes. Raises BadRow where the row has none."""
    written = entry.need("category")
    code = _CATEGORIES.get(written, written)
    return with_own(writer.code(entry, "category", SCHEME, code, other="other"), code)


def action(entry: Entry, writer: EventWriter) -> str:
    """The name of a strike's action; empty, with a finding, where the list does not have it.
    Raises BadRow where there is none."""
    written = entry.need("action")
    name = _ACTIONS.get(written, written)
    if name in _ACTIONS.values():
        return name
    writer.finding(UNMAPPED_CODE, entry, "action")
    return ""


# A report becomes a notice, and a resolved report a closing without action.
#
# ``action_taken`` means resolved, not sanctioned: what was done stands in the strikes. Where the
# input holds no strikes, a resolved report stays without an outcome.

CLOSED = "closed"


def translate_report(entry: Entry, writer: EventWriter) -> None:
    """One report. Raises BadRow."""
    id_, at, subject = entry.need("id"), writer.time(entry, "created_at"), target(entry)
    native = category(entry, writer) if entry.has("category") else []
    posts = len(entry.items("status_ids")) or len(entry.parts("statuses"))
    members: Notice = {"kind": "legal_notice" if _is_legal(native) else "user_flag"}
    members |= {"item_count": posts} if posts else {}
    if reporter := account_id(entry, "account"):
        members["reporter_key"] = writer.account(reporter)
    case: CaseMembers = {
        "subject_kind": "content" if posts else "account",
        "detection": {"source": members["kind"], "method": "report", "automated": False},
    }
    case |= {"native": native} if native else {}
    case |= origin(entry) | _rules(entry, writer)
    version = entry.text("updated_at")
    members |= writer.text(entry, "comment")
    closed = _closed_at(entry, writer)
    writer.write(
        entry, "notice", id_, at, subject,
        notice=members, case=case, version=version, closing=closed, apart=True,
    )  # fmt: skip
    writer.counters["reports"] += 1
    if closed:
        writer.counters["resolved reports"] += 1
        writer.write(
            entry, "decision", id_, closed, subject,
            part=CLOSED, answers=(("reports", id_),), version=version, case=origin(entry),
        )  # fmt: skip


def _is_legal(native: list[Native]) -> bool:
    return any(one["code"] == "legal" for one in native)


def explode_webhook(entry: Entry) -> list[Entry]:
    """The report inside a webhook ``report.created`` or ``report.updated``; other webhooks are of
    no table."""
    if not entry.text("event").startswith("report."):
        return [entry.other("")]
    return [entry.other("reports", entry.part("object"), f"{entry.pointer}/object")]


def drop_closings(writer: EventWriter) -> None:
    """Without strikes nobody knows what came of resolved reports."""
    if writer.counters["strikes"] or not writer.counters["resolved reports"]:
        return
    writer.store.drop(f"reports#{CLOSED}")
    writer.input_finding(MISSING_DECISION, "reports", writer.counters["resolved reports"])


def _closed_at(entry: Entry, writer: EventWriter) -> str | None:
    """When the report was resolved, empty where it is open. Old versions keep a yes or no alone:
    then the last change. None where the row does not say."""
    if entry.has("action_taken_at"):
        return writer.time(entry, "action_taken_at")
    if not {"action_taken", "action_taken_at"} & entry.data.keys():
        return None
    return writer.time_or_none(entry, "updated_at") if entry.flag("action_taken") else ""


def _rules(entry: Entry, writer: EventWriter) -> CaseMembers:
    """Categories of the instance's own rules, as the mapping file gives them."""
    ids = entry.items("rule_ids") or [str(rule.get("id")) for rule in entry.parts("rules")]
    harms: list[str] = []
    for rule in ids:
        mapped = writer.own.harm("rules", rule)
        if mapped is None and writer.own.maps("rules"):
            writer.finding(UNMAPPED_CODE, entry, "rule_ids")
        harms += [harm for harm in mapped or () if harm not in harms]
    return {"harms": harms} if harms else {}


# A ``Flag`` activity, as Mastodon, Lemmy and mbin send it, becomes a notice.
#
# Mastodon gives a list of account and posts and the words in ``content``; Lemmy one address and
# the words in ``summary``; mbin both members. The activity has no time, and the sender is the
# instance, not the person: the time of receipt has to stand beside it, as ``received_at`` or
# ``published``.


def translate_flag(entry: Entry, writer: EventWriter) -> None:
    """One activity. Raises BadRow."""
    if entry.text("type") != "Flag":
        writer.skip("activity that is no Flag")
        return
    at = writer.time(entry, "received_at" if entry.has("received_at") else "published")
    addresses = entry.items("object") or [entry.need("object")]
    posts = len(addresses) - 1
    members: Notice = {"kind": "user_flag"}
    members |= {"item_count": posts} if posts else {}
    members |= writer.text(entry, "content") or writer.text(entry, "summary")
    case: CaseMembers = {
        "subject_kind": "content" if posts else "other",
        "native": [writer.code(entry, "type", SCHEME, "other", other="other")],
        "detection": {"source": "user_flag", "method": "report", "automated": False},
    }
    writer.counters["flags"] += 1
    writer.write(
        entry, "notice", entry.need("id"), at, f"address {min(addresses)}",
        notice=members, case=case,
    )  # fmt: skip


def explode_wrapped(entry: Entry) -> list[Entry]:
    """The activity that lies beside its time of receipt."""
    data = entry.part("activity") | {"received_at": entry.text("received_at")}
    return [entry.other("flags", data, f"{entry.pointer}/activity")]


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
_UNKNOWN: Action = {"kind": "visibility.other", "other": "action that is not in the code list"}
_ON_POSTS = {"mark_statuses_as_sensitive", "delete_statuses"}
"""Only these act on the posts that a strike names; the others name them as evidence."""


def translate_strike(entry: Entry, writer: EventWriter) -> None:
    """One strike. Raises BadRow."""
    id_, at, subject = entry.need("id"), writer.time(entry, "created_at"), target(entry)
    name, version = action(entry, writer), entry.text("updated_at")
    posts = entry.items("status_ids") if name in _ON_POSTS else []
    members: Decision = {"actions": [{"kind": _KINDS[name]} if name else _UNKNOWN]}
    members |= {"item_count": len(posts)} if posts else {}
    # Mastodon has no strikes by machine: where a moderator stands, a person decided.
    members |= {"automation": "none"} if account_id(entry, "account") else {}
    case = {"subject_kind": "content" if name in _ON_POSTS else "account"} | origin(entry)
    # A strike without a report answers none, unless one was closed with it.
    names = ("reports", entry.text("report_id")) if "report_id" in entry.data else None
    writer.write(
        entry, "decision", id_, at, subject,
        decision=members, case=case, version=version, names=names,
    )  # fmt: skip
    writer.counters["strikes"] += 1
    if overruled := writer.time_or_none(entry, "overruled_at"):
        writer.write(
            entry, "reversal", id_, overruled, subject,
            part="overruled", target=("account_warnings", id_), version=version,
        )  # fmt: skip


# An appeal against a strike, and what came of it.


def translate_appeal(entry: Entry, writer: EventWriter) -> None:
    """One appeal. The account that appeals is the one that got the strike. Raises BadRow."""
    id_, at = entry.need("id"), writer.time(entry, "created_at")
    account, version = subject(entry.need("account_id")), entry.text("updated_at")
    strike = ("account_warnings", entry.need("account_warning_id"))
    told = {"approved_at", "rejected_at"} <= entry.data.keys()
    writer.write(
        entry, "appeal", id_, at, account,
        target=strike, version=version, case={"subject_kind": "account"},
        appeal={} if told else {"outcome": "unknown"},
    )  # fmt: skip
    for column, outcome in (("approved_at", "granted"), ("rejected_at", "denied")):
        if closed := writer.time_or_none(entry, column):
            writer.write(
                entry, "appeal_end", id_, closed, account,
                part="closed", target=("appeals", id_), appeal={"outcome": outcome},
                version=version,
            )  # fmt: skip
            return


def _finish(writer: EventWriter) -> None:
    """Raises UserError where one report may stand in the input twice."""
    if writer.counters["flags"] and writer.counters["reports"]:
        raise UserError(
            "the sources",
            "they hold Flag activities and reports; a report from another server is both",
            "import the one or the other",
        )
    drop_closings(writer)


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
        "account_warnings": tuple(
            frozenset({"id", "action", "created_at", account})
            for account in ("target_account_id", "target_account")
        ),
        "reports": tuple(
            frozenset({"id", "created_at", account, own})
            for account in ("target_account_id", "target_account")
            for own in ("category", "action_taken", "action_taken_at", "forwarded", "comment")
        ),
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
            "That it was closed. It was acted on where a strike names it, or was given when it was "
            "closed; where the input holds no strikes, what came of it is not known, with a "
            "finding.",
        ),
        (
            "Which reports does a strike answer?",
            "The one that it names, and those of the account that were closed with it. A report "
            "that is open stays pending. Where strikes name no reports, all that were closed after "
            "it.",
        ),
        ("On which ground was decided?", "Not said: strikes do not name a rule or a law."),
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
