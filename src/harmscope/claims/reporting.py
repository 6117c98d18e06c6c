"""Claims that a service reports something, or does not, by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from harmscope.claims import subjects
from harmscope.claims.claim import Answer, Claim, State
from harmscope.claims.subjects import is_broader
from harmscope.claims.undecided import UndecidedError
from harmscope.comparison.categories import is_top, label_of, native_code
from harmscope.comparison.compare import Placed
from harmscope.comparison.mentions import relation
from harmscope.reading import LoadedReport

_TURNED: dict[State, State] = {
    "supported": "not_supported",
    "not_supported": "supported",
    "cannot_say": "cannot_say",
}
_OWN = ("equal", "approx", "rollup")
SHOWN = 3
BY_HAND = "figures"
"""The format of figures that were copied by hand, from any number of places."""

INCOMPLETE = frozenset({"HS608"})
"""Remarks of reading that say that parts of a report are missing."""


def reported(claim: Claim, reports: Sequence[LoadedReport], figures: Sequence[Placed]) -> Answer:
    """Whether figures of the service stand in the reports for what the claim names."""
    own = [one for one in figures if one[1] == claim.a]
    if claim.periods:
        wanted = str(claim.periods[0])
        own = [one for one in own if one[2].period == wanted]
    try:
        subjects.known_words(claim.what, figures)
        found = _found(claim, own)
        chosen = _best(found)
        made = tuple(subjects.sides(reports, chosen))
        subjects.place_fits(claim, made)
        state, reason = _state(chosen)
        said = Answer(claim, state, reason, None, made[:SHOWN])
    except UndecidedError as error:
        said = _absent(claim, error, [reports[at] for at, _, _ in own])
    turned = _TURNED[said.state] if claim.not_ else said.state
    return replace(said, state=turned, reports=tuple(reports))


def _absent(claim: Claim, error: UndecidedError, of_service: Sequence[LoadedReport]) -> Answer:
    """The answer where the reports hold no such figure: it is not reported, unless parts of a
    report are missing, or somebody copied the figures that they wanted."""
    if error.axis != "none":
        return Answer(claim, "cannot_say", error.reason, error.axis)
    if any(one.format == BY_HAND for one in of_service):
        return Answer(
            claim, "cannot_say", "figures that were copied by hand may leave it out", "missing"
        )
    if any(remark.get("rule") in INCOMPLETE for one in of_service for remark in one.remarks):
        return Answer(
            claim, "cannot_say", "sheets that may hold it are missing from the report", "missing"
        )
    return Answer(claim, "not_supported", error.reason)


def _found(claim: Claim, own: Sequence[Placed]) -> list[Placed]:
    """The figures for what the claim names. Raises UndecidedError, on the axis ``none`` where the
    reports show that there is none."""
    if not own:
        raise UndecidedError("period", f"these reports give no figure of {claim.a} for that period")
    if claim.measure is None:
        return _of_category(claim, own)
    metric, splits = claim.measure.metric, claim.measure.splits
    whole = [one for one in own if one[2].metric == metric and set(splits) <= set(one[2].place)]
    given = {one[2].metric for one in own}
    for recipe in claim.measure.ratios if not whole else ():
        if {*recipe.part, *recipe.whole} <= given:
            raise UndecidedError(
                "numerator", f"{claim.a} gives the counts for it, and not the share"
            )
    if not whole:
        raise UndecidedError("none", f"these reports hold no such figure of {claim.a}")
    return _of_category(claim, whole) if claim.what else whole


def _of_category(claim: Claim, own: Sequence[Placed]) -> list[Placed]:
    what = claim.what
    split = [one for one in own if one[2].scheme and native_code(one[2])]
    if not split:
        raise UndecidedError("category", "these reports split no figure by category")
    wanted = {subjects.plain(one) for one in subjects.trimmed(what)}
    harm = subjects.harm_of(what)
    by_code: dict[tuple[str, str], str | None] = {}
    for _, _, figure in split:
        scheme, code = figure.scheme or "", native_code(figure) or ""
        if (scheme, code) not in by_code:
            named = bool(wanted & subjects.names_of(scheme, code))
            rule = "equal" if named else relation(scheme, code, harm) if harm else None
            by_code[scheme, code] = rule
    kept = [one for one in split if by_code[one[2].scheme or "", native_code(one[2]) or ""] in _OWN]
    if kept:
        best = min(
            _OWN.index(by_code[o[2].scheme or "", native_code(o[2]) or ""] or "") for o in kept
        )
        return [
            o for o in kept if by_code[o[2].scheme or "", native_code(o[2]) or ""] == _OWN[best]
        ]
    raise _elsewhere(by_code, harm, apart=claim.apart)


def _elsewhere(
    by_code: Mapping[tuple[str, str], str | None], harm: str | None, *, apart: bool
) -> UndecidedError:
    """Why no code stands for the category: it is within a broader one, near another, or absent.
    Within a broader one it is reported, though not ``apart``."""
    within = {
        pair
        for pair, rule in by_code.items()
        if (rule == "split" and is_top(*pair)) or (harm and is_broader(*pair, harm))
    }
    near = {pair for pair, rule in by_code.items() if rule is not None} - within
    shown = ", ".join(f"“{label_of(*pair)}”" for pair in sorted(near or within)[:SHOWN])
    if near:
        return UndecidedError("category", f"it may be counted within other categories: {shown}")
    if within:
        return UndecidedError(
            "none" if apart else "category", f"it is counted within broader categories: {shown}"
        )
    return UndecidedError("none", "no category of the reports stands for it")


def _best(found: Sequence[Placed]) -> list[Placed]:
    """Figures with a number first, and those that are not zero before zeros."""
    return sorted(found, key=lambda one: (not _has_number(one), not one[2].value))


def _has_number(one: Placed) -> bool:
    return one[2].value is not None or one[2].bounds is not None


def _state(chosen: Sequence[Placed]) -> tuple[State, str]:
    if _has_number(chosen[0]):
        return "supported", ""
    states = {one[2].status for one in chosen}
    if "suppressed" in states:
        raise UndecidedError("missing", "the number is withheld")
    return "not_supported", "the report has the row and leaves it without a number"
