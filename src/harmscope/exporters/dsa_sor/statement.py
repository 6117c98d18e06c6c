"""One restricting decision becomes one statement of reasons."""

import hashlib
import re

from harmscope.exporters.dsa_sor.category import category
from harmscope.exporters.dsa_sor.codes import codes
from harmscope.exporters.dsa_sor.parts import Part

_PUID = re.compile(r"[a-zA-Z0-9_-]{1,500}")
_LANGUAGE = re.compile(r"[a-z]{2}(?:-.*)?")


def statement(record: Part, decision: Part) -> dict[str, object]:
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


def puid(record: Part, decision: Part) -> str:
    """The platform's own id: the source's where there is one decision, else case and decision;
    their digest where the form does not allow their letters."""
    reference = record.part("source").text("reference")
    if _PUID.fullmatch(reference) and len(record.parts("decisions")) == 1:
        return reference
    joined = f"{record.text('incident_id')}_{decision.text('id')}"
    if _PUID.fullmatch(joined):
        return joined
    return f"sor-{hashlib.sha256(joined.encode()).hexdigest()[:40]}"


def _ground(decision: Part) -> dict[str, object]:
    ground = decision.text("ground")
    found: dict[str, object] = {"decision_ground": codes("decision_ground").get(ground, "")}
    if ground == "law":
        found["illegal_content_legal_ground"] = decision.text("legal_basis")
    if ground == "terms":
        found["incompatible_content_ground"] = decision.text("policy_ref")
        found["incompatible_content_illegal"] = decision.answer("also_illegal")
    return found | {"decision_ground_reference_url": decision.text("policy_url")}


def _content(record: Part) -> dict[str, object]:
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


def _detection(record: Part) -> dict[str, object]:
    detection = record.part("detection")
    source = codes("source_type").get(detection.text("source"), "")
    notifier = detection.text("notifier") if source != "SOURCE_VOLUNTARY" else ""
    return {
        "source_type": source,
        "source_identity": notifier,
        "automated_detection": detection.answer("automated"),
    }
