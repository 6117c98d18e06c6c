"""What changed between two versions of a system."""

from dataclasses import asdict, dataclass

from harmscope.errors import UserError
from harmscope.taxonomy.systems import Code, System, load_system


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``successor`` and ``basis`` are filled for dropped and renamed codes."""

    change: str
    code: str
    kind: str
    label_before: str = ""
    label_after: str = ""
    successor: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Changes between two versions, by kind of change.

    A code counts once, however many parents it has. ``renamed`` codes have an official successor
    of another spelling that is new; ``dropped`` ones have none (a suggested successor is shown).
    ``relabelled`` kept the code and changed the label. ``beside`` lists new codes of kinds outside
    the system's levels, such as rows that only a report template has.
    """

    before: str
    after: str
    added: tuple[Change, ...]
    dropped: tuple[Change, ...]
    renamed: tuple[Change, ...]
    relabelled: tuple[Change, ...]
    moved: tuple[Change, ...]
    beside: tuple[Change, ...]

    def summary(self) -> dict[str, int]:
        """The number of changes of each kind."""
        names = ("added", "dropped", "renamed", "relabelled", "moved", "beside")
        return {name: len(getattr(self, name)) for name in names}

    def as_dict(self) -> dict[str, object]:
        """The difference as the JSON output shows it."""
        return {"summary": self.summary(), **asdict(self)}


def diff(before_ref: str, after_ref: str) -> Difference:
    """Compare two versions of one system; UserError for two different systems."""
    before, after = load_system(before_ref), load_system(after_ref)
    if before.info.name != after.info.name or before.info == after.info:
        raise UserError(
            "taxonomy diff", "these are not two versions of one system", "use taxonomy map instead"
        )
    old, new = _by_code(before), _by_code(after)
    gone = [code for name, code in old.items() if name not in new]
    fresh = {name for name in new if name not in old}
    renamed = [code for code in gone if _is_rename(code, fresh)]
    targets = {code.replaced_by for code in renamed}
    kept = [(old[name], new[name]) for name in old if name in new]
    return Difference(
        before=before.info.ref,
        after=after.info.ref,
        added=tuple(_new(new[name]) for name in new if name in fresh - targets),
        dropped=tuple(_gone("dropped", code) for code in gone if code not in renamed),
        renamed=tuple(_gone("renamed", code) for code in renamed),
        relabelled=tuple(_relabelled(*pair) for pair in kept if pair[0].label != pair[1].label),
        moved=tuple(_moved(*pair) for pair in kept if _has_moved(*pair, before, after)),
        beside=_beside(before, after),
    )


def _by_code(system: System) -> dict[str, Code]:
    levels = system.info.levels
    found: dict[str, Code] = {}
    for code in system.codes.values():
        if not levels or code.kind in levels:
            found.setdefault(code.code, code)
    return found


def _is_rename(code: Code, fresh: set[str]) -> bool:
    return code.replaced_basis == "official" and code.replaced_by in fresh


def _parents(system: System, code: Code) -> set[str]:
    return {one.parent for one in system.codes.values() if one.code == code.code}


def _has_moved(old: Code, new: Code, before: System, after: System) -> bool:
    one, two = _parents(before, old), _parents(after, new)
    return len(one) == len(two) == 1 and one != two and "" not in one | two


def _new(code: Code) -> Change:
    return Change("added", code.code, code.kind, label_after=code.label)


def _gone(change: str, code: Code) -> Change:
    return Change(
        change, code.code, code.kind, code.label, "", code.replaced_by, code.replaced_basis
    )


def _relabelled(old: Code, new: Code) -> Change:
    return Change("relabelled", old.code, new.kind, old.label, new.label)


def _moved(old: Code, new: Code) -> Change:
    return Change("moved", old.code, new.kind, old.parent, new.parent)


def _beside(before: System, after: System) -> tuple[Change, ...]:
    levels = after.info.levels
    known = {code.code for code in before.codes.values()}
    return tuple(
        Change("beside", code.code, code.kind, label_after=code.label)
        for code in after.codes.values()
        if levels and code.kind not in levels and code.code not in known
    )
