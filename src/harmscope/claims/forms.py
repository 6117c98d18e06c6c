"""The forms of claims: for each measurement, the regular expressions of what can be said of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from harmscope.claims.claim import Claim, Condition, Form, Kind, Measurement, Op
from harmscope.claims.grammar import (
    NUMBER,
    amounts,
    limits,
    measurements,
    number_of,
    pattern,
    relative,
    step_of,
    words,
)

A = r"(?P<a>\S.*?)"
_NUMBERS = "|".join((*words()["fractions"], *words()["numbers"]))
B = rf"(?P<b>(?!(?:[\d.,]+|{_NUMBERS}|an?|one)(?:[ %]|$))\S.*?)"
"""The two services of a claim; the second is no number."""

CLOSE = 1e-6
"""Sums and products of floats that are nearer to a whole number than this are whole."""

_IS = r"(?:was|were|is|are)"
_AT = r"(?:that of |those of |that on |those on |at |on )?"
_AGAIN = r"(?P<again> \S.*?)??(?: did| was| were)?"
"""What follows the second service in the possessive: the first words of what is compared, again."""
_BY = (
    rf" by (?P<how>at least|more than|over) (?P<by>{NUMBER}) ?"
    r"(?P<unit>%|per ?cent|percent|points|percentage points)"
)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A form of a claim about a measurement, its regular expression, and the section of
    ``words.toml`` that its amount is of."""

    form: Form
    pattern: re.Pattern[str]
    section: str = ""


@cache
def forms(id_: str, change: bool) -> tuple[Spelled, ...]:
    """Every form of a measurement; those of a change where ``change`` says so."""
    measure = measurements()[id_]
    found = _changes(measure) if change else (*_comparisons(measure), *_limits(measure))
    return tuple(
        Spelled(form, re.compile(f"^{text}$", re.IGNORECASE), section)
        for form, text, section in found
    )


_Text = tuple[Form, str, str]


def _relatives(measure: Measurement) -> Iterator[tuple[str, str]]:
    """(word between the services, pattern of the amount) of all that compares two amounts."""
    for section in ("than", "as") if measure.kind == "count" else ("than",):
        if amount := amounts(section, measure.kind):
            yield section, f"(?P<q>{amount})"


def _comparisons(measure: Measurement) -> Iterator[_Text]:
    for joint, amount in _relatives(measure):
        for active in measure.active:
            yield "compare", rf"{A} {pattern(active, amount)} {joint} {B}(?: did)?", joint
        for passive in measure.passive if joint == "than" else ():
            said = rf"(?P<said>{pattern(passive)})"
            of = rf"{amount} of {A}(?:'s|') {said} than of {B}(?:'s|'){_AGAIN}"
            yield "compare", of, joint
            on = _on(passive)
            yield "compare", rf"{amount} of {on} than (?:of those )?(?:on|at) {B}", joint
    than = rf"{_IS} (?P<q>{amounts('was')}) than {_AT}{B}(?:'s?{_AGAIN})?"
    for head in _heads(measure, "(?P<said>", ")"):
        yield "compare", f"{head} {than}", "was"
    for noun in measure.noun:
        stands = rf"(?:the )?{pattern(noun)} {_IS} (?P<q>{amounts('was')})"
        yield "compare", rf"{stands} (?:on|at) {A} than (?:on|at) {B}", "was"
        body = rf"{A} (?:had|has) (?:a |an )?(?P<q>{amounts('was')}) {pattern(noun)} than {B}"
        yield "compare", rf"{body}(?: did| had)?", "was"


def _changes(measure: Measurement) -> Iterator[_Text]:
    for joint, amount in _relatives(measure):
        for active in measure.active:
            yield "change", rf"{A} {pattern(active, amount)}", joint
    for head in _heads(measure):
        yield "change", rf"{head} (?P<q>{amounts('changed')})(?:{_BY})?", "changed"
        yield "change", rf"{head} (?:was|were) (?P<q>{amounts('was')})", "was"


def _limits(measure: Measurement) -> Iterator[_Text]:
    amount = f"(?P<q>{limit_words(measure.kind)})"
    for active in measure.active:
        yield "limit", rf"{A} {pattern(active, amount)}", ""
    for passive in measure.passive:
        yield "limit", rf"{amount} of {A}(?:'s|') {pattern(passive)}", ""
        yield "limit", rf"{amount} of {_on(passive)}", ""
    for head in _heads(measure):
        yield "limit", rf"{head} (?:{_IS}|stood at) {amount}", ""


def _on(passive: str) -> str:
    """A passive form with the service within it: ``views on A were of hate speech``."""
    head, verb, rest = re.split(r" (?=\(?(were|was|had|led)\b)", passive, maxsplit=1)
    assert verb
    return rf"(?:the )?{pattern(head)} (?:on|at) {A} {pattern(rest)}"


def _heads(measure: Measurement, opens: str = "(?:", closes: str = ")") -> Iterator[str]:
    for noun in measure.noun:
        said = f"{opens}{pattern(noun)}{closes}"
        yield rf"{A}(?:'s|') {said}"
        yield rf"(?:the )?{said} (?:of|at|on|by) {A}"


def limit_words(kind: Kind) -> str:
    """The pattern of a limit: ``fewer than 5 %``, ``at least 1,000``, ``less than half``."""
    before = "|".join(f"(?:{spelled})" for _, spelled in limits())
    more = "(?P<over> or (?:more|fewer|less))?"
    if kind == "count":
        scales, spelled = "|".join(words()["scales"]), "|".join(words()["numbers"])
        number = rf"{NUMBER}(?: ?(?:{scales})\b)?|{spelled}|a million"
        return rf"(?:(?:(?P<op>{before}) )?(?P<amount>{number}){more}|(?P<no>no))"
    if kind == "time":
        units = "|".join(words()["hours"])
        return rf"(?:(?P<op>{before}) )?(?P<amount>{NUMBER}|a|one) ?(?P<unit>{units})"
    fractions, whole = "|".join(words()["fractions"]), "|".join(words()["whole"])
    share = rf"(?:(?P<op>{before}) )?(?P<amount>{NUMBER}) ?(?:%|per ?cent|percent){more}"
    return rf"(?:{share}|(?P<above>{before}) (?P<fraction>{fractions})|(?P<whole>{whole}))"


# What a match says.


def claimed(core: str, spelled: Spelled, measure: Measurement, given: dict[str, str]) -> Claim:
    """The claim of a match, by the names of its groups. Raises ValueError where its numbers have
    no meaning, or where it compares two different things."""
    again, said = given.get("again", ""), given.get("said", "")
    if again and not f"{said} ".casefold().startswith(f"{again.strip()} ".casefold()):
        raise ValueError("two different things are compared")
    if spelled.form == "limit":
        conditions = _limited(measure, given)
    else:
        conditions = _compared(measure, given, spelled.section)
    what = " ".join(value for name, value in given.items() if name.startswith("what"))
    return Claim(
        core,
        spelled.form,
        name_of(given["a"]),
        name_of(given["b"]) if "b" in given else None,
        measure,
        measure.category or what.strip(),
        conditions,
        amount=given.get("q", ""),
    )


def name_of(text: str) -> str:
    """The name of a service without what stands around it."""
    return re.sub(r"'s?$", "", text.strip(" ,\"'"))


def _compared(measure: Measurement, given: dict[str, str], section: str) -> tuple[Condition, ...]:
    found = relative(section, given["q"])
    if "by" not in given:
        return found
    amount, (first, *others) = number_of(given["by"]) / 100, found
    if others or first.factor != 1 or first.op not in ("gt", "lt"):
        raise ValueError("no amount goes with this")
    strict, up = given["how"].lower() != "at least", first.op == "gt"
    ops: dict[tuple[bool, bool], Op] = {
        (True, True): "gt", (True, False): "ge", (False, True): "lt", (False, False): "le",
    }  # fmt: skip
    op, change = ops[up, strict], amount if up else -amount
    points = "points" in given["unit"].lower()
    # Of a share, "by 5 %" may mean points or a part of it; of a count, points mean nothing.
    if points != (measure.kind == "share"):
        raise ValueError("the unit may mean two things")
    return (Condition(op, 1, change),) if points else (Condition(op, 1 + change),)


def _limited(measure: Measurement, given: dict[str, str]) -> tuple[Condition, ...]:
    lowered = {name: value.lower() for name, value in given.items()}
    named = words()
    if "no" in lowered:
        return (Condition("eq", 0, 0),)
    if "whole" in lowered:
        op, share = named["whole"][lowered["whole"]]
        return (Condition(op, 0, share),)
    if "fraction" in lowered:
        return (Condition(_op(lowered["above"]), 0, named["fractions"][lowered["fraction"]]),)
    return _numbered(measure, lowered)


def _numbered(measure: Measurement, lowered: dict[str, str]) -> tuple[Condition, ...]:
    """The conditions of a number; a bare one is met by what rounds to it as it is written."""
    ones = {"a million": "1 million", "a": "1", "one": "1"}
    spelled = ones.get(lowered["amount"], lowered["amount"])
    unit = words()["hours"][lowered["unit"]] if measure.kind == "time" else 1
    scale = 0.01 if measure.kind == "share" else float(unit)
    amount, half = number_of(spelled) * scale, step_of(spelled) * scale / 2
    if measure.kind == "count" and abs(amount - round(amount)) > CLOSE:
        raise ValueError("a part of a thing: a point for thousands, perhaps")
    if measure.kind == "share" and amount > 1:
        raise ValueError("no share is above 100 %")
    if "over" in lowered:
        over: Op = "ge" if "more" in lowered["over"] else "le"
        if "op" in lowered and _op(lowered["op"]) != over:
            raise ValueError("two limits that do not agree")
        return (Condition(over, 0, amount),)
    if "op" in lowered:
        return (Condition(_op(lowered["op"]), 0, amount),)
    if measure.kind == "count" and step_of(spelled) <= 1:
        return (Condition("eq", 0, amount),)
    return Condition("ge", 0, amount - half), Condition("le", 0, amount + half)


def _op(spelled: str) -> Op:
    return next(op for op, known in limits() if re.fullmatch(known, spelled, re.IGNORECASE))
