"""Puts two crosswalks in a row, and keeps every candidate with its path."""

from harmscope.taxonomy.relations import chain
from harmscope.taxonomy.sssom import Link

_STRENGTH = ("equal", "approx", "rollup", "split", "facet", "alternate", "none")


def compose(
    there: dict[str, tuple[Link, ...]], onward: dict[str, tuple[Link, ...]]
) -> dict[str, tuple[Link, ...]]:
    """Links from the first system to the third, over the codes of the second.

    Each object is kept once, on its strongest path. A code that reaches nothing gets one link
    without an object.
    """
    return {code: _reach(code, links, onward) for code, links in there.items()}


def _reach(
    code: str, links: tuple[Link, ...], onward: dict[str, tuple[Link, ...]]
) -> tuple[Link, ...]:
    best: dict[str, Link] = {}
    for first in links:
        for second in onward.get(first.object or "", ()):
            link = _join(first, second)
            if link is not None and link.object is not None:
                known = best.get(link.object)
                if known is None or _rank(link) < _rank(known):
                    best[link.object] = link
    if not best:
        return (_nothing(code, links),)
    return tuple(sorted(best.values(), key=_rank))


def _join(first: Link, second: Link) -> Link | None:
    if first.object is None or second.object is None:
        return None
    relation, rule = chain((first.relation, first.count_rule), (second.relation, second.count_rule))
    return Link(
        subject=first.subject,
        object=second.object,
        relation=relation,
        count_rule=rule,
        level=second.level,
        condition=" and ".join(one for one in (first.condition, second.condition) if one),
        confidence=round(first.confidence * second.confidence, 4),
        via=(first.object,),
        comment=f"{first.relation} {first.count_rule}, then {second.relation} {second.count_rule}",
        source="; ".join(dict.fromkeys((first.source, second.source))),
    )


def _rank(link: Link) -> tuple[int, float, str]:
    return (_STRENGTH.index(link.count_rule), -link.confidence, link.object or "")


def _nothing(code: str, links: tuple[Link, ...]) -> Link:
    over = tuple(link.object for link in links if link.object is not None)
    return Link(
        subject=code,
        object=None,
        relation="exactMatch",
        count_rule="none",
        level="",
        via=over,
        comment="no term reached over the harm taxonomy",
    )
