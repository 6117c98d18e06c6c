"""From one version of a system to another, by what the codes themselves say of their successors."""

from harmscope.taxonomy.relations import CountRule, Relation
from harmscope.taxonomy.sssom import Link
from harmscope.taxonomy.systems import Code, System


def succession(older: System, newer: System) -> dict[str, tuple[Link, ...]]:
    """Links from every code on the older system's levels to the newer system.

    The same code with the same label is equal, with a changed label approximate, because labels
    narrow meanings. An official successor is approximate too; a suggested one is a candidate that
    takes no counts. A code that exists once before and under several parents after splits.
    """
    levels = older.info.levels
    return {
        key: _links(code, newer)
        for key, code in older.codes.items()
        if not levels or code.kind in levels
    }


def _links(code: Code, newer: System) -> tuple[Link, ...]:
    same = [one for one in newer.codes.values() if one.code == code.code]
    exact = [one for one in same if one.parent == code.parent]
    if len(same) > 1 and not exact:
        return tuple(_link(code, one, "narrowMatch", "split", "one row per parent") for one in same)
    if same:
        one = (exact or same)[0]
        if one.label == code.label:
            return (_link(code, one, "exactMatch", "equal", "same code, same label"),)
        return (_link(code, one, "closeMatch", "approx", "same code, new label"),)
    target = newer.codes.get(code.replaced_by)
    if target is None:
        return (Link(code.key, None, "exactMatch", "none", "", comment=code.note),)
    if code.replaced_basis == "official":
        return (_link(code, target, "closeMatch", "approx", "official successor"),)
    return (_link(code, target, "closeMatch", "alternate", "suggested successor"),)


def _link(before: Code, after: Code, relation: Relation, rule: CountRule, comment: str) -> Link:
    return Link(before.key, after.key, relation, rule, after.kind, comment=comment)
