"""Notices as abuse reports in the form of XARF v4, one report a file.

The form is that of xarf.org (schemas/v4 of xarf/xarf-spec, version 4.2). Records hold no address,
URL or contact, so these come from the user: with ``--fill`` for all reports, with ``--each`` by id.
"""

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from harmscope.exporters.abuse_form import SCHEME, all_members, faulty, fits, members_of, typed
from harmscope.exporters.run import Case, Fill, Item, Outcome, id_for, own_codes
from harmscope.importers.xarf import EXPLOITS
from harmscope.model.typed import Notice
from harmscope.taxonomy import crosswalk
from harmscope.times import DAY_LENGTH

VERSION: Final = "4.2.0"

_OURS: Final = frozenset({"xarf_version", "report_id", "timestamp", "category", "type"})
_INSIDE: Final = ("swarm_info.info_hash", "swarm_info.magnet_uri", "message_info.message_id")
"""Members of members, so that a table can give them."""
_EXPLOITS: Final = {harm: name for name, harm in EXPLOITS.items()}
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Xarf:
    """See :class:`harmscope.exporters.run.Exporter`. A report is a document of its own."""

    name: str = "xarf"
    batch: int = 1
    wrapper: str = "reports"
    bare: bool = True

    @property
    def members(self) -> frozenset[str]:
        """Members of the form that can be filled."""
        return all_members() - _OURS | {*_INSIDE}

    @property
    def choices(self) -> Mapping[str, str]:
        """What the records leave open."""
        return {
            "What is one report?": "One notice whose harm, or whose own code, has a type in XARF.",
            "What is left out?": "Orders of authorities and removal requests of people shown.",
            "When was the incident?": "The notice says when it was received; that time is given.",
            "Which id has a report?": "The notice's own where it is a UUID of version 4, else one "
            "made from it.",
            "What do records not hold?": "URL, address and contacts: give them with --fill for all "
            "reports, with --each by the id of the notice.",
            "Into which reports goes a filling?": "Into those whose type has the member.",
        }

    def items(self, record: Case, fill: Fill, outcome: Outcome) -> Iterator[Item]:
        """One item a notice; no item for what has no type, or is not for others to see."""
        if record["record"] != "notice":
            return
        if record["kind"] in ("authority_order", "removal_request"):
            outcome.skipped[f"notice of kind {record['kind']}"] += 1
            return
        code = _type(record)
        if code is None:
            outcome.skipped["notice whose harm has no type in XARF"] += 1
            return
        data = _filled(code, fill) | _members(record, code)
        yield Item(record["notice_id"], data, tuple(faulty(code, data)))


XARF: Final = Xarf()


def _type(notice: Notice) -> str | None:
    """Category and type: the notice's own where it names them, else those its harm leads to."""
    for native in own_codes(notice, SCHEME):
        return native["code"]
    link = crosswalk("harm", SCHEME).counting(notice.get("harm", {}).get("primary", ""))
    return link.object if link else None


def _members(notice: Notice, code: str) -> dict[str, object]:
    category, _, type_ = code.partition("/")
    found: dict[str, object] = {
        "xarf_version": VERSION,
        "report_id": report_id(notice),
        "category": category,
        "type": type_,
    }
    if len(notice["received_at"]) > DAY_LENGTH:
        found["timestamp"] = notice["received_at"]
    harm = notice.get("harm", {}).get("primary", "")
    language = next(iter(notice.get("languages", [])), "")
    own = {"exploitation_type": _EXPLOITS.get(harm, ""), "language": language}
    return found | {name: value for name, value in own.items() if fits(code, name, value)}


def report_id(notice: Notice) -> str:
    """A UUID of version 4: the notice's own id, or one that is made of service and id."""
    own = notice["notice_id"]
    return id_for(
        _UUID,
        (own,),
        (notice["service"], own),
        lambda found: str(uuid.UUID(bytes=found[:16], version=4)),
    )


def _filled(code: str, fill: Fill) -> dict[str, object]:
    """The fillings that a report of the type has; those with a dot stand in a member."""
    found: dict[str, object] = {}
    for name, value in fill.items():
        outer, _, inner = name.partition(".")
        if outer not in members_of(code):
            continue
        if not inner:
            found[name] = typed(code, name, value) if isinstance(value, str) else value
            continue
        held = found.setdefault(outer, {})
        if isinstance(held, dict):
            found[outer] = held | {inner: value}
    return found
