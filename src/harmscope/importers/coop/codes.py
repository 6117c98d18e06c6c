"""What Coop's rows say of actions, policies and who acted."""

import json

from harmscope.importers.entry import Entry
from harmscope.importers.own_codes import NO_ACTION, OwnCodes
from harmscope.importers.scribe import Scribe
from harmscope.rules.import_ import UNMAPPED_CODE

SCHEME = "coop@2026"
UNMAPPED = {"kind": "visibility.other", "other": "action of the platform that is not mapped"}

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
_BUILT_IN = {"Ignore": NO_ACTION}


def effect(name: str, entry: Entry, scribe: Scribe, column: str) -> str:
    """What the action of that name does: an action kind or a special word; empty, with a finding,
    where the mapping file does not say."""
    found = scribe.own.actions.get(name) or _BUILT_IN.get(name, "")
    if not found:
        scribe.found(UNMAPPED_CODE, entry, column)
    return found


def automation(entry: Entry) -> dict[str, object]:
    """The member ``automation``: by where the action came from. ``post-actions`` can be both."""
    source = entry.text("action_source")
    if source in _BY_PEOPLE:
        return {"automation": "none"}
    return {"automation": "full"} if source in _BY_RULES else {}


def policies(entry: Entry, name: str) -> list[dict[str, str]]:
    """Policies in a cell or list: objects with id and name, or names alone."""
    value = entry.data.get(name)
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return []
    found = []
    for one in value if isinstance(value, list) else []:
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


def told(named: list[dict[str, str]], entry: Entry, scribe: Scribe, column: str) -> list[str]:
    """Harm ids of policies, with a finding where one is not mapped."""
    found, whole = harms(named, scribe.own)
    if not whole:
        scribe.found(UNMAPPED_CODE, entry, column)
    return found
