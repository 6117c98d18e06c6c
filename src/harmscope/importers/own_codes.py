"""A platform's own rules, actions and reasons, as its mapping file ties them to the taxonomy.

Mastodon's rules, Coop's policies and action names, and Lemmy's free-text reasons are different on
every instance. ``harmscope init-mapping --from SYSTEM`` writes them down for their owner to map.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from harmscope.errors import UserError
from harmscope.importers.toml_file import TomlFile
from harmscope.taxonomy import codelist, harm

GROUPS: dict[str, tuple[str, ...]] = {
    "mastodon": ("rules",),
    "coop": ("actions", "policies"),
    "lemmy": ("reasons",),
}
"""What each system's mapping file maps. ``actions`` lead to what is done, all others to harms."""

NO_ACTION = "no-action"
REVERSAL = "reversal"
NOT_A_DECISION = "not-a-decision"
_SPECIAL = (NO_ACTION, REVERSAL, NOT_A_DECISION)


@dataclass(frozen=True, slots=True)
class OwnCodes:
    """By group: the platform's word, as written, to harm ids or to what an action does. An empty
    tuple means: looked at, and in no category."""

    harms: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    actions: Mapping[str, str] = field(default_factory=dict)

    def harm(self, group: str, word: str) -> tuple[str, ...] | None:
        """Harm ids of a word; None where the mapping does not have it."""
        return self.harms.get(group, {}).get(word)

    def maps(self, group: str) -> bool:
        """Whether anything of the group is mapped."""
        return group in self.harms


def read_own_codes(path: Path, system: str) -> OwnCodes:
    """The mapping file of a system's own codes.

    Raises UserError where the file cannot be read, is for another system, or names a category or
    an action that does not exist; it names the line.
    """
    file = TomlFile.read(path, "--mapping")
    if system not in GROUPS:
        raise UserError("--mapping", f"{system} has no codes of its own", "leave the option out")
    if file.data.get("from") != system:
        raise file.fault(("from",), f"the file is not for {system}", f'set from = "{system}"')
    if file.data.get("mapping") != "1.0":
        fault = "the file is of another version than this program reads"
        raise file.fault(("mapping",), fault, 'set mapping = "1.0"')
    for name in file.data:
        if name not in ("mapping", "from", *GROUPS[system]):
            raise file.fault((name,), "it is not known here", f"use {', '.join(GROUPS[system])}")
    harms = {group: _harms(file, group) for group in GROUPS[system] if group != "actions"}
    return OwnCodes({name: words for name, words in harms.items() if words}, _actions(file))


def _harms(file: TomlFile, group: str) -> dict[str, tuple[str, ...]]:
    known = harm().categories
    found: dict[str, tuple[str, ...]] = {}
    for word, value in file.table((group,)).items():
        ids = [value] if isinstance(value, str) else value
        if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
            raise file.fault((group, word), "it is no text or list of texts", "give harm ids")
        wrong = [one for one in ids if one and one not in known]
        if wrong:
            raise file.fault(
                (group, word), "there is no such category", "see harmscope taxonomy list harm"
            )
        found[word] = tuple(one for one in ids if one)
    return found


def _actions(file: TomlFile) -> dict[str, str]:
    known = (*codelist("action-kind").codes, *_SPECIAL)
    found: dict[str, str] = {}
    for word, value in file.table(("actions",)).items():
        if value == "":
            continue
        if not isinstance(value, str) or value not in known:
            fix = f"give an action kind, or {', '.join(_SPECIAL)}"
            raise file.fault(("actions", word), "there is no such action", fix)
        found[word] = value
    return found
