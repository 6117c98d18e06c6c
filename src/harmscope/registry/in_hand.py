"""The attacker with all publications in hand: what those that were taken in tell beside ours.

Sums of limits tell nothing that their parts do not tell. But a service may be in another
authority's publication and in ours, and an attacker may take its counts for the same ones: such a
publication is attacked together with ours, as an earlier edition is.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from harmscope.disclosure.attacker import narrow
from harmscope.disclosure.attackers import Attack
from harmscope.disclosure.level import Edition, Key
from harmscope.disclosure.solver import constraints
from harmscope.model.period import Period, clipped
from harmscope.registry.authorities import Stated
from harmscope.registry.contributions import Plan
from harmscope.registry.narrowed import At, sums
from harmscope.registry.published_rows import placed
from harmscope.registry.whole_numbers import AUTHORITY, Known, StoodIn, stood_in


class InHand(NamedTuple):
    """A publication as an attacker has it beside ours. ``withheld`` counts what it does not show;
    ``weak`` of these can be worked out without ours. ``linked`` says that a service of it is ours
    or in another publication as well."""

    edition: Edition
    withheld: int
    weak: int
    linked: bool

    @property
    def beside(self) -> Edition:
        """The edition as one that an attacker has beside ours. How safe its own counts are around
        their true values is not known here, so the attack on these is one of its own."""
        return Edition(self.edition.tables, self.edition.shown, frozenset())


def in_hand(
    taken: Sequence[Stated],
    ours: Stated | None,
    counts: Mapping[Key, int],
    shipped: Plan,
    margin: int,
) -> list[InHand]:
    """Publications as editions; a service has one name in all of them. Counts of one service in two
    of them, or of one that is ours as well, are taken for the same where the limits allow that;
    ``counts`` are our exact ones. ``margin`` is how far a withheld count must stay uncertain."""
    everybody = [*([ours] if ours else []), *taken]
    shared = {held.service for one in everybody for held in one.held} & _several(everybody)
    known, editions = Known(dict(counts)), []
    for one in taken:
        editions.append(stood_in(one, shared, known, shipped))
        _learn(known.counts, editions[-1].edition)
    joined = [any(held.service in shared for held in one.held) for one in taken]
    together = [each.edition for each, linked in zip(editions, joined, strict=True) if linked]
    weak = {one.key for one in narrow(constraints(together), margin)} if together else set()
    return [
        _kept(each, weak if linked else None, margin)
        for each, linked in zip(editions, joined, strict=True)
    ]


def _learn(counts: dict[Key, int], edition: Edition) -> None:
    for cell in edition.tables.cells:
        if "service" in dict(cell.place) and AUTHORITY not in dict(cell.place):
            counts.setdefault(cell.key, cell.value)


def _several(everybody: Sequence[Stated]) -> set[str]:
    """Services that more than one of these hold."""
    seen: set[str] = set()
    found: set[str] = set()
    for one in everybody:
        services = {held.service for held in one.held}
        found |= services & seen
        seen |= services
    return found


def _kept(made: StoodIn, weak: set[Key] | None, margin: int) -> InHand:
    """The edition without what its readers can work out anyway; ``weak`` are these counts where it
    was attacked together with others."""
    edition = made.edition
    alone = narrow(constraints([edition]), margin) if weak is None and edition.protected else ()
    found = {one.key for one in alone} if weak is None else weak
    safe = {i for i in edition.protected if edition.tables.cells[i].key not in found}
    kept = Edition(edition.tables, edition.shown, frozenset(safe))
    return InHand(kept, len(made.withheld), len(made.withheld - safe), weak is not None)


ATTACKER = "reader with every publication in hand"
FORMER = "reader with former publications in hand, too"


def attack(
    ours: Edition, others: Sequence[InHand], margin: int, before: Sequence[Edition] = ()
) -> Attack:
    """What a reader gets out of our edition, and of those ``before`` it, beside all publications
    that it shares a service with: withheld figures of any of them that cannot be worked out without
    ours."""
    linked = [one.edition for one in others if one.linked]
    shelf = [Edition(one.tables, one.shown, frozenset()) for one in before]
    found = narrow(constraints([ours, *shelf, *linked]), margin) if linked else []
    return Attack(ATTACKER, tuple(found))


def with_former(
    taken: Sequence[Stated],
    former: Sequence[Stated],
    about: tuple[Stated | None, Mapping[Key, int], Plan],
    margin: int,
) -> list[Edition]:
    """Publications that share a service with others, and ``former`` ones beside them: replaced or
    withdrawn, or about more days. None where no former one does. What can be worked out of these
    together is taken out of what they withhold. ``about`` are what we say, our exact counts, and
    the plan.

    Whether a figure was restated since is not known here. What two editions show alike is taken for
    the same count; so is what both withhold, where nothing that is shown around it has changed.
    """
    ours, counts, shipped = about
    everybody = [*([ours] if ours else []), *taken, *former]
    holders: dict[str, set[str]] = {}
    for one in everybody:
        for held in one.held:
            holders.setdefault(held.service, set()).add(one.authority)
    shared = {service for service, names in holders.items() if len(names) > 1}
    linked = {one.authority for one in everybody for h in one.held if h.service in shared}
    if not any(one.authority in linked for one in former):
        return []
    known, editions = dict(counts), []
    latest: dict[tuple[str, Period], tuple[Stated, StoodIn]] = {}
    for number, one in enumerate([*taken, *former]):
        if one.authority not in linked:
            continue
        later = latest.get((one.authority, one.period))
        alike = _alike(one, *later, shipped) if later else {}
        made = stood_in(one, shared, Known(known, alike, str(number) if later else ""), shipped)
        latest.setdefault((one.authority, one.period), (one, made))
        _learn(known, made.edition)
        editions.append(made.edition)
    weak = {one.key for one in narrow(constraints(editions), margin)}
    return [_without(one, weak) for one in editions]


def _without(edition: Edition, weak: set[Key]) -> Edition:
    cells = edition.tables.cells
    safe = frozenset(i for i in edition.protected if cells[i].key not in weak)
    return Edition(edition.tables, edition.shown, safe)


def _alike(old: Stated, new: Stated, made: StoodIn, shipped: Plan) -> dict[Key, int]:
    """Counts of a former edition that may be those of a later one, with the whole numbers that
    stand for these there."""

    def same(at: At) -> bool:
        (group, key), hidden = at, at in old.withheld
        if hidden != (at in new.withheld) or key not in new.cells.get(group, {}):
            return False
        return hidden or old.cells[group][key] == new.cells[group][key]

    changed: set[At] = set()
    for one in sums(old, [*shipped.sums, *shipped.links]):
        members = (one.whole, *one.parts)
        if not all(map(same, members)):
            changed |= set(members)
    apart = (AUTHORITY, new.authority)
    values = {}
    for cell in made.edition.tables.cells:
        place = tuple(pair for pair in cell.place if pair != apart)
        values[cell.table, place] = cell.value
    found = {}
    for group, cells in old.cells.items():
        for key in cells:
            named = dict(zip(group[1], key, strict=True))
            there = group[0], placed(named, str(clipped(named.get("month"), old.period)))
            unsure = (group, key) in changed and (group, key) in old.withheld
            if same((group, key)) and not unsure and there in values:
                found[there] = values[there]
    return found


def attack_former(
    ours: Edition, others: Sequence[Edition], margin: int, before: Sequence[Edition] = ()
) -> Attack:
    """As :func:`attack`, with ``others`` as :func:`with_former` gives them."""
    shelf = [Edition(one.tables, one.shown, frozenset()) for one in before]
    bare = Edition(ours.tables, ours.shown, frozenset())
    return Attack(FORMER, tuple(narrow(constraints([bare, *shelf, *others]), margin)))
