"""One row of a table becomes the events that it tells of."""

import re

from harmscope.importers.entry import BadRow, Entry
from harmscope.importers.join.event import Ref
from harmscope.importers.mapping.cells import Cells
from harmscope.importers.mapping.file import Mapping
from harmscope.importers.own_codes import NO_ACTION
from harmscope.importers.scribe import Scribe
from harmscope.importers.times import shown

UNMAPPED: dict[str, object] = {"kind": "visibility.other", "other": "value that is not mapped"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def translate(entry: Entry, scribe: Scribe, mapping: Mapping) -> None:
    """Notice, decision, reversal, appeal and its end, as far as the row has their times.

    Raises BadRow.
    """
    _say_unknown(entry, scribe, mapping)
    for one in mapping.filters:
        if not one.passes(entry.text(one.column).strip()):
            scribe.skip("row that a filter leaves out")
            return
    cells = Cells(entry, mapping, scribe)
    id_ = cells.text("id") or entry.digest
    subject = f"subject {cells.text('subject') or id_}"
    account = cells.text("account")
    group, case = f"account {account}" if account else "", _case(cells)
    asked, decided = cells.time("notice.received_at"), cells.time("decision.decided_at")
    if not asked and not decided:
        raise BadRow(mapping.columns.get("decision.decided_at", "decision.decided_at"))
    if asked:
        scribe.event(
            entry, "notice", id_, asked, subject, group=group, case=case, members=_notice(cells)
        )
    if decided:
        part = "decision" if asked else ""
        scribe.event(
            entry, "decision", id_, decided, subject,
            group=group, case=case, members=_decision(cells), part=part, opens=True,
        )  # fmt: skip
        table = f"{entry.table}#{part}" if part else entry.table
        _after(cells, id_, subject, (table, id_), group)


def _say_unknown(entry: Entry, scribe: Scribe, mapping: Mapping) -> None:
    """Once a file: how many columns the mapping file does not speak of."""
    if scribe.seen[entry.file]:
        return
    scribe.seen[entry.file] = 1
    if unknown := len(entry.data.keys() - mapping.known):
        scribe.task.notes[f"{entry.file}: columns that the mapping does not name"] += unknown


def _after(cells: Cells, id_: str, subject: str, decision: Ref, group: str) -> None:
    """What came after the decision: an appeal, its end, a reversal."""
    entry, scribe = cells.entry, cells.scribe
    if at := cells.time("appeal.filed_at"):
        scribe.event(entry, "appeal", id_, at, subject, part="appeal", target=decision, group=group)
        if end := cells.time("appeal.decided_at"):
            scribe.event(
                entry, "appeal_end", id_, end, subject, part="appeal_end", group=group,
                target=(f"{entry.table}#appeal", id_),
                members=cells.member("outcome", "appeal.outcome"),
            )  # fmt: skip
    if at := cells.time("reversal.at"):
        scribe.event(
            entry, "reversal", id_, at, subject, part="reversal", target=decision, group=group
        )


def _case(cells: Cells) -> dict[str, object]:
    case: dict[str, object] = {"subject_kind": cells.code("subject_kind") or "content"}
    case |= cells.member("origin", "origin")
    harms, _ = cells.codes("category")
    case |= {"harms": harms} if harms else {}
    medium, _ = cells.codes("content.medium")
    language = cells.text("content.language")
    content: dict[str, object] = {"medium": medium} if medium else {}
    content |= {"languages": [language]} if _LANGUAGE.fullmatch(language) else {}
    case |= {"content": content} if content else {}
    source = cells.code("detection.source")
    if cells.text("notice.received_at"):
        case["detection"] = {"source": source or _kind(cells)}
    elif source:
        case["detection"] = {"source": source}
    return case


def _kind(cells: Cells) -> str:
    return cells.code("notice.kind") or "user_flag"


def _notice(cells: Cells) -> dict[str, object]:
    members: dict[str, object] = {"kind": _kind(cells)}
    if reporter := cells.text("notice.reporter"):
        members["reporter_key"] = cells.scribe.account(reporter)
    column = cells.mapping.columns.get("notice.text")
    return members | (cells.scribe.text(cells.entry, column) if column else {})


def _decision(cells: Cells) -> dict[str, object]:
    does, whole = cells.codes("decision.action")
    end = cells.time("decision.ends_at")
    ends: dict[str, object] = {"ends_at": shown(end)} if end else {}
    actions = [{"kind": kind} | ends for kind in does if kind != NO_ACTION]
    if not whole:
        actions.append(dict(UNMAPPED))
    members: dict[str, object] = {"actions": actions} if actions else {}
    members |= cells.member("ground", "decision.ground")
    members |= cells.member("automation", "decision.automation")
    return members | cells.scribe.policy(cells.text("decision.policy"))
