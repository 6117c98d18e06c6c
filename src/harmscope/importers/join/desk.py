"""What the writing of records needs to know besides the events."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harmscope.importers.allocation import Allocated
from harmscope.importers.join.event import Event
from harmscope.importers.pseudonyms import Pseudonyms

Allocate = Callable[[str, Sequence[str]], Allocated]
"""Where the codes of a scheme lead in the harm taxonomy."""


@dataclass(frozen=True, slots=True)
class Desk:
    """``notices_known`` is false where the input holds no notices at all, so that nothing can be
    said about who brought a case up."""

    service: str
    importer: str
    pseudonyms: Pseudonyms
    allocate: Allocate
    notices_known: bool = True


def natives(event: Event) -> list[dict[str, str]]:
    """The platform's codes that an event carries."""
    found = event.case.get("native", [])
    return found if isinstance(found, list) else []


def coded(events: Sequence[Event], desk: Desk) -> dict[str, object]:
    """The members ``native`` and ``harm`` for events that speak of one case.

    Codes are distinct, the most frequent first. Categories that a mapping file names go before
    those that follow from codes. What the codes imply is in ``implied``, by path.
    """
    codes = ranked([native for event in events for native in natives(event)])
    given = [str(harm) for event in events for harm in _given(event)]
    harms, implied = list(dict.fromkeys(given)), dict[str, str]()
    for scheme in dict.fromkeys(native["scheme"] for native in codes):
        own = [_key(native) for native in codes if native["scheme"] == scheme]
        allocated = desk.allocate(scheme, own)
        harms += [harm for harm in allocated.harms if harm not in harms]
        implied |= {} if given else dict(allocated.implied)
    found: dict[str, object] = {"native": codes} if codes else {}
    if harms:
        found["harm"] = {"primary": harms[0]} | ({"also": harms[1:]} if harms[1:] else {})
    return found | ({"implied": implied} if implied else {})


def _key(native: dict[str, str]) -> str:
    parent = native.get("parent")
    return f"{parent}/{native['code']}" if parent else native["code"]


def _given(event: Event) -> list[object]:
    found = event.case.get("harms", [])
    return found if isinstance(found, list) else []


def ranked(codes: list[dict[str, str]]) -> list[dict[str, str]]:
    """Distinct codes, the most frequent first; ties in the order of the list."""
    keys = [tuple(sorted(native.items())) for native in codes]
    counts = Counter(keys)
    first = {key: place for place, key in reversed(list(enumerate(keys)))}
    return [dict(key) for key in sorted(counts, key=lambda key: (-counts[key], first[key]))]
