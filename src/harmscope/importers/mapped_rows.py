"""One row of a table under a mapping becomes the events that it tells of."""

from dataclasses import dataclass, field
from typing import cast

from harmscope.importers.log.entry import BadRow
from harmscope.importers.log.events import CaseMembers, Ref, restriction
from harmscope.importers.mapped_cells import Cells, Codes
from harmscope.importers.mapped_joins import Anchor
from harmscope.importers.mapping_fields import NO_NOTICE
from harmscope.importers.platform_codes import NO_ACTION
from harmscope.importers.timestamps import record_time
from harmscope.model.base import filled
from harmscope.model.typed import Action, Appeal, Decision, Detection, Notice
from harmscope.rules.import_ import CONTRADICTION, EARLY_DECISION, ORDER_OPEN, VALUE_OPEN
from harmscope.taxonomy import codelist

UNDESCRIBED = "not described in the table"
UNMAPPED: Action = {"kind": "visibility.other", "other": "value that is not mapped"}
_BY_HAND = frozenset(
    (
        "id", "subject", "account", "category", "notice.received_at", "notice.kind",
        "notice.reporter", "notice.text", "notice.outcome", "notice.refusal_reason",
        "decision.decided_at", "decision.action", "decision.ends_at", "decision.policy",
        "detection.source", "detection.detected_at", "reversal.at", "reversal.cause",
        "appeal.filed_at", "appeal.decided_at", "appeal.outcome",
    )
)  # fmt: skip
"""Fields that are not simply members of the record."""


@dataclass(slots=True)
class Told:
    """What a row tells, before it is written: its place, its times and its case. ``alone`` is true
    until an event of the row is written."""

    id: str
    subject: str
    group: str
    asked: str = ""
    found: str = ""
    decided: str = ""
    kind: str = ""
    does: Codes = field(default_factory=Codes)
    case: CaseMembers = field(default_factory=CaseMembers)
    notice: Ref | None = None
    decision: Ref | None = None
    restricts: bool = False
    alone: bool = True

    def anchor(self) -> Anchor:
        """What rows of further tables need to know of this one."""
        return Anchor(
            self.subject, self.group, self.case, self.notice, self.decision, self.asked,
            self.decided, self.restricts,
        )  # fmt: skip


def translate(cells: Cells, id_: str, anchor: Anchor | None = None) -> Told:
    """Write the notice, the detection, the decision and what came after it, as far as the row has
    their times. ``anchor`` is the row that a row of a further table belongs to. Raises BadRow."""
    told = _told(cells, id_, anchor)
    asked = told.asked or (anchor.asked if anchor else "")
    at, shown = _placed(cells, told.decided, asked) if told.decided else ("", "")
    if told.asked and told.kind:
        _write_notice(cells, told)
    if told.found:
        told.case.setdefault("detection", Detection()).setdefault("source", "own_initiative")
        cells.writer.write(
            cells.entry, "detection", id_, told.found, told.subject,
            group=told.group, case=told.case, part="detection",
        )  # fmt: skip
        told.alone = False
    if told.decided:
        _write_decision(cells, told, at, shown)
    told.decided = told.decided or (anchor.decided if anchor else "")
    _after(cells, told)
    return told


def _told(cells: Cells, id_: str, anchor: Anchor | None) -> Told:
    account = cells.text("account")
    told = Told(
        id=id_,
        subject=anchor.subject if anchor else f"subject {cells.text('subject') or id_}",
        group=anchor.group if anchor else (f"account {account}" if account else ""),
        notice=anchor.notice if anchor else None,
        decision=anchor.decision if anchor else None,
        restricts=anchor.restricts if anchor else False,
    )
    told.asked = cells.time("notice.received_at", needed=True)
    told.decided = cells.time("decision.decided_at", needed=True)
    told.found = cells.time("detection.detected_at")
    if told.decided:
        told.does = cells.codes("decision.action")
        if told.does.open_:
            cells.left_open("decision.action")
            raise BadRow(cells.at("decision.action"), reported=True)
    _timeless(cells, told)
    if told.asked:
        told.kind = _kind(cells, told)
    told.case = _case(cells, told, anchor)
    return told


def _timeless(cells: Cells, told: Told) -> None:
    """Add a finding where the row says that something was decided or reported, and not when."""
    action, kind = "decision.action", "notice.kind"
    if not told.decided and action in cells.layout.columns and cells.codes(action).found:
        detail = "a decision without the time when it was made is left out"
        cells.writer.finding(VALUE_OPEN, cells.entry, cells.at(action), detail)
    asked = kind in cells.layout.columns and not told.asked
    if asked and cells.code(kind) in codelist("notice-kind").codes:
        detail = "a notice without the time when it was received is left out"
        cells.writer.finding(VALUE_OPEN, cells.entry, cells.at(kind), detail)


def _placed(cells: Cells, at: str, after: str) -> tuple[str, str]:
    """Where an event of which the day alone may be known stands after another one: the time that
    sorts it, and the day that the record shows where that is another. Raises BadRow where it
    comes before."""
    clock = cells.mapping.clock
    if not after or (at >= after and len(at) == len(after)):
        return at, ""
    if len(at) == len(after) or clock.day(at) < clock.day(after):
        cells.writer.finding(EARLY_DECISION, cells.entry, cells.at("decision.decided_at"))
        raise BadRow(cells.at("decision.decided_at"), reported=True)
    return (at, "") if at > after else (after, clock.day(at))


_TELL_KIND = ("notice.kind", "detection.source")


def _kind(cells: Cells, told: Told) -> str:
    """The kind of the notice; empty where there is none, or none can be written."""
    told_by = next((one for one in _TELL_KIND if cells.layout.has(one)), "")
    if not told_by:
        return "user_flag"
    codes = cells.codes(told_by)
    if codes.one in (NO_NOTICE, "own_initiative"):
        told.found, told.asked = told.found or told.asked, ""
        return ""
    if codes.one not in codelist("notice-kind").codes:
        if codes.known:
            cells.left_open(told_by)
        return ""
    if codes.one == "authority_order" and not cells.code("order.kind"):
        cells.writer.finding(ORDER_OPEN, cells.entry, cells.at(told_by))
    return codes.one


def _case(cells: Cells, told: Told, anchor: Anchor | None) -> CaseMembers:
    case: CaseMembers = anchor.case.copy() if anchor else {"subject_kind": "content"}
    case |= cast("CaseMembers", cells.members("case", _BY_HAND))
    if harms := cells.codes("category").found:
        case["harms"] = list(harms)
    source = cells.code("detection.source")
    if told.asked and not source:
        # Somebody asked; of what kind the notice is may not be known.
        source = told.kind or "unknown"
    if source:
        case["detection"] = {**case.get("detection", Detection()), "source": source}
    return case


def _write_notice(cells: Cells, told: Told) -> None:
    if told.kind == "authority_order" and not cells.code("order.kind"):
        return
    told.notice, told.alone = (cells.entry.table, told.id), False
    notice = _timeless_outcome(cells, told) | _notice(cells, told.kind)
    cells.writer.write(
        cells.entry, "notice", told.id, told.asked, told.subject,
        group=told.group, case=told.case, notice=notice,
    )  # fmt: skip


def _timeless_outcome(cells: Cells, told: Told) -> Notice:
    """What came of a notice whose row says what was done and not when: it is not pending."""
    action = "decision.action"
    if told.decided or action not in cells.layout.columns:
        return {}
    does = cells.codes(action)
    if not does.known:
        return {"outcome": "unknown"}
    if not does.found or does.open_:
        return {}
    return {"outcome": "no_action" if set(does.found) == {NO_ACTION} else "acted"}


def _notice(cells: Cells, kind: str) -> Notice:
    members = cast("Notice", cells.members("notice", _BY_HAND) | {"kind": kind})
    if kind != "authority_order":
        members.pop("order", None)
    if reporter := cells.text("notice.reporter"):
        members["reporter_key"] = cells.writer.account(reporter)
    if outcome := cells.code("notice.outcome"):
        members["outcome"] = outcome
        if outcome == "refused" and (reason := cells.code("notice.refusal_reason")):
            members["refusal_reason"] = reason
    column = cells.layout.columns.get("notice.text")
    return members | cells.writer.text(cells.entry, column) if column else members


def _write_decision(cells: Cells, told: Told, at: str, shown: str) -> None:
    end = cells.time("decision.ends_at")
    if end and end < told.decided:
        cells.writer.finding(CONTRADICTION, cells.entry, cells.at("decision.ends_at"))
        end = ""
    actions = [
        restriction(kind, end) | (Action(other=UNDESCRIBED) if kind.endswith(".other") else {})
        for kind in told.does.found
        if kind != NO_ACTION
    ]
    if not told.does.known:
        actions.append(UNMAPPED)
    members = cast("Decision", cells.members("decision", _BY_HAND))
    members |= filled(Decision(actions=actions)) | cells.writer.policy(
        cells.text("decision.policy")
    )
    if shown:
        members["decided_at"] = shown
    part = "decision" if not told.alone or cells.mapping.more else ""
    told.decision = (f"{cells.entry.table}#{part}" if part else cells.entry.table, told.id)
    told.alone, told.restricts = False, bool(actions)
    cells.writer.write(
        cells.entry, "decision", told.id, at, told.subject, part=part,
        group=told.group, case=told.case, decision=members, opens=True,
    )  # fmt: skip


def _after(cells: Cells, told: Told) -> None:
    """What came after the decision: a reversal, an appeal."""
    if at := cells.time("reversal.at"):
        at, shown = _later(cells, at, told.decided)
        cells.writer.write(
            cells.entry, "reversal", told.id, at, told.subject,
            part="" if told.alone else "reversal", target=told.decision, group=told.group,
            cause=cells.code("reversal.cause"), decision={"decided_at": shown} if shown else {},
        )  # fmt: skip
        told.alone = False
    at, end = cells.time("appeal.filed_at"), cells.time("appeal.decided_at")
    if at and end and cells.mapping.clock.day(end) < cells.mapping.clock.day(at):
        cells.writer.finding(CONTRADICTION, cells.entry, cells.at("appeal.decided_at"))
    elif at:
        _appeal(cells, told, at, end)
    elif end or cells.code("appeal.outcome"):
        told_by = "appeal.outcome" if cells.layout.has("appeal.outcome") else "appeal.decided_at"
        detail = "an appeal without the time when it was filed is left out"
        cells.writer.finding(VALUE_OPEN, cells.entry, cells.at(told_by), detail)


def _appeal(cells: Cells, told: Told, at: str, end: str) -> None:
    """An appeal against the row's decision (or that its notice led to none), and its end."""
    entry, writer, id_ = cells.entry, cells.writer, told.id
    members = cast("Appeal", cells.members("appeal", _BY_HAND))
    at, shown = _later(cells, at, told.decided)
    part = "" if told.alone else "appeal"
    outcome = cells.codes("appeal.outcome")
    known = _outcome_known(cells, outcome, end)
    if not known:
        members["outcome"] = "unknown"
        if end:
            closed_at, day = _later(cells, end, at)
            members["decided_at"] = day or record_time(closed_at)
    elif outcome.one and not end:
        members["outcome"] = outcome.one
    writer.write(
        entry, "appeal", id_, at, told.subject, part=part, group=told.group,
        target=told.decision,
        case=told.case,
        appeal=members | ({"filed_at": shown} if shown else {}),
    )  # fmt: skip
    if not end and outcome.one == "granted" and not cells.mapping.has("reversal.at"):
        writer.task.hole("reversals", "granted appeals do not say when they were decided")
    if not end or outcome.one == "pending" or not known:
        return
    end, shown = _later(cells, end, at)
    closed: Appeal = {"outcome": outcome.one} if outcome.one else {}
    writer.write(
        entry, "appeal_end", id_, end, told.subject, part="appeal_end", group=told.group,
        target=(f"{entry.table}#{part}" if part else entry.table, id_),
        appeal=closed | ({"decided_at": shown} if shown else {}),
    )  # fmt: skip
    if outcome.one == "granted" and told.restricts and not cells.mapping.has("reversal.at"):
        # Granted means that the decision was reversed; nothing else in the table says when.
        writer.write(
            entry, "reversal", id_, end, told.subject, part="reversal", target=told.decision,
            group=told.group, cause="appeal", decision={"decided_at": shown} if shown else {},
        )  # fmt: skip


def _outcome_known(cells: Cells, outcome: Codes, end: str) -> bool:
    """Whether the table says what came of an appeal, or that it is open. Where not, the record says
    so: what is not known is neither pending nor denied."""
    has, word = cells.layout.has, cells.text("appeal.outcome")
    left_open = has("appeal.outcome") and outcome.open_ and bool(end or word)
    if left_open:
        cells.left_open("appeal.outcome")
    silent = not (has("appeal.outcome") or has("appeal.decided_at"))
    if not (left_open or silent or (word and not outcome.found)):
        return True
    if not cells.mapping.has("reversal.at"):
        cells.writer.task.hole("reversals", "What came of some appeals is not known")
    return False


def _later(cells: Cells, at: str, after: str) -> tuple[str, str]:
    """The time that sorts an event behind another one of the same day, and the day that the record
    shows where that is another."""
    day = cells.mapping.clock.day
    if len(at) < len(after) and at < after and day(at) == day(after):
        return after, at
    return at, ""
