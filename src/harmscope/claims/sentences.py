"""A sentence as a claim: the forms of the grammar, and the nearest one where none fits."""

import re
from collections.abc import Sequence
from dataclasses import replace

from harmscope.claims.claim import Claim, Measurement, NotKnownError
from harmscope.claims.forms import A, claimed, forms, name_of
from harmscope.claims.grammar import canonical, measurements, pattern, place_in
from harmscope.claims.meanings import meanings, spans_meant
from harmscope.claims.nearest_claims import nearest_claims
from harmscope.claims.spans import marked
from harmscope.errors import UserError
from harmscope.model.period import Period

_WHEN = r"(?:in|during|for|over)"
_REPORTS = r"(?:reports|reported|publishes|published|discloses|disclosed|breaks out)(?: on)?"
_DENIES = r"(?:does not|doesn't|did not|didn't) (?:report|publish|disclose|break out)(?: on)?"


MOST = 400
"""Characters of a claim; a longer text is none."""

# One sentence.


def parse(text: str, services: Sequence[str] = ()) -> Claim:
    """The claim that a sentence makes. ``services`` are names for the nearest known claims.

    Raises UserError where the grammar does not know the sentence.
    """
    if len(text) > MOST:
        raise UserError("claim", f"it is longer than {MOST} characters", "write one claim a line")
    found = _understood(text)
    if found is None:
        raise _not_known(_plain(text), services)
    return found


def _understood(text: str) -> Claim | None:
    core, periods = marked(_plain(text))
    core, place, _ = place_in(core)
    whole = core
    core, used, since = _without_periods(core, periods)
    found = None if "§" in core else _matched(core, since or len(used) == 2)
    if found is None:
        return None
    _distinct(used, ordered=not _THAN.search(whole))
    return replace(found, text=text.strip(), periods=used, since=since, place=place)


def _not_known(text: str, services: Sequence[str]) -> NotKnownError:
    """Why a sentence is no claim: it may mean several, each of which is offered, or none."""
    for fault, offers in (
        ("its words may mean more than one measure", meanings(text)),
        ("it names one period for a change, and not from when to when", spans_meant(text)),
    ):
        close = tuple(one for one in offers if _understood(one))
        if len(close) > 1:
            return NotKnownError("claim", fault, f"say which: {_listed(close)}", close)
    fault, page = "the claim is not one that the grammar knows", "docs/howto-claim.md lists"
    close = tuple(nearest_claims(text, services))
    if not close:
        return NotKnownError("claim", fault, f"{page} the claims that it knows")
    fix = f"the nearest claims that it knows: {_listed(close)}; {page} them all"
    return NotKnownError("claim", fault, fix, close)


def _listed(offers: Sequence[str]) -> str:
    return " or ".join(f"“{one}”" for one in offers)


_THAN = re.compile(r"§\d§ (?:than|as) ", re.IGNORECASE)
"""Two periods of which either may stand first: "more in 2024 than in 2025"."""


def _distinct(used: Sequence[Period], *, ordered: bool) -> None:
    """Raises UserError where two periods are one, share days, or do not stand in their order."""
    if len(used) < 2:
        return
    old, new = used
    if old == new:
        raise UserError("claim", "it compares a period with itself", "name two periods")
    if old.start <= new.end and new.start <= old.end:
        raise UserError("claim", "it compares periods that share days", "name two apart")
    if ordered and old.start > new.start:
        raise UserError("claim", "its later period stands first", "name the earlier one first")


def _plain(text: str) -> str:
    bare = text.translate(_QUOTES)
    return " ".join(bare.split()).strip().rstrip(".!").strip('" ')


_QUOTES = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}
_TWO = (
    rf"^(?P<rest>.*?),? {_WHEN} §(?P<new>\d)§ (?:than|as) "
    rf"(?:it (?:did|was) )?(?:{_WHEN} )?§(?P<old>\d)§$",
    r"^(?P<rest>.*?),? between §(?P<old>\d)§ and §(?P<new>\d)§$",
    r"^(?P<rest>.*?),? from §(?P<old>\d)§ to §(?P<new>\d)§$",
    r"^(?P<rest>.*?),? since §(?P<old>\d)§$",
    rf"^(?P<rest>.*?),? {_WHEN} §(?P<one>\d)§$",
    rf"^{_WHEN} §(?P<one>\d)§,? (?P<rest>.*)$",
    r"^between §(?P<old>\d)§ and §(?P<new>\d)§,? (?P<rest>.*)$",
    r"^since §(?P<old>\d)§,? (?P<rest>.*)$",
)
"""Where periods stand: the earlier and the later of a change, or one."""


def _without_periods(core: str, periods: list[Period]) -> tuple[str, tuple[Period, ...], bool]:
    for form in _TWO:
        found = re.match(form, core, re.IGNORECASE)
        if found is None:
            continue
        given = found.groupdict()
        if "one" in given:
            return given["rest"], (periods[int(given["one"])],), False
        old = periods[int(given["old"])]
        if "new" not in given:
            return given["rest"], (old,), True
        return given["rest"], (old, periods[int(given["new"])]), False
    return core, (), False


# The forms.


def _matched(core: str, change: bool) -> Claim | None:
    """The first form that the words fit; of a change where two periods are named."""
    for measure in measurements().values():
        for spelled in forms(measure.id, change):
            found = spelled.pattern.match(core)
            if found is None:
                continue
            given = {name: value for name, value in found.groupdict().items() if value}
            try:
                return claimed(core, spelled, measure, given)
            except ValueError:
                continue
    return None if change else _reporting(core)


def _reporting(core: str) -> Claim | None:
    """A claim that a service reports something, or does not."""
    for verb, denies in ((_REPORTS, False), (_DENIES, True)):
        form = rf"^{A} {verb} (?P<topic>\S.*?)(?P<apart> separately)?$"
        found = re.match(form, core, re.IGNORECASE)
        if found is not None:
            measure, what = _topic(found["topic"])
            a, apart = name_of(found["a"]), bool(found["apart"])
            return Claim(core, "reports", a, None, measure, what, not_=denies, apart=apart)
    return None


def _topic(topic: str) -> tuple[Measurement | None, str]:
    """The measurement that a service is said to report, and the words for a category."""
    for measure in measurements().values():
        for noun in measure.noun:
            body = rf"^(?:its |the |a |any )?{pattern(noun)}(?: (?:by|for|on) (?P<by>\S.*))?$"
            found = re.match(body, topic, re.IGNORECASE)
            if found is not None:
                words_ = [v for n, v in found.groupdict().items() if v and n[:2] in ("wh", "by")]
                return measure, measure.category or " ".join(words_)
    return None, topic


def sentence(claim: Claim, measure: Measurement, when: str) -> str:
    """The words of a claim with another measurement in place of its own and ``when`` as its
    period; empty where its form has no words for it."""
    if not claim.amount or not measure.active or claim.form not in ("compare", "limit"):
        return ""
    said = f"{claim.a} {canonical(measure.active[0], claim.amount, claim.what)}"
    joint = "as" if " as " in claim.amount else "than"
    against = f" {joint} {claim.b}" if claim.b else ""
    return f"{said}{against}{f' in {when}' if when else ''}"
