"""ROOST Coop: the warehouse's tables and the list of recent decisions."""

import re
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from harmscope.errors import UserError
from harmscope.importers.log.entry import BadRow, Entry
from harmscope.importers.log.event_writer import EventWriter
from harmscope.importers.log.events import CaseMembers, restriction
from harmscope.importers.log.system import LogSystem
from harmscope.importers.platform_codes import NO_ACTION, NOT_A_DECISION, REVERSAL, OwnCodes
from harmscope.importers.timestamps import from_datetime
from harmscope.model.typed import Action, Decision, Notice
from harmscope.rules.import_ import UNMAPPED_CODE

# What Coop's rows say of actions, policies and who acted.

SCHEME = "coop@2026"
UNMAPPED: Action = {
    "kind": "visibility.other",
    "other": "action of the platform that is not mapped",
}

_BY_PEOPLE = {"mrt-decision", "manual-action-run"}
_BY_RULES = {
    "post-content",
    "post-items",
    "user-rule-run",
    "retroaction",
    "submit-report",
    "submit-appeal",
    "user-strike-action-execution",
}
_BUILT_IN = {
    "Ignore": NO_ACTION,
    "Closed Automatically": NO_ACTION,
    "Accept Appeal": NOT_A_DECISION,
    "Reject Appeal": NOT_A_DECISION,
    "Move to Different Queue": NOT_A_DECISION,
    "Report to NCMEC": NOT_A_DECISION,
}
"""What Coop itself calls decisions of reviewers. The outcome of an appeal, a move to another queue
and a report to NCMEC restrict nothing."""

_AUTOMATIC = "Automatic"
"""Stands for the reviewer of what no person decided."""
_REPORTERS = {"user", "api", ""}
_OWN_REPORTERS = {"rule": True, "system": True, "moderator": False}
"""Reporters that are the service itself, and whether a machine found it: nobody asked for it."""


def effect(name: str, entry: Entry, writer: EventWriter, column: str) -> str:
    """What the action of that name does: an action kind or a special word; empty, with a finding,
    where the mapping file does not say."""
    found = writer.own.actions.get(name) or _BUILT_IN.get(name, "")
    if not found:
        writer.finding(UNMAPPED_CODE, entry, column)
    return found


def automation(entry: Entry, writer: EventWriter) -> Decision:
    """The member ``automation``: by where the action came from. ``post-actions`` can be both."""
    source = entry.text("action_source")
    if source and source not in _BY_PEOPLE | _BY_RULES | {"post-actions"}:
        writer.finding(UNMAPPED_CODE, entry, "action_source")
    if source in _BY_PEOPLE:
        return {"automation": "none"}
    return {"automation": "full"} if source in _BY_RULES else {}


def policies(entry: Entry, name: str) -> list[dict[str, str]]:
    """Policies in a cell or list: objects with id and name, or names alone. A cell that is no list
    is one name, so that what it says is not lost."""
    found = []
    listed, text = entry.listed(name), entry.text(name)
    for one in listed or ([text] if text.strip("[]{} ") else ()):
        if isinstance(one, str):
            found.append({"name": one})
        elif isinstance(one, dict):
            found.append({key: str(one[key]) for key in ("id", "name") if one.get(key)})
    return found


def harms(named: list[dict[str, str]], own: OwnCodes) -> tuple[list[str], bool]:
    """Harm ids of policies by id or name, and whether every policy is in the mapping file."""
    found: list[str] = []
    whole = True
    for policy in named:
        mapped = own.harm("policies", policy.get("id", ""))
        if mapped is None:
            mapped = own.harm("policies", policy.get("name", ""))
        whole &= mapped is not None
        found += [harm for harm in mapped or () if harm not in found]
    return found, whole


def policy_harms(
    named: list[dict[str, str]], entry: Entry, writer: EventWriter, column: str
) -> list[str]:
    """Harm ids of policies, with a finding where one is not mapped."""
    found, whole = harms(named, writer.own)
    if not whole:
        writer.finding(UNMAPPED_CODE, entry, column)
    return found


def _stated(named: list[dict[str, str]], writer: EventWriter) -> Decision:
    """The policies that a decision names, and that the terms are its ground then."""
    policy = writer.policy(", ".join(one["name"] for one in named if "name" in one))
    return {"ground": "terms"} | policy if named else policy


# A row of ``ACTION_EXECUTIONS`` becomes a decision, a reversal or nothing.

_KINDS = {"CONTENT": "content", "USER": "account", "THREAD": "other"}


def subject_of(entry: Entry, prefix: str) -> str:
    """Kind and id of an item. Raises BadRow."""
    return f"{entry.text(f'{prefix}_type_kind') or 'CONTENT'} {entry.need(f'{prefix}_id')}"


def kind_of(entry: Entry, prefix: str) -> str:
    """The model's kind of an item."""
    return _KINDS.get(entry.text(f"{prefix}_type_kind"), "other")


def _check_kind(entry: Entry, writer: EventWriter, prefix: str) -> None:
    kind = entry.text(f"{prefix}_type_kind")
    if kind and kind not in _KINDS:
        writer.finding(UNMAPPED_CODE, entry, f"{prefix}_type_kind")


def translate_execution(entry: Entry, writer: EventWriter) -> None:
    """One action on one item. Raises BadRow."""
    if entry.flag("failed"):
        writer.skip("action that failed")
        return
    does = effect(entry.need("action_name"), entry, writer, "action_name")
    if does == NOT_A_DECISION:
        writer.skip("action that is no decision, by the mapping file")
        return
    at, subject = writer.time(entry, "ts"), subject_of(entry, "item")
    id_ = f"{entry.need('correlation_id')} {entry.text('action_id')} {subject}"
    writer.counters["executions"] += 1
    _check_kind(entry, writer, "item")
    if does == REVERSAL:
        writer.write(entry, "reversal", id_, at, subject, decision=automation(entry, writer))
        return
    named = policies(entry, "policies")
    harms = policy_harms(named, entry, writer, "policies")
    members = automation(entry, writer)
    if does != NO_ACTION:
        members["actions"] = [restriction(does) if does else UNMAPPED]
    members |= _stated(named, writer)
    case: CaseMembers = {"subject_kind": kind_of(entry, "item")}
    if harms:
        case["harms"] = harms
    writer.write(entry, "decision", id_, at, subject, decision=members, case=case, opens=True)


# Rows of ``REPORTS`` become notices or detections, rows of ``APPEALS`` appeals.


def translate_report(entry: Entry, writer: EventWriter) -> None:
    """One report. Raises BadRow."""
    id_, at = entry.need("request_id"), writer.time(entry, "reported_at")
    subject = subject_of(entry, "reported_item")
    _check_kind(entry, writer, "reported_item")
    policy = [{"id": entry.text("policy_id")}] if entry.has("policy_id") else []
    harms = policy_harms(policy, entry, writer, "policy_id")
    kind = entry.text("reporter_kind").lower()
    own = _OWN_REPORTERS.get(kind)
    if own is None and kind not in _REPORTERS:
        writer.finding(UNMAPPED_CODE, entry, "reporter_kind")
    case: CaseMembers = {
        "subject_kind": kind_of(entry, "reported_item"),
        "detection": {"source": "user_flag", "method": "report", "automated": False}
        if own is None
        else {"source": "own_initiative", "automated": own},
    }
    if harms:
        case["harms"] = harms
    if own is not None:
        writer.write(entry, "detection", id_, at, subject, case=case)
        return
    members: Notice = {"kind": "user_flag"} | writer.text(entry, "reported_for_reason")
    if entry.has("reporter_user_id"):
        members["reporter_key"] = writer.account(entry.text("reporter_user_id"))
    writer.write(entry, "notice", id_, at, subject, notice=members, case=case)


def translate_appeal(entry: Entry, writer: EventWriter) -> None:
    """One appeal. What came of it never reaches the warehouse. Raises BadRow."""
    at, subject = writer.time(entry, "appealed_at"), subject_of(entry, "actioned_item")
    case: CaseMembers = {"subject_kind": kind_of(entry, "actioned_item")}
    writer.write(
        entry, "appeal", entry.need("appeal_id"), at, subject,
        case=case, appeal={"outcome": "unknown"},
    )  # fmt: skip


# A row of the "Recent decisions" CSV becomes a decision on a job of the review queue.
#
# Times are UTC in the form ``MM/DD/YY hh:mm:ss AM``, with a plain or a narrow no-break space.


def translate_recent(entry: Entry, writer: EventWriter) -> None:
    """One decision of a reviewer. Raises BadRow."""
    names = [policy.get("name", "") for policy in policies(entry, "Decisions")]
    effects = [effect(name, entry, writer, "Decisions") for name in names]
    taken = [does for does in effects if does != NOT_A_DECISION]
    if not taken:
        writer.skip("decision of a reviewer that decides nothing about an item")
        return
    if REVERSAL in taken:
        writer.skip("reversal by a reviewer: the list does not name the item")
        return
    items, failed = entry.number("Items") or 0, entry.number("Failed") or 0
    if items and items == failed:
        writer.skip("action that failed")
        return
    named = policies(entry, "Policies")
    harms = policy_harms(named, entry, writer, "Policies")
    job = _job(entry, writer)
    by_nobody = entry.text("Reviewer") == _AUTOMATIC
    members: Decision = {"automation": "full" if by_nobody else "none"}
    members |= {"item_count": items - failed} if items > 1 else {}
    kinds = dict.fromkeys(does for does in taken if does != NO_ACTION)
    if kinds:
        members["actions"] = [restriction(kind) if kind else UNMAPPED for kind in kinds]
    members |= _stated(named, writer)
    case: CaseMembers = {"subject_kind": "other"}
    if harms:
        case["harms"] = harms
    writer.counters["recent"] += 1
    writer.task.hole("decisions", _REVIEWERS_ALONE)
    writer.write(
        entry,
        "decision",
        job,
        _time(entry, writer),
        f"job {job}",
        decision=members,
        case=case,
        opens=True,
    )


_REVIEWERS_ALONE = (
    "The list of recent decisions holds decisions of reviewers; actions of rules are not in it"
)


def skip_skip(entry: Entry, writer: EventWriter) -> None:
    """A job that a reviewer passed on."""
    writer.skip("job that a reviewer skipped")


def _time(entry: Entry, writer: EventWriter) -> str:
    text = re.sub(r"[\s\u202f\u00a0]+", " ", entry.need("Decision Time")).strip()
    try:
        at = from_datetime(datetime.strptime(text.replace(",", ""), "%m/%d/%y %I:%M:%S %p"))
    except ValueError:
        raise BadRow("Decision Time") from None
    return writer.past(entry, "Decision Time", at)


def _job(entry: Entry, writer: EventWriter) -> str:
    """The job that the link leads to; the row's digest where it names none."""
    link = urlsplit(entry.text("Link"))
    named = parse_qs(link.query).get("jobId")
    if named:
        return named[0]
    found = re.search(r"/job(?:s|Id)?/([^/]+)", link.path)
    return found[1] if found else writer.row_id(entry)


def _finish(writer: EventWriter) -> None:
    """Raises UserError where one decision may stand in the input twice."""
    if writer.counters["executions"] and writer.counters["recent"]:
        raise UserError(
            "the sources",
            "they hold ACTION_EXECUTIONS and recent decisions; a reviewer's decision is in both",
            "import the one or the other",
        )


SYSTEM = LogSystem(
    name="coop",
    title="ROOST Coop",
    schemes=(SCHEME,),
    reads=(
        "the warehouse tables ACTION_EXECUTIONS, REPORTS and APPEALS as CSV, JSON or Parquet",
        "the CSV of recent decisions, and that of skips",
    ),
    columns={
        "executions": frozenset({"action_id", "action_name", "correlation_id", "ts"}),
        "reports": frozenset({"request_id", "reported_at", "reported_item_id"}),
        "appeals": frozenset({"appeal_id", "appealed_at", "actioned_item_id"}),
        "recent": frozenset({"Decisions", "Policies", "Reviewer", "Decision Time"}),
        "skips": frozenset({"Reviewer", "Queue", "Decision Time", "Link"}),
    },
    pages={},
    translate={
        "executions": translate_execution,
        "reports": translate_report,
        "appeals": translate_appeal,
        "recent": translate_recent,
        "skips": skip_skip,
    },
    finish=_finish,
    capabilities=(
        "visibility_restrictions",
        "account_restrictions",
        "user_flags",
        "internal_complaints",
        "automated_detection",
        "automated_decision",
    ),
    not_recorded=(
        ("reversals", "Only actions that the mapping file calls a reversal are known as such"),
        ("language", "The warehouse does not hold the language of items"),
        ("reach", "Coop does not record views"),
        ("orders", "Coop has no record of orders of authorities"),
    ),
    choices=(
        (
            "What does an action do?",
            "What the mapping file says of its name. Other actions count as visibility.other.",
        ),
        (
            "What is one measure?",
            "One action on one item; in the list of recent decisions one decision of a reviewer. "
            "Outcomes of appeals, moves to another queue and reports to NCMEC are none.",
        ),
        (
            "On which ground was decided?",
            "On the terms where a policy is named; else nothing is said.",
        ),
        ("Are actions counted that failed?", "No."),
        (
            "Which decisions are automated?",
            "Those that rules took. Reviewers' and manual ones are not; of actions that came "
            "through the API nothing is said.",
        ),
        ("Which flags count as notices under law?", "None: every report is a user flag."),
        (
            "What came of an appeal?",
            "Granted where an action mapped as reversal followed; of the others it is not known.",
        ),
    ),
)
