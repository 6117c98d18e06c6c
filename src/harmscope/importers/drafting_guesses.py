"""Guesses for a draft: which field a column fills, which code a value stands for. A guess below
:data:`CERTAIN` is never a value, only a comment."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from harmscope.importers.drafting_columns import NO_VALUE, Column
from harmscope.importers.mapping_fields import CODED, FIELDS, TIMES, takes
from harmscope.taxonomy import harm
from harmscope.taxonomy.lookup import called, meant

CERTAIN = 95.0
"""Below this likeness, in percent, a guess is a comment."""
_NEAR = 84.0
_OF_ROWS = ("id", "subject", "account")
_GRAVE = ("csea", "ncii", "terrorism", "self-harm")
"""Categories that are drafted on an exact word or alias alone."""

# Words, and how alike two of them are.


@cache
def _words() -> dict[str, Any]:
    text = files(__package__).joinpath("drafting_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def plain(text: str) -> str:
    """Lower case, without punctuation, sharp s as two letters."""
    return " ".join(default_process(text).replace("ß", "ss").replace("_", " ").split())


def _alike(text: str, word: str) -> float:
    first, second = plain(text), plain(word)
    return 100.0 if first == second else min(99.0, fuzz.ratio(first, second))


def _best(text: str, table: dict[str, list[str]]) -> tuple[str, float]:
    """The entry that has the word most like ``text``, and how like it is."""
    best = ("", 0.0)
    for name, words in table.items():
        score = max(_alike(text, word) for word in words)
        if score > best[1]:
            best = (name, score)
    return best


def fields_for(column: str) -> list[tuple[str, float]]:
    """Fields that a column's name may mean, best first, with a score up to 100. Of a path to an
    inner member, the last name counts by itself, but not as a number of the row."""
    last = column.rpartition(".")[2]
    scored = {
        field: max(
            _alike(name, word)
            for word in words
            for name in ((column,) if field in _OF_ROWS else (column, last))
        )
        for field, words in _words()["fields"].items()
    }
    good = [(field, score) for field, score in scored.items() if score >= _NEAR]
    return sorted(good, key=lambda pair: (-pair[1], pair[0]))


def _neutral(column: str) -> str:
    """The field of a name that does not say whose time or text it is; empty for other names."""
    field, score = _best(column, _words()["neutral"])
    return field if score >= CERTAIN else ""


# Which code a value may stand for.


def code_for(field: str, value: str) -> tuple[str, str]:
    """The code to draft for a value, and why; empty where nothing certain fits. A guess that is
    not certain is named in the reason alone."""
    for case in _words()["unsure"].get(field, []):
        if plain(value) in (plain(word) for word in case["words"]):
            return "", f"unsure: {case['about']}"
    if plain(value) in map(plain, NO_VALUE) or value.strip().casefold() in NO_VALUE:
        return "", "a word for no value: not known"
    own = next((one for one in (value, value.lower(), value.upper()) if takes(field, one)), "")
    if own and (own == value or FIELDS[field].form != "code"):
        return own, "the code itself"
    return _by_word(field, value)


def _by_word(field: str, value: str) -> tuple[str, str]:
    table = _words()["values"].get(field, {})
    code, score = _best(value, table)
    if field == "category" and score < 100:
        # A synonym of one word, such as "abuse", may mean much else on a platform.
        named = called(value.replace("_", " ")) if " " in plain(value) else ""
        if named:
            return named, "a name or synonym in the taxonomy"
        named, other = _best(value, _names())
        code, score = (named, other) if other > score else (code, score)
    if score == 100:
        return code, "the same word"
    if score >= CERTAIN and not _is_grave(code):
        return code, f"a similar word, {score:.0f} %"
    if score >= _NEAR:
        return "", f"not certain: perhaps {code}, {score:.0f} %"
    return "", _perhaps(value, table) if field == "category" else ""


def _perhaps(value: str, table: dict[str, list[str]]) -> str:
    """What a value may mean that is like no name: by a search of the taxonomy, or by a part."""
    hit = meant(value.replace("_", " "))
    if hit is not None:
        return f"not certain: perhaps {hit.key}, found by search, {hit.score:.0f} %"
    part = _part_of(value, table)
    return f"not certain: perhaps {part}, a part of it is called so" if part else ""


def _is_grave(code: str) -> bool:
    return code.partition(".")[0] in _GRAVE


@cache
def _names() -> dict[str, list[str]]:
    """What each category of harm is called: its label, its id and its aliases."""
    return {
        one.id: [one.label, one.id.replace("-", " ").replace(".", " "), *one.aliases]
        for one in harm().categories.values()
    }


def _part_of(value: str, table: dict[str, list[str]]) -> str:
    """A category of which a whole word or name stands in the value; none of the gravest."""
    whole = f" {plain(value)} "
    for code, words in (*table.items(), *_names().items()):
        named = any(f" {plain(word)} " in whole for word in words if plain(word))
        if named and not _is_grave(code) and code != "other":
            return code
    return ""


# Which column fills which field.

_PEOPLE = ("notice.reporter", "account")
_TEXTS = ("notice.text",)


@dataclass(frozen=True, slots=True)
class Guess:
    """A field for a column (empty: leave it out), and why; ``perhaps`` is a field that is not
    certain."""

    column: Column
    field: str
    why: str
    perhaps: str = ""


def guesses(columns: list[Column], *, appeals: bool = False) -> list[Guess]:
    """One guess a column. A field goes to the column whose name fits best. ``appeals`` says that
    the rows of the table are appeals."""
    taken, perhaps = dict[int, str](), dict[int, str]()
    for score, place, field in _wanted(columns, appeals=appeals):
        if place in taken or place in perhaps:
            continue
        if score < CERTAIN or field in taken.values():
            perhaps[place] = field
        else:
            taken[place] = field
    for place, column in enumerate(columns):
        field = _neutral(column.name)
        if place in taken or not field or not _suits(column, field):
            continue
        if field not in taken.values() and _is_told(field, columns, taken):
            taken[place] = field
            perhaps.pop(place, None)
        else:
            perhaps.setdefault(place, field)
    return [
        Guess(
            column,
            taken.get(place, ""),
            _why(column, taken.get(place, ""), perhaps.get(place, "")),
            "" if place in taken else perhaps.get(place, ""),
        )
        for place, column in enumerate(columns)
    ]


_ASKED = "notice.received_at"
_OF_APPEALS = {
    _ASKED: "appeal.filed_at",
    "decision.decided_at": "appeal.decided_at",
    "decision.action": "appeal.outcome",
}


def _wanted(columns: Sequence[Column], *, appeals: bool) -> list[tuple[float, int, str]]:
    """How like each column's name is to each field that its cells suit, the best first."""
    found = []
    for place, column in enumerate(columns):
        for name, score in fields_for(column.name):
            field = _OF_APPEALS.get(name, name) if appeals else name
            if field == "id" and column.repeats:
                field = "subject"
            if _suits(column, field):
                found.append((score, place, field))
    return sorted(found, key=lambda one: (-one[0], one[1], one[2]))


def _is_told(field: str, columns: Sequence[Column], taken: dict[int, str]) -> bool:
    """Whether the rest of the table says what a neutral name leaves open."""
    if field == "decision.action":
        return False
    known = set(taken.values())
    if known & {"notice.reporter", "notice.kind", "requester.relation", "notice.text"}:
        return True
    words = {plain(word) for word in _words()["reporter"]["words"]}
    return any(words & set(plain(column.name).split()) for column in columns)


def is_of_appeals(name: str, columns: Sequence[Column]) -> bool:
    """Whether a table's name, or the names of its columns, say that its rows are appeals."""
    words = {plain(word) for word in _words()["appeals"]["words"]}
    stem = re.sub(r"\.[A-Za-z0-9]+$", "", name.replace("\\", "/").rpartition("/")[2])
    return any(words & set(plain(text).split()) for text in (stem, *(one.name for one in columns)))


def _suits(column: Column, field: str) -> bool:
    """Whether the cells can be what the field needs."""
    if field in TIMES:
        return column.is_time
    if column.is_time:
        return False
    if field in CODED:
        return column.has_few_values and not column.is_about_people
    if FIELDS[field].form == "count":
        return column.values is None or all(word.isdigit() for word in column.values)
    if column.is_about_people:
        return field in (*_PEOPLE, *_TEXTS)
    return True


def _why(column: Column, field: str, perhaps: str) -> str:
    return ", ".join(_notes(column, field, perhaps))


def _notes(column: Column, field: str, perhaps: str) -> Iterator[str]:
    yield "1 cell filled" if column.filled == 1 else f"{column.filled:,} cells filled"
    if column.is_time:
        other = column.filled - column.nothing - column.timed
        found = column.styles_found
        told = [form if len(found) == 1 else f"{form} ({n:,})" for form, n in found]
        yield f"{'all' if not other else f'{column.timed:,}'} are times like {', '.join(told)}"
        if other:
            yield f"{other:,} are in no form that is known"
    if column.nothing:
        yield f"{column.nothing:,} hold a word for no value"
    if column.is_about_people:
        yield "some hold addresses or handles"
    elif column.has_few_values and column.values is not None:
        different = len(column.values)
        yield "1 value" if different == 1 else f"{different} different values"
    if field == "subject" and column.repeats:
        yield "values repeat"
    if field:
        yield "guessed by its name"
        if field == "content.territory":
            yield "perhaps also notice.jurisdiction: legal limits start only where a law is named"
    elif perhaps:
        posts = " (of reports), or content.created_at (of posts)" if perhaps == _ASKED else ""
        yield f"not certain, so it is left out: perhaps {perhaps}{posts}"
    else:
        yield "no field fits, so it is left out"
