"""Lemmy's reasons are free text: the mapping file ties phrases to categories."""

from harmscope.importers.entry import Entry
from harmscope.importers.scribe import Scribe
from harmscope.rules.import_ import UNMAPPED_CODE


def harms(entry: Entry, scribe: Scribe, name: str = "reason") -> dict[str, object]:
    """Categories of the phrases that stand in a reason, whatever their case, the longest phrase
    first. A finding where there is a reason, a mapping, and no phrase."""
    reason = entry.text(name).casefold()
    if not reason or not scribe.own.maps("reasons"):
        return {}
    phrases = scribe.own.harms["reasons"]
    met = sorted(
        (phrase for phrase in phrases if phrase and phrase.casefold() in reason),
        key=lambda phrase: (-len(phrase), phrase),
    )
    if not met:
        scribe.found(UNMAPPED_CODE, entry, name)
    found = list(dict.fromkeys(harm for phrase in met for harm in phrases[phrase]))
    return {"harms": found} if found else {}
