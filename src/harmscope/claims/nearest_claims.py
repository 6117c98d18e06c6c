"""The nearest claims that the grammar knows: what to offer in place of a sentence that it does not.

What the sentence says of periods, place, direction, limit and category stays as it is: an offer
that changed them would be another claim. Nothing is offered on a measurement that the sentence does
not speak of.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from harmscope.claims.claim import Kind, Measurement
from harmscope.claims.forms import limit_words
from harmscope.claims.grammar import canonical, measurements, place_in, words
from harmscope.claims.spans import MARK, marked, short
from harmscope.claims.subjects import names_of, plain
from harmscope.errors import nearest
from harmscope.model.period import Period
from harmscope.taxonomy import harm

_LIMITS: Final[dict[Kind, str]] = {
    "count": "at least 1,000",
    "share": "fewer than 5 %",
    "time": "below 24 hours",
}
_WORDS: Final = 5
"""A name of a category in a sentence has so many words at most."""


_STEMS: Final = (
    (r"\b(?:rising|risen|grow|increas|climb)", False),
    (r"\b(?:fall|drop|decreas|declin|shrink|shrunk)", True),
)
"""Beginnings of words that say that something became more, or less."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What offered claims say beside services and measurement: ``when`` for one period, ``since``
    for a change, a category, whether less or more is claimed, and limits by kind."""

    when: str = " in 2025-H2"
    since: str = " since 2025-H1"
    what: str = "hate speech"
    down: bool | None = None
    limits: Mapping[Kind, str] = field(default_factory=dict)

    def limit(self, kind: Kind) -> str:
        """The words of a limit."""
        return self.limits.get(kind, _LIMITS[kind])

    @property
    def verb(self) -> str:
        """How a figure moved."""
        return "rose" if self.down is False else "fell"

    def compared(self, kind: Kind) -> str:
        """How one figure stands to another."""
        up, down = ("more", "fewer") if kind == "count" else ("a higher share", "a lower share")
        return "" if kind == "time" else down if self.down else up


AS_WRITTEN: Final = Wanted()


def nearest_claims(text: str, services: Sequence[str]) -> list[str]:
    """The two claims of the grammar that are nearest to a sentence, on the services it names; none
    where it speaks of nothing that can be measured."""
    places = {one: re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text, re.I) for one in services}
    named = [one for _, one in sorted((m.start(), one) for one, m in places.items() if m)]
    a, b = (*dict.fromkeys((*named, *services)), "A", "B")[:2]
    bare, periods = marked(text)
    wanted, said = _wanted(bare, periods, named), _telling(_core(bare, named))
    known: list[str] = []
    for measure in measurements().values():
        if any(_alike(one, other) for one in said for other in _words_of(measure.id)):
            known += _of_measure(a, b, measure, wanted)
    if any(one.startswith(_REPORTING) for one in said):
        known += _of_category(a, wanted)
    return nearest(text, dict.fromkeys(known), most=2, least=0)


_REPORTING: Final = ("report", "publish", "disclos", "separate")


def examples(a: str, b: str, wanted: Wanted = AS_WRITTEN) -> Iterator[str]:
    """A claim of every form about every measurement, on services of these names."""
    for measure in measurements().values():
        yield from _of_measure(a, b, measure, wanted)
    yield from _of_category(a, wanted)


def _of_category(a: str, wanted: Wanted) -> Iterator[str]:
    if wanted.what:
        yield f"{a} reports {wanted.what} separately"
        yield f"{a} does not report {wanted.what} separately"


def _of_measure(a: str, b: str, measure: Measurement, wanted: Wanted) -> Iterator[str]:
    compared, limit, when = wanted.compared(measure.kind), wanted.limit(measure.kind), wanted.when
    for one in measure.active[:1]:
        for what in _categories_in(one, wanted):
            yield f"{a} {_spoken(one, compared, what)} than {b}{when}"
            yield f"{a} {_spoken(one, limit, what)}{when}"
    for one in measure.passive:
        for what in _categories_in(one, wanted):
            yield f"{limit} of {a}'s {canonical(one, what=what)}{when}"
    for one in measure.noun[:1]:
        verb = "were" if measure.kind == "count" else "was"
        than = "lower" if wanted.down else "higher"
        for what in _categories_in(one, wanted):
            said = canonical(one, what=what)
            yield f"{a}'s {said} {verb} {than} than {b}'s{when}"
            yield f"{a}'s {said} {wanted.verb}{wanted.since}"
            if limit != "no":
                yield f"{a}'s {said} {verb} {limit}{when}"
            yield f"{a} reports {said}"


def _categories_in(form: str, wanted: Wanted) -> tuple[str, ...]:
    """The words for a category that a form can take: none, and those of the sentence."""
    return ("", wanted.what) if wanted.what and "{what}" in form else ("",)


def _spoken(form: str, amount: str, what: str) -> str:
    """A form in its first wording: less content and fewer videos, 1,000 pieces of content."""
    noun, direct = what or "content", "{q} {what}"
    if direct in form and not re.search(r"[^s]s\b", noun):
        amount = "less" if amount == "fewer" else amount
        noun = f"pieces of {noun}" if re.search(r"\d", amount) else noun
    return canonical(form.replace(direct, f"{{q}} {noun}"), amount, what)


# What a sentence speaks of.


def _core(bare: str, named: Sequence[str]) -> str:
    """A sentence without its periods, its place and its services."""
    core = MARK.sub(" ", place_in(bare)[0])
    for name in named:
        core = re.sub(re.escape(name), " ", core, flags=re.IGNORECASE)
    return core


def _telling(text: str) -> frozenset[str]:
    found = re.findall(r"[a-z]{3,}", text.casefold())
    return frozenset(found) - set(words()["likeness"]["common"].split())


@cache
def _words_of(id_: str) -> frozenset[str]:
    """The words of a measurement that say what was measured."""
    measure = measurements()[id_]
    forms = " ".join((*measure.active, *measure.passive, *measure.noun))
    return _telling(re.sub(r"\{\w+\}", " ", forms))


def _alike(one: str, other: str) -> bool:
    """Whether two words begin alike, as forms of one word do: ``removals`` and ``removed``."""
    same = len([at for at in range(len(one)) if other.startswith(one[: at + 1])])
    return same >= max(3, 0.6 * max(len(one), len(other)))


# What a sentence says.


def _wanted(bare: str, periods: Sequence[Period], named: Sequence[str]) -> Wanted:
    """What stays of a sentence in which periods are marked."""
    core, spelled = _core(bare, named), place_in(bare)[2]
    place = f" {spelled}" if spelled else ""
    when, since = place, f"{place}{AS_WRITTEN.since}"
    if periods:
        first, last = min(periods), max(periods)
        when = f"{place} in {short(last)}"
        since = f"{place} since {short(first)}"
        if first != last:
            since = f"{place} from {short(first)} to {short(last)}"
    limits = {kind: found for kind in _LIMITS if (found := _limit(core, kind))}
    return Wanted(when, since, _category(core), _down(core), limits)


def _down(core: str) -> bool | None:
    """Whether a sentence says less (True) or more (False); None where it says neither or both."""
    found = {down for stems, down in _STEMS if re.search(stems, core, re.IGNORECASE)}
    for section in ("than", "was", "changed"):
        for row in words()[section]:
            if re.search(rf"\b(?:{row['words']})\b".replace("{n}", r"\d+"), core, re.IGNORECASE):
                found.add(row["tests"][0][0] in ("lt", "le"))
    return found.pop() if len(found) == 1 else None


def _limit(core: str, kind: Kind) -> str:
    """The longest limit of this kind that a sentence names."""
    form = rf"(?<!\w)(?:{limit_words(kind)})(?!\w|[.,]\d| ?%)"
    found = [one[0] for one in re.finditer(form, core, re.IGNORECASE) if re.search(r"\d", one[0])]
    return max(found, key=len, default="")


def _category(core: str) -> str:
    """The words of a sentence that are a name of a category; the longest of them."""
    spoken = re.findall(r"[\w'-]+", core)
    for length in range(min(_WORDS, len(spoken)), 0, -1):
        for at in range(len(spoken) - length + 1):
            said = " ".join(spoken[at : at + length])
            if plain(said) in _categories():
                return said
    return ""


@cache
def _categories() -> frozenset[str]:
    """What the categories of the harm taxonomy are called."""
    scheme = harm()
    return frozenset().union(
        *(names_of(f"harm@{scheme.version}", code) for code in scheme.categories)
    )
