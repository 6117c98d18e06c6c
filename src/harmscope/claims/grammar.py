"""The grammar of claims, loaded: measurements, and the words for numbers and how they compare."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from harmscope.claims.claim import Condition, Measurement, Op, Ratio
from harmscope.metrics.catalogue import METRICS
from harmscope.reading.report_file import title_of

WHAT = r"(?P<what>\S.*?)"
NUMBER = r"\d[\d,.\u00a0\u202f]*"


@cache
def words() -> dict[str, Any]:
    """The words of ``words.toml``."""
    return _loaded("words.toml")


@cache
def bearings() -> dict[str, dict[str, str]]:
    """How each axis bears on a claim, by its state: ``note`` or ``blocks``."""
    found: dict[str, dict[str, str]] = _loaded("grammar.toml")["axes"]
    return found


@cache
def series_notes() -> frozenset[str]:
    """The axes on which what one publisher leaves unsaid of its own series is a note."""
    return frozenset(_loaded("grammar.toml")["series"]["notes"])


@cache
def measurements() -> dict[str, Measurement]:
    """Every measurement by id, in the order in which claims are matched."""
    return {row["id"]: _measurement(row) for row in _loaded("grammar.toml")["measure"]}


def _loaded(name: str) -> dict[str, Any]:
    return tomllib.loads(files("harmscope.claims").joinpath(name).read_text(encoding="utf-8"))


def _measurement(row: dict[str, Any]) -> Measurement:
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    known["splits"] = tuple(sorted(row.get("splits", {}).items()))
    known["ratios"] = tuple(
        Ratio(tuple(one["part"]), tuple(one["whole"]), one["name"], one["said"])
        for one in row.get("ratios", ())
    )
    return Measurement(**known)


# What measurements and metrics are called in a sentence.


def titled(measure: Measurement) -> str:
    """What a measurement counts, in the words in which it is printed; a share by its title."""
    if measure.kind == "share" and measure.metric in METRICS:
        return _title(measure.metric)
    said = measure.said.replace("{n} of ", "share of ").replace("{n} ", "")
    said = re.sub(r"^an? ", "", said.replace(" of {n}", "").strip())
    return re.sub(r" as (?=found|removed)", " ", said)


def said_of(metric: str) -> str:
    """What a metric counts, for a sentence: as a measurement of it is printed, or its title."""
    for measure in measurements().values():
        if measure.metric == metric and not measure.splits:
            return titled(measure)
    return _title(metric)


def _title(metric: str) -> str:
    known = METRICS.get(metric)
    title = known.title if known else title_of(metric).replace(": ", ", ")
    return title[:1].lower() + title[1:]


# Patterns, and how they are said.


def pattern(text: str, amount: str = "") -> str:
    """The regular expression of a pattern; ``amount`` stands in the slot {q}."""
    found = re.sub(r"\(", "(?:", text)
    found = found.replace("[", "(?:").replace("]", ")?")
    found = found.replace("{q}", amount)
    first, _, rest = found.partition("{what}")
    return first if not rest and "{what}" not in found else f"{first}{WHAT}{_others(rest)}"


def _others(rest: str) -> str:
    """What follows the first slot for a category: the same words may stand in other branches."""
    number = 2
    while "{what}" in rest:
        rest = rest.replace("{what}", rf"(?P<what{number}>\S.*?)", 1)
        number += 1
    return rest


def canonical(text: str, amount: str = "", what: str = "") -> str:
    """A pattern in its first wording: optional words left out, the first of each choice."""
    found = re.sub(r"\[[^]]*\]", "", text)
    for choice in re.findall(r"\([^()]*\)", found):
        options = choice[1:-1].split("|")
        wanted = [one for one in options if bool(what) == ("{what}" in one)]
        holds = any("{what}" in one for one in options)
        found = found.replace(choice, (wanted or options)[0] if holds else options[0], 1)
    found = found.replace("{q}", amount).replace("{what}", what or "content")
    return " ".join(found.split())


# Places.


def place_in(core: str) -> tuple[str, str | None, str]:
    """The words without the place that they name, the place, and how they spelled it."""
    for place, spelled in words()["places"].items():
        for one in spelled:
            form = rf"(?:^{one},? |,? {one}(?=[ ,]|$))"
            if re.search(form, core, re.IGNORECASE):
                return re.sub(form, "", core, flags=re.IGNORECASE).strip(), place, one
    return core, None, ""


# Numbers.


def number_of(text: str) -> float:
    """A number as claims write it: ``1,200``, ``1.5 million``, ``three``. Raises ValueError."""
    plain = text.strip().lower()
    if plain in words()["numbers"]:
        return float(words()["numbers"][plain])
    scale = next((s for s in words()["scales"] if re.search(rf"[\d ]{s}$", plain)), None)
    if scale is not None:
        return number_of(plain.removesuffix(scale)) * float(words()["scales"][scale])
    bare = re.sub(r"[\u00a0\u202f ]", "", plain)
    if not re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", bare):
        raise ValueError("no number")
    return float(bare.replace(",", ""))


def step_of(text: str) -> float:
    """The step that a number is written to: ``1.5 million`` to 100,000, ``1,200`` to 100."""
    plain = text.strip().lower().replace(",", "")
    found = re.match(r"\d+(?:\.(\d+))?", plain)
    if found is None:
        return 0.0
    scale = number_of(text) / float(found[0]) if float(found[0]) else 1.0
    if found[1]:
        return round(scale) * 10.0 ** -len(found[1])
    zeros = len(found[0]) - len(found[0].rstrip("0"))
    return scale * 10.0 ** (zeros if float(found[0]) else 0)


def conditions_of(rows: Sequence[Any], number: float) -> tuple[Condition, ...]:
    """The conditions of an entry of ``words.toml``; ``number`` is the one of the claim."""
    named = {"n": number, "next": number + 1}
    return tuple(Condition(op, float(named.get(factor, factor))) for op, factor in rows)


_NTH = r"(?:\d[\d.]*|{numbers})"


def amounts(section: str, kind: str = "") -> str:
    """The pattern of every entry of a section of ``words.toml`` that takes the kind."""
    return "|".join(spelled for spelled, _ in _entries(section, kind))


def relative(section: str, amount: str) -> tuple[Condition, ...]:
    """The conditions of an amount of a section. Raises ValueError where no entry is it."""
    for spelled, rows in _entries(section, ""):
        if re.fullmatch(spelled, amount, re.IGNORECASE):
            found = re.search(_nth(), amount, re.IGNORECASE)
            return conditions_of(rows, number_of(found[0]) if found and "n" in str(rows) else 1)
    raise ValueError("no amount")


def _entries(section: str, kind: str) -> Iterator[tuple[str, Sequence[Any]]]:
    for row in words()[section]:
        if not kind or kind in row.get("kinds", (kind,)):
            yield row["words"].replace("{n}", _nth()), row["tests"]


def _nth() -> str:
    return _NTH.replace("{numbers}", "|".join(words()["numbers"]))


def limits() -> Iterator[tuple[Op, str]]:
    """(operation, pattern) of the words before a limit."""
    yield from words()["limit"].items()
