"""What rows of somebody else's list stand for: which official code, which tier, and what is
wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.utils import default_process

from harmscope.taxonomy.foreign import Row
from harmscope.taxonomy.systems import Code, System, load_system, systems

# The order of GARM's tiers in somebody else's list: floor is the gravest, low the mildest.

ORDER: Final = ("low", "medium", "high", "floor")
"""From mild to grave."""

_GRAVITY_FIELDS: Final = ("severity", "risk", "risk_level", "level", "score", "weight")
_SAFE_WORDS: Final = ("safest", "safe for", "most suitable", "no risk")
_FIX: Final = "order them low, medium, high, floor, with floor as the gravest"


def tier_of(row: Row) -> str:
    """The tier that a row means, or ``""``."""
    for text in (row.label, row.id):
        words = default_process(text).removesuffix(" risk").removesuffix(" tier").split()
        if len(words) == 1 and words[0] in ORDER:
            return words[0]
        if default_process(text) in ("brand safety floor", "safety floor"):
            return "floor"
    return ""


def is_tier(row: Row) -> bool:
    """Whether a row is one of the four tiers."""
    return bool(tier_of(row))


def tier_fault(rows: list[Row]) -> Iterator[tuple[Row, tuple[str, str]]]:
    """At most one fault of the order of tiers: the row where it shows, a message and the fix.

    Numbers in a field of gravity must rise from low to floor; numbers of rank may also fall. A
    list without numbers may run either way, and only the two ways.
    """
    if not rows:
        return
    for row in rows:
        if tier_of(row) == "floor" and any(word in row.text.lower() for word in _SAFE_WORDS):
            yield row, ("floor is described as the safest tier; it is the gravest", _FIX)
            return
    numbered = [row for row in rows if row.number is not None]
    if len(numbered) == len(rows):
        ranked = sorted(rows, key=lambda row: ORDER.index(tier_of(row)))
        numbers = [row.number or 0.0 for row in ranked]
        gravity = all(row.number_field in _GRAVITY_FIELDS for row in rows)
        fine = _rises(numbers) or (not gravity and _rises(numbers[::-1]))
    else:
        places = [float(ORDER.index(tier_of(row))) for row in rows]
        fine = _rises(places) or _rises(places[::-1])
    if not fine:
        yield rows[0], ("the tiers are in a wrong order of gravity", _FIX)


def _rises(numbers: list[float]) -> bool:
    return all(one < two for one, two in pairwise(numbers))


# Matches an entry of a foreign list to the official code that it means, or says what is wrong.

NEAR_LABEL = 85
NEAR_ID = 2
_ID_PREFIXES = ("iab:", "dv360:")


def plain(text: str) -> str:
    """A label for comparing: lower case, no punctuation, ``&`` as ``and``, single blanks."""
    return " ".join(default_process(text.replace("&", " and ")).split())


@dataclass(frozen=True, slots=True)
class Match:
    """The code that a row means, if any, and the row's fault, if any.

    ``part_of`` is the code whose label holds all words of the row's label, and more. ``between``
    holds the keys of the two codes that a row with a wrong pair of id and label may mean.
    """

    row: Row
    code: Code | None
    fault: str = ""
    message: str = ""
    fix: str = ""
    part_of: Code | None = None
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """Everything by which the codes of one system are known: ids, labels and aliases."""

    system: System
    ids: dict[str, str]
    labels: dict[str, str]

    @property
    def ref(self) -> str:
        """The system's name and version."""
        return self.system.info.ref

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of code that a list is expected to hold."""
        return self.system.info.levels

    def of_kind(self, kind: str) -> list[Code]:
        """The codes that a list of this kind holds."""
        return self.system.of_kind(kind)

    def familiarity(self, row: Row) -> int:
        """2 for one of the system's own codes as id, 1 for another known name, 0 for neither."""
        if row.id in self.ids and self.ids[row.id] in (row.id, f"{row.parent}/{row.id}"):
            return 2
        return int(row.id in self.ids or plain(row.label) in self.labels)

    def other_version(self, found: set[str]) -> str:
        """The other version of the system that has exactly the codes found, or ``""``."""
        for info in systems():
            if info.name == self.system.info.name and info != self.system.info:
                system = load_system(info.ref)
                if found == {code.key for kind in info.levels for code in system.of_kind(kind)}:
                    return info.ref
        return ""

    def meant(self, match: Match) -> set[str]:
        """The keys of all codes that a row stands for: several where it names no parent and its
        code stands under several, as the DSA's ``KEYWORD_OTHER`` does."""
        if match.code is None:
            return set()
        if match.row.parent or match.row.id == match.code.key:
            return {match.code.key}
        code = match.code.code
        return {key for key, one in self.system.codes.items() if one.code == code}

    def wrong_parent(self, match: Match) -> str:
        """The right parent, where the row names another one; else ``""``."""
        code = match.code
        if code is None or not match.row.parent or not code.parent:
            return ""
        parent = self.system.codes.get(code.parent)
        right = {code.parent, *([plain(parent.label)] if parent else [])}
        given = {match.row.parent, plain(match.row.parent)}
        return "" if right & given else code.parent

    def match(self, row: Row) -> Match:
        """The code that a row means, with its fault."""
        by_id, by_label = self.ids.get(row.id), self.labels.get(plain(row.label))
        if by_id and by_label and by_id != by_label and not self._same_code(by_id, by_label):
            return self._mismatch(row, by_id, by_label)
        if by_id:
            return self._known_id(row, self._under(row, by_id), bool(by_label) or not row.label)
        if by_label:
            return self._known_label(row, self._under(row, by_label))
        return self._unknown(row)

    def _under(self, row: Row, key: str) -> Code:
        found = self.system.find(self.system.codes[key].code, row.parent)
        return found or self.system.codes[key]

    def _same_code(self, one: str, two: str) -> bool:
        return self.system.codes[one].code == self.system.codes[two].code

    def _mismatch(self, row: Row, by_id: str, by_label: str) -> Match:
        code = self.system.codes[by_id]
        said = f'the id of "{code.label}" stands beside the label of another code'
        fix = f'the id belongs to "{code.label}"'
        return Match(row, None, "LT006", said, fix, between=(by_id, by_label))

    def _known_id(self, row: Row, code: Code, labelled: bool) -> Match:
        if labelled:
            return Match(row, code)
        other = _label_elsewhere(self.system.info.name, code.code, plain(row.label))
        if other:
            said = f"{code.key} has the label that it had in {other}"
            return Match(row, code, "LT010", said, f'the label in {self.ref} is "{code.label}"')
        if fuzz.ratio(plain(row.label), plain(code.label)) >= NEAR_LABEL:
            return self.misspelt(row, code)
        said = f"{code.key} stands beside a label that is not its own"
        return Match(row, code, "LT006", said, f'its label is "{code.label}"')

    def _known_label(self, row: Row, code: Code) -> Match:
        near = self._near_id(row.id)
        if near is not None and self._same_code(near, code.key):
            return self._mistyped(row, code)
        return Match(row, code)

    def _unknown(self, row: Row) -> Match:
        near = self._near_id(row.id)
        if near is not None:
            return self._mistyped(row, self.system.codes[near])
        wanted = plain(row.label or row.id)
        whole = self._contains(wanted)
        if whole is not None:
            said = f'this is a part of "{whole.label}" and no code of its own'
            return Match(row, None, "LT002", said, self._instead(whole), whole)
        best = max(self.labels, key=lambda label: fuzz.ratio(wanted, label))
        if fuzz.ratio(wanted, best) >= NEAR_LABEL:
            return self.misspelt(row, self.system.codes[self.labels[best]])
        said = f"{self.ref} has no such code"
        return Match(row, None, "LT004", said, "remove it, or keep it in a list of your own")

    def _instead(self, whole: Code) -> str:
        last = self.of_kind(self.kinds[0])[-1] if self.system.info.name == "garm" else None
        hint = f'; the twelfth category is "{last.label}"' if last is not None else ""
        return f'use "{whole.label}"{hint}'

    def _contains(self, wanted: str) -> Code | None:
        words = set(wanted.split())
        for label, key in self.labels.items():
            code = self.system.codes[key]
            if code.kind in self.kinds and words and words < set(label.split()):
                return code
        return None

    def _near_id(self, given: str) -> str | None:
        if len(given) < 5:
            return None
        for known, key in self.ids.items():
            gap = DamerauLevenshtein.distance(given, known, score_cutoff=NEAR_ID)
            if len(known) >= 5 and (
                given.casefold() == known.casefold() or 0 < gap <= _allowed(known)
            ):
                return key
        return None

    def misspelt(self, row: Row, code: Code) -> Match:
        """The match of a row whose label is not quite the code's."""
        return Match(
            row, code, "LT005", f'the label of "{code.label}" is misspelt', f'write "{code.label}"'
        )

    def _mistyped(self, row: Row, code: Code) -> Match:
        known = [one for one, key in self.ids.items() if key == code.key]
        right = min(known, key=lambda one: DamerauLevenshtein.distance(one, row.id))
        return Match(row, code, "LT009", f'the id of "{code.label}" is mistyped', f"write {right}")


def _allowed(known: str) -> int:
    return 1 if len(known) < 10 else NEAR_ID


@cache
def names_of(ref: str) -> Names:
    """All names of a system's codes."""
    system = load_system(ref)
    ids: dict[str, str] = {}
    labels: dict[str, str] = {}
    for key, code in system.codes.items():
        for one in (code.code, key):
            ids.setdefault(one, key)
        labels.setdefault(plain(code.label), key)
        for alias in code.aliases:
            prefix = next((one for one in _ID_PREFIXES if alias.startswith(one)), "")
            if prefix:
                ids.setdefault(alias.removeprefix(prefix), key)
            else:
                labels.setdefault(plain(alias), key)
    return Names(system, ids, labels)


def _label_elsewhere(name: str, code: str, label: str) -> str:
    for info in systems():
        if info.name == name:
            for one in load_system(info.ref).codes.values():
                if one.code == code and plain(one.label) == label:
                    return info.ref
    return ""
