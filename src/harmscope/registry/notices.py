"""Notices of decisions: what was done to a submission, signed, and as a letter in words."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harmscope import __version__
from harmscope.canonical import canonical
from harmscope.errors import UserError
from harmscope.formats.door import shown
from harmscope.formats.write import whole
from harmscope.registry.entries import ACTS, Entry
from harmscope.registry.folder import Registry
from harmscope.registry.state import Received, state_of
from harmscope.registry.submissions import find
from harmscope.render.registry_text import letter
from harmscope.submission.envelope import DECISION, seal

_TOLD = ("official", "rules", "remedy", "of")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: what it says, and the signed ``text`` of it (DSSE JSON)."""

    body: dict[str, Any]
    text: str

    @property
    def files(self) -> dict[str, str]:
        """The signed notice and its letter, by the names of their files."""
        stem = f"{self.body['seq']}-{self.body['about']['submission'][:12]}"
        return {f"{stem}.decision.json": self.text, f"{stem}.letter.md": letter(self.body)}


def notices(registry: Registry, submission: str) -> list[Notice]:
    """A notice of each decision on a submission, in order; the same bytes whenever it is asked.

    Raises UserError where there is no such submission, or nothing was decided on it.
    """
    entries = registry.ledger.entries()
    state = state_of(entries)
    one = find(state, submission)
    if not one.decisions:
        fault = f"nothing was decided on the submission of entry {one.seq}"
        raise UserError("notice", fault, "its receipt says everything")
    done = {entry.seq: entry for entry in entries if entry.kind in ACTS}
    later = [*one.decisions[1:], {"before": one.status}]
    return [
        _notice(registry, done[act["entry"]], one, act, after["before"])
        for act, after in zip(one.decisions, later, strict=True)
    ]


def _notice(
    registry: Registry, entry: Entry, one: Received, act: dict[str, Any], status: str
) -> Notice:
    body: dict[str, Any] = {
        "record": "decision",
        "version": "1.0",
        "registry": registry.settings.registry,
        "seq": entry.seq,
        "entry": entry.hash,
        "previous": entry.previous,
        "at": entry.at,
        "about": {
            "seq": one.seq,
            "submission": one.id,
            "sender": one.sender,
            "service": one.service,
            "start": one.start,
            "end": one.end,
            "kind": one.kind,
        },
        "outcome": act["outcome"],
        "before": act["before"],
        "status": status,
        "reason": act["reason"],
        **{name: act[name] for name in _TOLD if name in act},
        "made_by": {"name": "harmscope", "version": __version__},
    }
    payload = canonical(body)
    return Notice(json.loads(payload), seal(DECISION, payload, registry.private_key).decode())


def write_notice(notice: Notice, folder: Path) -> list[Path]:
    """Write ``SEQ-DIGEST.decision.json`` and the letter beside it; gives both paths."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        fix = "name a folder that may be written"
        raise UserError(shown(str(folder)), "no folder can be made there", fix) from None
    for name, text in notice.files.items():
        with whole(folder / name) as file:
            file.write(text.encode())
    return [folder / name for name in notice.files]
