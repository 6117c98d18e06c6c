"""Statements of reasons, as the EU database's batch interface takes them."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from harmscope.exporters.run import Fill, Item, Outcome
from harmscope.importers.dsa_sor_cells import code_table
from harmscope.model.statement import Statement
from harmscope.taxonomy import crosswalk, load_system
from harmscope.validation.identify import STATEMENT
from harmscope.validation.judge import Judge
from harmscope.validation.options import Options

# A record, read member by member without surprises.


@dataclass(frozen=True, slots=True)
class Members:
    """An object of a record; what is not there reads as empty."""

    data: dict[str, object]

    def text(self, name: str) -> str:
        """A member that is text."""
        value = self.data.get(name)
        return value if isinstance(value, str) else ""

    def day(self, name: str) -> str:
        """The day of a time, as the time's own offset has it."""
        return self.text(name)[:10]

    def texts(self, name: str) -> list[str]:
        """A member that is a list of texts."""
        value = self.data.get(name)
        return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []

    def part(self, name: str) -> "Members":
        """A member that is an object."""
        value = self.data.get(name)
        return Members(value if isinstance(value, dict) else {})

    def parts(self, name: str) -> list["Members"]:
        """A member that is a list of objects."""
        value = self.data.get(name)
        found = value if isinstance(value, list) else []
        return [Members(one) for one in found if isinstance(one, dict)]

    def answer(self, name: str) -> str:
        """A yes or no as the form writes it."""
        value = self.data.get(name)
        return {True: "Yes", False: "No"}[value] if isinstance(value, bool) else ""


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


def category(record: Members) -> dict[str, object]:
    """The members of the category; empty where nothing leads to one."""
    return _native(record) or _by_harm(record.part("harm").text("primary"))


def _native(record: Members) -> dict[str, object]:
    system = load_system(SCHEME)
    by_role: dict[str, list[str]] = {}
    for native in record.parts("native"):
        code = native.text("code")
        known = system.find(code, native.text("parent")) or system.find(code)
        if native.text("scheme").startswith("dsa@") and known is not None:
            by_role.setdefault(native.text("role"), []).append(code)
    if not by_role.get("category"):
        return {}
    found: dict[str, object] = {"category": by_role["category"][0]}
    if extra := by_role.get("additional"):
        found["category_addition"] = extra
    if words := by_role.get("keyword"):
        found["category_specification"] = words
    return found


def _by_harm(harm: str) -> dict[str, object]:
    """Along the one link that carries a count, at each level."""
    walk = crosswalk("harm", SCHEME)
    broad, narrow = walk.counting(harm, "category"), walk.counting(harm, "keyword")
    if broad is None or broad.object is None:
        return {}
    found: dict[str, object] = {"category": broad.object}
    word = narrow.object.rpartition("/")[2] if narrow and narrow.object else ""
    # "Other" as a keyword says nothing, and the form wants a text beside it.
    return found | ({"category_specification": [word]} if word and word != "KEYWORD_OTHER" else {})


# The restrictions of one decision, in the form's four columns.

_COLUMNS = {
    "decision_visibility": "end_date_visibility_restriction",
    "decision_monetary": "end_date_monetary_restriction",
    "decision_provision": "end_date_service_restriction",
    "decision_account": "end_date_account_restriction",
}
_OTHER = {
    "visibility.other": "decision_visibility_other",
    "monetary.other": "decision_monetary_other",
}


def restrictions(decision: Members) -> tuple[dict[str, object], list[str]]:
    """Members of the form, and the columns of which the record says more than one can hold."""
    found: dict[str, object] = {}
    crowded: list[str] = []
    for column, end in _COLUMNS.items():
        held = [
            (codes(column)[kind], action)
            for action in decision.parts("actions")
            if (kind := action.text("kind")) in codes(column)
        ]
        if not held:
            continue
        names = list(dict.fromkeys(code for code, _ in held))
        if column == "decision_visibility":
            found[column] = sorted(names)
        else:
            found[column] = names[0]
            crowded += [column] if len(names) > 1 else []
        ends = {action.day("ends_at") for _, action in held}
        # One end for all of a column; where one of several has none, none is said.
        if len(ends) == 1 and (day := ends.pop()):
            found[end] = day
    for action in decision.parts("actions"):
        if column := _OTHER.get(action.text("kind"), ""):
            found[column] = action.text("other")[:500]
    return found, crowded


# One restricting decision becomes one statement of reasons.

_PUID = re.compile(r"[a-zA-Z0-9_-]{1,500}")
_LANGUAGE = re.compile(r"[a-z]{2}(?:-.*)?")


def statement(record: Members, decision: Members) -> dict[str, object]:
    """Members that the record gives, those of the restrictions apart."""
    found: dict[str, object] = {"puid": puid(record, decision)}
    found |= _ground(decision) | category(record) | _content(record) | _detection(record)
    territory = decision.texts("territory") or record.part("content").texts("territory")
    found |= {
        "account_type": codes("account_type").get(record.text("account_type"), ""),
        "application_date": decision.day("applied_at") or decision.day("decided_at"),
        "decision_facts": decision.text("facts")[:5000],
        "automated_decision": codes("automated_decision").get(decision.text("automation"), ""),
        "territorial_scope": sorted(territory),
    }
    return {name: value for name, value in found.items() if value not in ("", [], {})}


def puid(record: Members, decision: Members) -> str:
    """The platform's own id: the source's where there is one decision, else case and decision;
    their digest where the form does not allow their letters."""
    reference = record.part("source").text("reference")
    if _PUID.fullmatch(reference) and len(record.parts("decisions")) == 1:
        return reference
    joined = f"{record.text('incident_id')}_{decision.text('id')}"
    if _PUID.fullmatch(joined):
        return joined
    return f"sor-{hashlib.sha256(joined.encode()).hexdigest()[:40]}"


def _ground(decision: Members) -> dict[str, object]:
    ground = decision.text("ground")
    found: dict[str, object] = {"decision_ground": codes("decision_ground").get(ground, "")}
    if ground == "law":
        found["illegal_content_legal_ground"] = decision.text("legal_basis")
    if ground == "terms":
        found["incompatible_content_ground"] = decision.text("policy_ref")
        found["incompatible_content_illegal"] = decision.answer("also_illegal")
    return found | {"decision_ground_reference_url": decision.text("policy_url")}


def _content(record: Members) -> dict[str, object]:
    content = record.part("content")
    kinds = [
        codes("content_type")[one]
        for one in content.texts("medium")
        if one in codes("content_type")
    ]
    found: dict[str, object] = {"content_type_other": content.text("medium_other")}
    if record.part("generation").text("ai_involvement") in ("synthetic", "generated"):
        kinds.append("CONTENT_TYPE_SYNTHETIC_MEDIA")
    if not kinds and record.text("subject_kind") == "account":
        kinds, found["content_type_other"] = ["CONTENT_TYPE_OTHER"], "Account"
    languages = [one for one in content.texts("languages") if _LANGUAGE.fullmatch(one)]
    product = content.text("product_id")
    return found | {
        "content_type": sorted(set(kinds)),
        "content_language": languages[0][:2].upper() if len(languages) == 1 else "",
        "content_date": content.day("created_at"),
        "content_id": {"EAN-13": product} if product else {},
    }


def _detection(record: Members) -> dict[str, object]:
    detection = record.part("detection")
    source = codes("source_type").get(detection.text("source"), "")
    notifier = detection.text("notifier") if source != "SOURCE_VOLUNTARY" else ""
    return {
        "source_type": source,
        "source_identity": notifier,
        "automated_detection": detection.answer("automated"),
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

    @property
    def members(self) -> frozenset[str]:
        """Members of the request."""
        return frozenset(Statement.model_fields) - _BY_SERVER

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

    def items(self, record: dict[str, object], fill: Fill, outcome: Outcome) -> Iterator[Item]:
        """One item a restricting decision of the incident."""
        incident = Members(record)
        for decision in incident.parts("decisions"):
            if not decision.parts("actions"):
                outcome.skipped["decision that restricts nothing"] += 1
                continue
            held, crowded = restrictions(decision)
            if not held:
                outcome.skipped["decision without a restriction that the form knows"] += 1
                continue
            own = statement(incident, decision) | held
            data = {name: value for name, value in fill.items() if _fits(name, own)} | own
            yield Item(str(own["puid"]), data, tuple(_missing(data) + crowded))


DSA_SOR = DsaSor()


def _fits(name: str, own: dict[str, object]) -> bool:
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
