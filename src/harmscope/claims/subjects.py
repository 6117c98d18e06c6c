"""The figures that a claim is about: services, categories and periods found in the reports."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from harmscope.claims.claim import Claim, Measurement, NotKnownError
from harmscope.claims.grammar import words
from harmscope.claims.limits import derived
from harmscope.claims.undecided import UndecidedError
from harmscope.comparison.axes import LENGTH_SLACK
from harmscope.comparison.categories import Lens, label_of, lens_for, native_code
from harmscope.comparison.compare import Placed, service_of, sides_of
from harmscope.comparison.mentions import relation
from harmscope.comparison.side import Side
from harmscope.errors import UserError, nearest, offer
from harmscope.model.figure import Figure
from harmscope.model.period import Period, parse_period
from harmscope.reading import LoadedReport
from harmscope.taxonomy import load_system, search

NAMES = frozenset({"harm", "category", "harm_top"})
SURE, LIKE = 90.0, 3.0
"""The score from which words mean a category, and how near another one makes them ambiguous."""


def placed(reports: Sequence[LoadedReport]) -> list[Placed]:
    """Every figure with a number or a reason for none, with its report and its service."""
    return [
        (at, service_of(report, figure), figure)
        for at, report in enumerate(reports)
        for figure in report.figures
        if figure.unit != "text"
    ]


def service_named(name: str, known: Iterable[str]) -> str:
    """The service of this name, whatever its letters' case. Raises UserError where no report is
    about it."""
    names = sorted(set(known))
    if name in names:
        return name
    found = [one for one in names if one.casefold() == name.casefold()]
    if len(found) > 1:
        fix = f"write it as its report does: {' or '.join(found)}"
        raise UserError("claim", "several services differ in nothing but capital letters", fix)
    if not found:
        fault = "it names a service that no report is about"
        close = tuple(nearest(name, names, most=2, least=0))
        raise NotKnownError("claim", fault, offer(name, names), close, name)
    return found[0]


# Categories: the words of a claim in the system of a report.


def plain(text: str) -> str:
    """Words alone, in the singular, for comparing names."""
    bare = re.sub(r"[^a-z0-9]+", " ", text.casefold()).split()
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in bare)


def trimmed(what: str) -> list[str]:
    """The words for a category as they stand, and without words such as "posts with"; none where
    they mean all content."""
    things = words()["things"]
    if what.casefold() in things["words"] or not what:
        return []
    found, text = [what], what
    for lead in things["before"]:
        if text.casefold().startswith(f"{lead} "):
            text = text[len(lead) + 1 :]
            found.append(text)
    tails = [tail for tail in things["after"] if text.casefold().endswith(f" {tail}")]
    found += [text[: -len(tail) - 1] for tail in tails]
    return [one for one in found if one.casefold() not in things["words"]]


def of_kind(what: str, service: str, formats: Iterable[str]) -> None:
    """Raise UndecidedError where the words name one kind of content, such as videos, and figures in
    these formats of reports count every kind together."""
    said = f" {what.casefold()} "
    for kind, alone in words()["kinds"].items():
        if f" {kind} " in said and not set(formats) <= set(alone):
            raise UndecidedError(
                "numerator", f"{service} counts content of every kind, and not {kind} alone"
            )


@cache
def names_of(scheme: str, code: str) -> frozenset[str]:
    """What a code is called: its label, the words in brackets, its own text, its aliases."""
    label = label_of(scheme, code)
    text = re.sub(r"^(?:STATEMENT_CATEGORY|KEYWORD)_", "", code.rpartition("/")[2])
    spelled = {label, re.sub(r"\s*\(.*?\)", "", label), text, *re.findall(r"\(([^)]*)\)", label)}
    try:
        found = load_system(scheme).find(code)
        spelled |= set(found.aliases) if found else set()
    except UserError:
        pass
    return frozenset(plain(one) for one in spelled)


@cache
def harm_of(what: str) -> str | None:
    """The category of the harm taxonomy that words mean, or None.

    Raises UndecidedError where they may mean several that have nothing in common.
    """
    for spelled in trimmed(what):
        hits = [h for h in search(spelled) if h.system.startswith("harm@") and h.score >= SURE]
        if not hits:
            continue
        first = hits[0]
        top = first.key.partition(".")[0]
        others = [h for h in hits[1:] if first.score - h.score < LIKE and h.score < 100]
        apart = [h for h in others if h.key.partition(".")[0] != top]
        if apart:
            listed = " or ".join(f"“{h.label}”" for h in (first, *apart))
            raise UndecidedError("category", f"the words for the category may mean {listed}")
        return first.key
    return None


def code_in(what: str, scheme: str, codes: set[str]) -> tuple[str, str]:
    """The code of a system that the words mean, and how near: ``same``, ``equal`` or ``approx``.

    ``codes`` are those that the reports use. Raises UndecidedError where none means just this.
    """
    wanted = {plain(one) for one in trimmed(what)}
    named = sorted(code for code in codes if wanted & names_of(scheme, code))
    if len(named) == 1:
        return named[0], "same"
    if named:
        listed = ", ".join(f"“{label_of(scheme, code)}”" for code in named)
        raise UndecidedError(
            "category", f"the words mean several categories of the reports: {listed}"
        )
    harm = harm_of(what)
    by_rule: dict[str, list[str]] = defaultdict(list)
    for code in sorted(codes):
        found = relation(scheme, code, harm) if harm else None
        by_rule[found or "none"].append(code)
    for rule in ("equal", "approx"):
        if len(by_rule[rule]) == 1:
            return by_rule[rule][0], rule
    if harm and "." in harm and not any(by_rule[rule] for rule in ("rollup", "split", "alternate")):
        by_rule["split"] = [one for one in sorted(codes) if is_broader(scheme, one, harm)]
    raise UndecidedError("category", _no_code(scheme, by_rule))


def is_broader(scheme: str, code: str, harm: str) -> bool:
    """Whether a code stands for the category above one of the harm taxonomy."""
    return "." in harm and relation(scheme, code, harm.partition(".")[0]) in ("equal", "approx")


def _no_code(scheme: str, by_rule: dict[str, list[str]]) -> str:
    def listed(*rules: str) -> str:
        found = [code for rule in rules for code in by_rule[rule]][:4]
        return ", ".join(f"“{label_of(scheme, code)}”" for code in found)

    if by_rule["equal"] or by_rule["approx"]:
        return f"several categories of the reports stand for it: {listed('equal', 'approx')}"
    if by_rule["rollup"]:
        return f"the reports count narrower or other categories alone: {listed('rollup')}"
    if by_rule["split"] or by_rule["alternate"]:
        return f"the reports count it within broader categories: {listed('split', 'alternate')}"
    return "the reports have no category for it"


def known_words(what: str, figures: Sequence[Placed]) -> None:
    """Raise UserError where the words name no category, ours or of the reports."""
    if not trimmed(what) or harm_of(what) is not None:
        return
    codes = {(f.scheme, native_code(f)) for _, _, f in figures if f.scheme and native_code(f)}
    wanted = {plain(one) for one in trimmed(what)}
    labels = [label_of(scheme, code or "") for scheme, code in codes]
    if any(wanted & names_of(scheme or "", code or "") for scheme, code in codes):
        return
    close = nearest(what, sorted({*labels, *(hit.label for hit in search(what))}), least=40)
    listed = " or ".join(f"“{one}”" for one in close)
    fix = f"did you mean {listed}?" if close else "see harmscope taxonomy search"
    fault = "it names a category or a measure that is not known"
    raise NotKnownError("claim", fault, fix, tuple(one for one in close if trimmed(one)), what)


# Figures of one measurement, service and category.


def figures_of(
    figures: Sequence[Placed], service: str, measure: Measurement, what: str
) -> tuple[list[Placed], str]:
    """The figures of a measurement and category, in every period, and the label of the category
    where it comes close to the words and is not called so.

    Raises UndecidedError where the category cannot be had.
    """
    own = [one for one in figures if one[1] == service]
    fitting = _fitting(own, measure.metric, measure.splits)
    if not fitting and measure.ratios:
        fitting = derived(own, measure)
    if not trimmed(what):
        return [one for one in fitting if native_code(one[2]) is None], ""
    kept: list[Placed] = []
    near = ""
    for scheme in sorted({one[2].scheme for one in fitting if one[2].scheme}):
        of_scheme = [one for one in fitting if one[2].scheme == scheme and native_code(one[2])]
        codes = {code for one in of_scheme for code in _codes(one[2])}
        if not codes:
            continue
        code, rule = code_in(what, scheme, codes)
        near = label_of(scheme, code) if rule == "approx" else near
        chosen = [one for one in of_scheme if code in _codes(one[2])]
        tops = [one for one in chosen if "harm_top" in (one[2].dimensions or {})]
        if not tops and _has_parts(code, scheme, codes):
            label = label_of(scheme, code)
            raise UndecidedError(
                "category", f"{service} counts parts of “{label}” apart, and not all of it together"
            )
        kept += tops or chosen
    return kept, near


def _has_parts(code: str, scheme: str, codes: Iterable[str]) -> bool:
    """Whether the reports count narrower codes of ours beside a code: then the row of the code
    itself holds only what names no part."""
    return scheme.startswith("harm@") and any(one.startswith(f"{code}.") for one in codes)


def _codes(figure: Figure) -> set[str]:
    return {code for name, code in (figure.dimensions or {}).items() if name in NAMES}


def _fitting(
    figures: Iterable[Placed], metric: str, splits: tuple[tuple[str, str], ...]
) -> list[Placed]:
    return [
        one
        for one in figures
        if one[2].metric == metric
        and tuple(each for each in one[2].place if each[0] not in NAMES) == splits
        and len([name for name, _ in one[2].place if name in NAMES]) <= 1
    ]


def sides(
    reports: Sequence[LoadedReport], chosen: Sequence[Placed], lens: Lens | None = None
) -> list[Side]:
    """Figures as sides of a comparison; their own system is kept where they share one."""
    return sides_of(reports, chosen, lens or lens_for([figure for _, _, figure in chosen], None))


# Periods.


def in_period(chosen: Sequence[Placed], period: Period, who: str) -> list[Placed]:
    """The figures of just this period. Raises UndecidedError where there is none."""
    found = [one for one in chosen if one[2].period == str(period)]
    if not found:
        raise UndecidedError("period", f"{who}: these reports give {_periods(chosen)}")
    return found


def only_period(chosen: Sequence[Sequence[Placed]]) -> Period:
    """The one period that all have where a claim names none. Raises UndecidedError where there are
    several or none."""
    common = set.intersection(*({one[2].period for one in part} for part in chosen))
    known = sorted(period for period in common if period)
    if len(known) == 1:
        return parse_period(known[0])
    if known:
        listed = _periods([one for part in chosen for one in part])
        raise UndecidedError("period", f"the claim names no period; these reports give {listed}")
    raise UndecidedError("period", "the figures are not of one period")


def newest(chosen: Sequence[Placed], old: Period) -> Period:
    """The newest period of about the same length after ``old``. Raises UndecidedError for none."""
    spans = [parse_period(one[2].period) for one in chosen if one[2].period]
    later = [
        span for span in spans if span.start > old.end and abs(span.days - old.days) <= LENGTH_SLACK
    ]
    if not later:
        raise UndecidedError(
            "period", f"no later period of that length; there is {_periods(chosen)}"
        )
    return max(later)


def _periods(chosen: Sequence[Placed]) -> str:
    found = sorted({one[2].period for one in chosen if one[2].period})
    listed = ", ".join(found[:6]) + (f" and {len(found) - 6} more" if len(found) > 6 else "")
    return listed.replace("/", " to ") or "no period"


def place_fits(claim: Claim, chosen: Iterable[Side]) -> None:
    """Raise UndecidedError where the claim names a place that no figure is known to cover."""
    for side in chosen if claim.place else ():
        area = side.figure.scope.geography if side.figure.scope else None
        if area != claim.place:
            raise UndecidedError(
                "geography", f"{side.service}: {area or 'the part of the world is not stated'}"
            )
