"""Reason types, as the code list ``ozone`` has them."""

from harmscope.importers.entry import Entry
from harmscope.importers.scribe import Scribe

SCHEME = "ozone@2026"
_LEXICON = "tools.ozone.report.defs"
_OLD_LEXICON = "com.atproto.moderation.defs"
_OTHER = "reasonOther"
_APPEAL = "reasonAppeal"


def is_appeal(reason: str) -> bool:
    """Whether a report is an appeal; both lists of reasons have one for it."""
    return reason.rpartition("#")[2] == _APPEAL


def reported(entry: Entry, scribe: Scribe, name: str) -> dict[str, object]:
    """The members ``native`` and ``detection`` that a report by a person gives its case."""
    lexicon, _, reason = entry.text(name).rpartition("#")
    parent = _OLD_LEXICON if lexicon == _OLD_LEXICON else _LEXICON
    native = scribe.code(entry, name, SCHEME, reason, other=_OTHER, parent=parent)
    return {
        "native": [native],
        "detection": {"source": "user_flag", "method": "report", "automated": False},
    }
