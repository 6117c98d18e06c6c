"""What a command says, in the words of a page: options by the names of their fields, and no path of
the server."""

import re
from pathlib import Path
from typing import Any, Final

from harmscope.errors import UserError

_FIELDS: Final = {
    "as-of": "the entry of the ledger",
    "because": "the reason",
    "dataset": "the file with more about the data set",
    "disclosure": "who will read it",
    "from": "what the files are",
    "in": "the code system",
    "keep-text": "keep free text",
    "kind": "what the files are",
    "known": "the files that others have published",
    "mapping": "the mapping file",
    "metric": "the figures",
    "report": "a report",
    "tz": "the time zone",
}
"""Fields of pages that have another name than their option."""

_PAGES: Final = {
    "compare": "Compare",
    "import": "Import",
    "read": "Compare",
    "report": "Report",
    "submit": "Hand in",
    "validate": "Check",
}
"""The part of the app that does what a command does."""

_COMMAND: Final = re.compile(r"harmscope (\w+)(?= |$)[^;,()]*?(?= ?[;,(]|\. |\.?$)")
_PLAIN: Final = {
    ": see --key-file": "; on the command line a key keeps them the same",
    "see harmscope taxonomy search": "look it up under Categories",
    "docs/howto-claim.md lists": "the page Test a claim shows",
}
"""What no page has."""

_OPTION: Final = re.compile(r"(?<![\w-])--([a-z][a-z-]*[a-z])\b")
_ID: Final = r"[0-9a-f]{32}"


def of_page(text: str) -> str:
    """``text`` with each option of the command line by the name of its field, and each command by
    the part of the app that does it."""
    for said, plain in _PLAIN.items():
        text = text.replace(said, plain)
    text = _COMMAND.sub(_part, text)
    return _OPTION.sub(lambda found: _FIELDS.get(found[1], found[1].replace("-", " ")), text)


def _part(found: re.Match[str]) -> str:
    page = _PAGES.get(found[1])
    return found[0] if page is None else f"open {page} in the menu"


def without_places(value: Any, data: Path, registry: str | None = None) -> Any:
    """A value of JSON in which no text names a folder of the server: a file below ``data`` is named
    as it came, the registry's folder as the registry."""
    if isinstance(value, str):
        kept = (
            rf"{re.escape(str(data))}[\\/]tenants[\\/]\w+[\\/]\w+[\\/](?:{_ID}[\\/])?(?:out[\\/])?"
        )
        text = re.sub(kept, "", value)
        return text.replace(registry, "the registry") if registry else text
    if isinstance(value, list):
        return [without_places(one, data, registry) for one in value]
    if isinstance(value, dict):
        return {name: without_places(one, data, registry) for name, one in value.items()}
    return value


def on_page(error: UserError, data: Path, registry: str | None = None) -> UserError:
    """An error of a command as a page says it."""
    parts = (error.where, error.fault, error.fix)
    return UserError(*(of_page(without_places(one, data, registry)) for one in parts))
