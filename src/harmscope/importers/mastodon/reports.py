"""A report becomes a notice, and a resolved report a closing without action.

``action_taken`` means resolved, not sanctioned: what was done stands in the strikes. Where the
input holds no strikes, a resolved report stays without an outcome.
"""

from harmscope.importers.entry import Entry
from harmscope.importers.mastodon.accounts import account_id, origin, target
from harmscope.importers.mastodon.codes import category
from harmscope.importers.scribe import Scribe
from harmscope.rules.import_ import MISSING_DECISION, UNMAPPED_CODE

CLOSED = "closed"


def translate_report(entry: Entry, scribe: Scribe) -> None:
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


def drop_closings(scribe: Scribe) -> None:
    """Without strikes nobody knows what came of resolved reports."""
    if scribe.seen["strikes"] or not scribe.seen["resolved reports"]:
        return
    scribe.journal.drop(f"reports#{CLOSED}")
    scribe.missing(MISSING_DECISION, "reports", scribe.seen["resolved reports"])


def _closed_at(entry: Entry, scribe: Scribe) -> str:
    """When the report was resolved. Old versions keep a yes or no alone: then the last change."""
    if entry.has("action_taken_at"):
        return scribe.time(entry, "action_taken_at")
    return scribe.time_or_none(entry, "updated_at") if entry.flag("action_taken") else ""


def _rules(entry: Entry, scribe: Scribe) -> dict[str, object]:
    """Categories of the instance's own rules, as the mapping file gives them."""
    ids = entry.items("rule_ids") or [str(rule.get("id")) for rule in entry.parts("rules")]
    harms: list[str] = []
    for rule in ids:
        mapped = scribe.own.harm("rules", rule)
        if mapped is None and scribe.own.maps("rules"):
            scribe.found(UNMAPPED_CODE, entry, "rule_ids")
        harms += [harm for harm in mapped or () if harm not in harms]
    return {"harms": harms} if harms else {}
