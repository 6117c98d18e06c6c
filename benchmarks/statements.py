"""Generated statements of reasons, in the shape of an API request: seeded, invented and tame."""

import random
from collections.abc import Callable
from functools import cache
from itertools import accumulate, product
from typing import Any, NamedTuple

from harmscope.taxonomy import load_system

Record = dict[str, Any]

COUNTRIES = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE"),
    *("IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
)
LANGUAGES = ("EN", "DE", "FR", "ES", "IT", "PL", "NL", "SV")
MEDIA = ("TEXT", "IMAGE", "VIDEO", "AUDIO", "PRODUCT", "APP")
_WHO = (
    "A reader",
    "The first reviewer",
    "A second reviewer",
    "The author of the notice",
    "A trusted flagger",
    "The team for goods",
    "The shop next door",
    "Somebody else",
)
_ACTS = (
    "flagged",
    "looked at",
    "compared",
    "described",
    "read",
    "sent",
    "weighed",
    "came back to",
    "asked about",
)
_WHAT = (
    "the post and the picture below it",
    "all answers in the thread",
    "the offer with its price",
    "what the account had shown before",
    "the text and its translation",
    "the rule on insults and its examples",
    "a list of similar posts",
)
_WHEN = ("on the same day", "a week later", "with care", "once more", "in two languages")
SENTENCES = tuple(f"{' '.join(parts)}. " for parts in product(_WHO, _ACTS, _WHAT, _WHEN))
PLATFORMS = tuple(f"Example {number}" for number in range(20))
HABITS = 400
"""Kinds of statement that are filed again and again, in the whole of a file."""

SKEW = 1.3
"""How much more often one kind comes than the next rarer one. In the dumps of the EU's database of
2025-07-01 (CC BY 4.0), 19 of the first 25 statements say the same in all but id and day."""

OWN_TEXT = 0.05
"""Share of statements with a text that was written for the case."""


class Habit(NamedTuple):
    """What a platform files again and again: everything but ids and days."""

    platform: str
    record: Record
    ends: bool


def statement(chance: random.Random, number: int) -> tuple[Record, str]:
    """One statement without a fault, about 1.8 kB as JSON, and the platform that filed it."""
    habits, weights = _habits()
    (habit,) = chance.choices(habits, cum_weights=weights)
    record = {
        name: value.copy() if isinstance(value, list) else value
        for name, value in habit.record.items()
    }
    day = chance.randint(0, 179)
    record["puid"] = f"p{number:09d}-{chance.getrandbits(64):016x}"
    record["application_date"] = _day(day)
    record["content_date"] = _day(day - min(20, int(chance.expovariate(0.5))))
    if habit.ends:
        record["end_date_account_restriction"] = _day(day + 30)
    if chance.random() < OWN_TEXT:
        record["decision_facts"] = _text(chance, 9)
    return record, habit.platform


def filed(record: Record) -> str:
    """The day on which the database took a statement."""
    return str(record["application_date"])


@cache
def _habits() -> tuple[list[Habit], list[float]]:
    """The habits, commonest first, and the sums of their weights."""
    chance = random.Random(23)
    habits = [_habit(chance) for _ in range(HABITS)]
    return habits, list(accumulate(1 / place**SKEW for place in range(1, HABITS + 1)))


def _habit(chance: random.Random) -> Habit:
    category, keywords = chance.choice(_categories())
    record: Record = {
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "category": category,
        "content_type": [f"CONTENT_TYPE_{chance.choice(MEDIA)}"],
        "content_language": chance.choice(LANGUAGES),
        "territorial_scope": _territory(chance),
        "decision_facts": _text(chance, 6),
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": chance.choice(("Yes", "No")),
        "automated_decision": "AUTOMATED_DECISION_PARTIALLY",
    }
    _ground(record, chance, illegal=chance.random() < 0.15)
    _source(record, chance)
    ends = _restriction(record, chance)
    if keywords and chance.random() < 0.6:
        record["category_specification"] = [chance.choice(keywords)]
    if chance.random() < 0.3:
        others = [other for other, _ in _categories() if other != category]
        record["category_addition"] = [chance.choice(others)]
    return Habit(chance.choices(PLATFORMS, _SHARES)[0], record, ends)


_SHARES = [1 / place for place in range(1, len(PLATFORMS) + 1)]


def _ground(record: Record, chance: random.Random, *, illegal: bool) -> None:
    texts = (f"Section {chance.randint(1, 40)} of the rules", _text(chance, 6))
    if illegal:
        record["decision_ground"] = "DECISION_GROUND_ILLEGAL_CONTENT"
        record["illegal_content_legal_ground"], record["illegal_content_explanation"] = texts
    else:
        record["incompatible_content_ground"], record["incompatible_content_explanation"] = texts
        record["decision_ground_reference_url"] = "https://example.org/rules"


def _source(record: Record, chance: random.Random) -> None:
    if chance.random() < 0.2:
        record["source_type"] = "SOURCE_ARTICLE_16"
        record["source_identity"] = "A reader of the service"
    if record["automated_detection"] == "No":
        record["automated_decision"] = "AUTOMATED_DECISION_NOT_AUTOMATED"


def _restriction(record: Record, chance: random.Random) -> bool:
    """Add what else was restricted; says whether that has an end."""
    draw = chance.random()
    if draw < 0.1:
        record["decision_visibility"].append("DECISION_VISIBILITY_OTHER")
        record["decision_visibility_other"] = "The post is shown below all others"
    elif draw < 0.2:
        record["decision_account"] = "DECISION_ACCOUNT_SUSPENDED"
        record["account_type"] = "ACCOUNT_TYPE_PRIVATE"
        return True
    elif draw < 0.25:
        record["decision_monetary"] = "DECISION_MONETARY_SUSPENSION"
    return False


def _text(chance: random.Random, sentences: int) -> str:
    text = "".join(chance.choices(SENTENCES, k=chance.randint(sentences - 5, sentences + 5)))
    # Some texts hold a line feed, as those of real exports do: quoted in CSV, escaped in JSON.
    return text.replace(". ", ".\n", 1) if chance.random() < 0.02 else text


def _territory(chance: random.Random) -> list[str]:
    draw = chance.random()
    if draw < 0.7:
        return list(COUNTRIES)
    return sorted(chance.sample(COUNTRIES, 1 if draw < 0.9 else chance.randint(2, 20)))


@cache
def _day(number: int) -> str:
    month, day = divmod(number + 28, 28)
    year = 2025 + (month + 6) // 12
    return f"{year}-{(month + 6) % 12 + 1:02d}-{day + 1:02d}"


@cache
def _categories() -> list[tuple[str, list[str]]]:
    codes = load_system("dsa@v2").codes.values()
    keywords = [(code.parent, code.code) for code in codes if code.kind == "keyword"]
    return [
        (
            one.code,
            [code for parent, code in keywords if parent == one.code and "OTHER" not in code],
        )
        for one in codes
        if one.kind == "category"
    ]


def _set(member: str, value: object) -> Callable[[Record], None]:
    return lambda record: record.update({member: value})


def _without(*members: str) -> Callable[[Record], None]:
    def fault(record: Record) -> None:
        for member in members:
            record.pop(member, None)

    return fault


def _texts_missing(record: Record) -> None:
    ground = "illegal" if "illegal_content_explanation" in record else "incompatible"
    del record[f"{ground}_content_explanation"]


def _list_repeats(record: Record) -> None:
    record["content_type"] = record["content_type"] * 2


def _end_first(record: Record) -> None:
    record["decision_account"] = "DECISION_ACCOUNT_SUSPENDED"
    record["end_date_account_restriction"] = "2025-01-01"


FAULTS: dict[str, Callable[[Record], None]] = {
    "unlisted code": _set("source_type", "SOURCE_GUESS"),
    "unlisted code in a list": _set("territorial_scope", ["DE", "XX"]),
    "member missing": _without("category"),
    "text missing": _without("decision_facts"),
    "no list": _without("content_type"),
    "malformed day": _set("content_date", "03/01/2026"),
    "no real day": _set("application_date", "2025-02-30"),
    "text too long": _set("source_identity", "long " * 120),
    "malformed id": _set("puid", "an id with blanks"),
    "malformed number": _set("content_id_ean", "12"),
    "no restriction": _without("decision_visibility", "decision_account", "decision_monetary"),
    "other without text": _set("content_type", ["CONTENT_TYPE_OTHER"]),
    "ground without text": _texts_missing,
    "day out of range": _set("content_date", "1999-12-31"),
    "decision before content": _set("content_date", "2027-01-05"),
    "list repeats": _list_repeats,
    "end before start": _end_first,
    "keyword of another category": _set(
        "category_specification", ["KEYWORD_PHISHING", "KEYWORD_NUDITY"]
    ),
    "contradiction": lambda record: record.update(
        {"automated_detection": "No", "automated_decision": "AUTOMATED_DECISION_FULLY"}
    ),
    "placeholder": _set("decision_facts", "n/a"),
    "address of a person": _set("decision_facts", "Write to reader@example.org about it."),
}
"""Faults of shape and of rules that every format can hold, by what they are."""


def _number_for_text(record: Record) -> None:
    record["content_language"] = 7


JSON_FAULTS: dict[str, Callable[[Record], None]] = {
    "unknown member": _set("moderator", "one"),
    "wrong type": _number_for_text,
    "text for a list": _set("territorial_scope", "DE"),
    "null": _set("decision_facts", None),
}
"""Faults that a table with one type a column cannot hold."""
