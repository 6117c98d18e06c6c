"""Statements of reasons, as the EU database's batch interface takes them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from harmscope.exporters.run import Case, Fill, Item, Outcome, id_for, own_codes
from harmscope.importers.dsa_sor_cells import code_table
from harmscope.model import statement as statement_model
from harmscope.model.base import filled
from harmscope.model.typed import Decision, Incident
from harmscope.model.typed_statement import Statement
from harmscope.taxonomy import crosswalk
from harmscope.validation.identify import STATEMENT
from harmscope.validation.judge import Judge
from harmscope.validation.verdict import Options

# Codes of statements of reasons, from those of records: the importer's table read backwards.

_ADDED = {
    "decision_provision": {
        # Some functions withheld is the nearest that the form has.
        "account.restricted": "DECISION_PROVISION_PARTIAL_SUSPENSION"
    },
    "source_type": {
        "user_flag": "SOURCE_TYPE_OTHER_NOTIFICATION",
        "removal_request": "SOURCE_TYPE_OTHER_NOTIFICATION",
        "authority_order": "SOURCE_TYPE_OTHER_NOTIFICATION",
    },
    "content_type": {"live": "CONTENT_TYPE_VIDEO"},
}


@cache
def codes(name: str) -> dict[str, str]:
    """From a record's code to the statement's, for one column."""
    back = {ours: theirs for theirs, ours in code_table(name).items() if ours}
    return back | _ADDED.get(name, {})


# Category and keyword of a statement: the native ones, else those to which the harm leads.

SCHEME = "dsa@v2"


def category(record: Incident) -> Statement:
    """The members of the category; empty where nothing leads to one."""
    return _native(record) or _by_harm(record.get("harm", {}).get("primary", ""))


def _native(record: Incident) -> Statement:
    by_role: dict[str, list[str]] = {}
    for native in own_codes(record, SCHEME):
        by_role.setdefault(native.get("role", ""), []).append(native["code"])
    if not by_role.get("category"):
        return {}
    found: Statement = {"category": by_role["category"][0]}
    if extra := by_role.get("additional"):
        found["category_addition"] = extra
    if words := by_role.get("keyword"):
        found["category_specification"] = words
    return found


def _by_harm(harm: str) -> Statement:
    """Along the one link that carries a count, at each level."""
    walk = crosswalk("harm", SCHEME)
    broad, narrow = walk.counting(harm, "category"), walk.counting(harm, "keyword")
    if broad is None or broad.object is None:
        return {}
    found: Statement = {"category": broad.object}
    word = narrow.object.rpartition("/")[2] if narrow and narrow.object else ""
    # "Other" as a keyword says nothing, and the form wants a text beside it.
    if word and word != "KEYWORD_OTHER":
        found["category_specification"] = [word]
    return found


# The restrictions of one decision, in the form's four columns.

_Column = Literal[
    "decision_visibility", "decision_monetary", "decision_provision", "decision_account"
]
_End = Literal[
    "end_date_visibility_restriction",
    "end_date_monetary_restriction",
    "end_date_service_restriction",
    "end_date_account_restriction",
]
_COLUMNS: dict[_Column, _End] = {
    "decision_visibility": "end_date_visibility_restriction",
    "decision_monetary": "end_date_monetary_restriction",
    "decision_provision": "end_date_service_restriction",
    "decision_account": "end_date_account_restriction",
}
_OTHER: dict[str, Literal["decision_visibility_other", "decision_monetary_other"]] = {
    "visibility.other": "decision_visibility_other",
    "monetary.other": "decision_monetary_other",
}


def restrictions(decision: Decision) -> tuple[Statement, list[str]]:
    """Members of the form, and the columns of which the record says more than one can hold."""
    found: Statement = {}
    crowded: list[str] = []
    actions = decision.get("actions", [])
    for column, end in _COLUMNS.items():
        known = codes(column)
        held = [(known[one["kind"]], one) for one in actions if one["kind"] in known]
        if not held:
            continue
        names = list(dict.fromkeys(code for code, _ in held))
        if column == "decision_visibility":
            found[column] = sorted(names)
        else:
            found[column] = names[0]
            crowded += [column] if len(names) > 1 else []
        ends = {_day(action.get("ends_at")) for _, action in held}
        # One end for all of a column; where one of several has none, none is said.
        if len(ends) == 1 and (day := ends.pop()):
            found[end] = day
    for action in actions:
        if other := _OTHER.get(action["kind"]):
            found[other] = action.get("other", "")[:500]
    return found, crowded


def _day(time: str | None) -> str:
    """The day of a time, as the time's own offset has it; empty where there is none."""
    return (time or "")[:10]


def _answer(value: bool | None) -> str:
    """A yes or no as the form writes it; empty where it is not known."""
    return "" if value is None else ("Yes" if value else "No")


# One restricting decision becomes one statement of reasons.

_PUID = re.compile(r"[a-zA-Z0-9_-]{1,500}")
_LANGUAGE = re.compile(r"[a-z]{2}(?:-.*)?")


def statement(record: Incident, decision: Decision) -> Statement:
    """Members that the record gives, those of the restrictions apart."""
    found: Statement = {"puid": puid(record, decision)}
    found |= _ground(decision) | category(record) | _content(record) | _detection(record)
    territory = decision.get("territory") or record.get("content", {}).get("territory", [])
    found |= {
        "account_type": codes("account_type").get(record.get("account_type", ""), ""),
        "application_date": _day(decision.get("applied_at") or decision.get("decided_at")),
        "decision_facts": decision.get("facts", "")[:5000],
        "automated_decision": codes("automated_decision").get(decision.get("automation", ""), ""),
        "territorial_scope": sorted(territory),
    }
    return filled(found)


def puid(record: Incident, decision: Decision) -> str:
    """The platform's own id: the source's where there is one decision, else case and decision;
    their digest where the form does not allow their letters."""
    alone = len(record.get("decisions", [])) == 1
    reference = record.get("source", {}).get("reference", "") if alone else ""
    joined = f"{record['incident_id']}_{decision['id']}"
    return id_for(_PUID, (reference, joined), (joined,), lambda found: f"sor-{found.hex()[:40]}")


def _origin(record: Incident, decision: Decision, own: str) -> str:
    """What a puid was made of: ``a_b`` with ``c`` and ``a`` with ``b_c`` give the same one."""
    case, id_ = record["incident_id"], decision["id"]
    cited = own == record.get("source", {}).get("reference") and own != f"{case}_{id_}"
    return own if cited else f"{case}\0{id_}"


def _ground(decision: Decision) -> Statement:
    ground = decision.get("ground", "")
    found: Statement = {"decision_ground": codes("decision_ground").get(ground, "")}
    if ground == "law":
        found["illegal_content_legal_ground"] = decision.get("legal_basis", "")
    if ground == "terms":
        found["incompatible_content_ground"] = decision.get("policy_ref", "")
        found["incompatible_content_illegal"] = _answer(decision.get("also_illegal"))
    found["decision_ground_reference_url"] = decision.get("policy_url", "")
    return found


def _content(record: Incident) -> Statement:
    content, known = record.get("content", {}), codes("content_type")
    kinds = [known[one] for one in content.get("medium", ()) if one in known]
    other = content.get("medium_other", "")
    if record.get("generation", {}).get("ai_involvement") in ("synthetic", "generated"):
        kinds.append("CONTENT_TYPE_SYNTHETIC_MEDIA")
    if not kinds and record.get("subject_kind") == "account":
        kinds, other = ["CONTENT_TYPE_OTHER"], "Account"
    languages = [one for one in content.get("languages", ()) if _LANGUAGE.fullmatch(one)]
    return {
        "content_type_other": other,
        "content_type": sorted(set(kinds)),
        "content_language": languages[0][:2].upper() if len(languages) == 1 else "",
        "content_date": _day(content.get("created_at")),
        "content_id": {"EAN-13": content["product_id"]} if "product_id" in content else {},
    }


def _detection(record: Incident) -> Statement:
    detection = record.get("detection", {})
    source = codes("source_type").get(detection.get("source", ""), "")
    return {
        "source_type": source,
        "source_identity": detection.get("notifier", "") if source != "SOURCE_VOLUNTARY" else "",
        "automated_detection": _answer(detection.get("automated")),
    }


# The exporter ``dsa-sor``.

_GROUNDS = {
    "DECISION_GROUND_ILLEGAL_CONTENT": (
        "illegal_content_legal_ground",
        "illegal_content_explanation",
    ),
    "DECISION_GROUND_INCOMPATIBLE_CONTENT": (
        "incompatible_content_ground",
        "incompatible_content_explanation",
    ),
}
_BY_SERVER = {"created_at", "platform_name", "content_id_ean"}


@dataclass(frozen=True, slots=True)
class DsaSor:
    """See :class:`harmscope.exporters.run.Exporter`. The limits are those of the API."""

    name: str = "dsa-sor"
    batch: int = 100
    wrapper: str = "statements"
    bare: bool = False

    @property
    def members(self) -> frozenset[str]:
        """Members of the request."""
        return frozenset(statement_model.Statement.model_fields) - _BY_SERVER

    @property
    def choices(self) -> Mapping[str, str]:
        """What the records leave open."""
        return {
            "What is one statement?": "One decision that restricts; reversals are not statements.",
            "What is left out?": "Warnings alone: the form has no code for them.",
            "What is an account that was restricted?": "A partial suspension of the service.",
            "Which day is the application's?": "That of applied_at, else of decided_at.",
            "What is the trigger of a user's flag?": "Another notification.",
        }

    def items(self, record: Case, fill: Fill, outcome: Outcome) -> Iterator[Item]:
        """One item a restricting decision of an incident."""
        if record["record"] != "incident":
            return
        for decision in record.get("decisions", ()):
            if not decision.get("actions"):
                outcome.skipped["decision that restricts nothing"] += 1
                continue
            held, crowded = restrictions(decision)
            if not held:
                outcome.skipped["decision without a restriction that the form knows"] += 1
                continue
            own = statement(record, decision) | held
            fits = {name: value for name, value in fill.items() if _fits(name, own)}
            data: dict[str, object] = {**fits, **own}
            missing = tuple(_missing(data) + crowded)
            yield Item(own["puid"], data, missing, _origin(record, decision, own["puid"]))


DSA_SOR = DsaSor()


def _fits(name: str, own: Statement) -> bool:
    """Whether a filling has a place: texts of the other ground would be dropped by the API."""
    for ground, texts in _GROUNDS.items():
        if name in texts and own.get("decision_ground", ground) != ground:
            return False
    return True


def _missing(data: dict[str, object]) -> list[str]:
    """Members that the form demands and that are absent or not as it wants them, sorted; the code
    of the rule where a fault is about no single member."""
    pointers = {fault.pointer: fault.code for fault in _judge().errors(data)}
    return sorted({pointer.split("/")[1] if pointer else pointers[pointer] for pointer in pointers})


@cache
def _judge() -> Judge:
    return Judge(Options(kind=STATEMENT).errors_only())
