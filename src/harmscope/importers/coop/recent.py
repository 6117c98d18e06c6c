"""A row of the "Recent decisions" CSV becomes a decision on a job of the review queue.

Times are UTC in the form ``MM/DD/YY hh:mm:ss AM``, with a plain or a narrow no-break space.
"""

import re
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from harmscope.importers.coop.codes import UNMAPPED, effect, policies, told
from harmscope.importers.entry import BadRow, Entry
from harmscope.importers.own_codes import NO_ACTION, NOT_A_DECISION, REVERSAL
from harmscope.importers.scribe import Scribe
from harmscope.importers.times import from_datetime


def translate_recent(entry: Entry, scribe: Scribe) -> None:
    """One decision of a reviewer. Raises BadRow."""
    names = [policy.get("name", "") for policy in policies(entry, "Decisions")]
    effects = [effect(name, entry, scribe, "Decisions") for name in names]
    taken = [does for does in effects if does != NOT_A_DECISION]
    if not taken or REVERSAL in taken:
        scribe.skip("decision of a reviewer that decides nothing about an item")
        return
    named = policies(entry, "Policies")
    harms = told(named, entry, scribe, "Policies")
    job = _job(entry)
    members: dict[str, object] = {"automation": "none"}
    if actions := [{"kind": does} if does else UNMAPPED for does in taken if does != NO_ACTION]:
        members["actions"] = [
            one for place, one in enumerate(actions) if one not in actions[:place]
        ]
    members |= scribe.policy(", ".join(policy["name"] for policy in named if "name" in policy))
    case: dict[str, object] = {"subject_kind": "other"} | ({"harms": harms} if harms else {})
    scribe.seen["recent"] += 1
    scribe.event(
        entry, "decision", job, _time(entry), f"job {job}", members=members, case=case, opens=True
    )


def skip_skip(entry: Entry, scribe: Scribe) -> None:
    """A job that a reviewer passed on."""
    scribe.skip("job that a reviewer skipped")


def _time(entry: Entry) -> str:
    text = re.sub(r"[\s\u202f\u00a0]+", " ", entry.need("Decision Time")).strip()
    try:
        return from_datetime(datetime.strptime(text.replace(",", ""), "%m/%d/%y %I:%M:%S %p"))
    except ValueError:
        raise BadRow("Decision Time") from None


def _job(entry: Entry) -> str:
    """The job that the link leads to; the row's digest where it names none."""
    link = urlsplit(entry.text("Link"))
    named = parse_qs(link.query).get("jobId")
    if named:
        return named[0]
    found = re.search(r"/job(?:s|Id)?/([^/]+)", link.path)
    return found[1] if found else entry.digest
