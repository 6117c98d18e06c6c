"""What generated predicates call. Each may doubt what is right, and never passes what is wrong."""

from functools import cache, lru_cache

from harmscope.demands import KeywordOfCategory, KnownCode, KnownScheme, ParentOf, VersionOfDay
from harmscope.demands.free_text import NotPersonal
from harmscope.times import is_before, moment

_SAME = ((20, 20), (10, 10))
_MIXED = ((10, 20), (20, 10))
_PERSONAL = NotPersonal(("t",))
_OF_STATEMENTS = (KeywordOfCategory(), VersionOfDay(), VersionOfDay(newer=True))
_NATIVE = (KnownScheme("n.*"), KnownCode("n.*"), ParentOf("n.*"))


def fine(earlier: str, later: str) -> bool:
    """Whether ``later`` is surely not before ``earlier``; both have the form of the schema.

    Texts of 10 and of 20 characters (a day; a time in UTC without fraction) compare as text, and
    by their days where one of each stands against the other.
    """
    sizes = (len(earlier), len(later))
    if sizes in _SAME:
        return earlier <= later
    if sizes in _MIXED:
        return earlier[:10] <= later[:10]
    left, right = moment(earlier), moment(later)
    return left is None or right is None or not is_before(right, left)


def far(earlier: str, later: str, days: int) -> bool:
    """Whether ``later`` may be more than ``days`` days after ``earlier``: years are compared.

    Texts of any form may come: what their form must be is tested elsewhere.
    """
    try:
        return (int(later[:4]) - int(earlier[:4]) + 1) * 365 > days
    except ValueError:
        return True


def marked(text: str) -> bool:
    """Whether a text holds a character that every pattern of personal data asks for one of."""
    # Written out: a loop or a pattern takes many times as long, and so do texts of more than one
    # character.
    return (
        "@" in text
        or "+" in text
        or (":" in text and "://" in text)
        or "0" in text
        or "1" in text
        or "2" in text
        or "3" in text
        or "4" in text
        or "5" in text
        or "6" in text
        or "7" in text
        or "8" in text
        or "9" in text
    )


def personal(text: str) -> bool:
    """Whether a text looks as if it held a person's data."""
    return any(_PERSONAL.faults({"t": text}))


@lru_cache(maxsize=65536)
def native_fine(scheme: str, code: str, parent: str | None) -> bool:
    """Whether a native code is known, of a known system and under the right parent."""
    item = {"scheme": scheme, "code": code}
    record = {"n": [item if parent is None else {**item, "parent": parent}]}
    return not any(any(demand.faults(record)) for demand in _NATIVE)


@cache
def may_be_retired(scheme: str, code: str) -> bool:
    """Whether a code has a last day, so that the day of the record matters."""
    from harmscope.demands.native_code import last_day

    return last_day(scheme, code) is not None


@lru_cache(maxsize=65536)
def codes_fine(
    created: str | None,
    category: str | None,
    additions: tuple[str, ...] | None,
    keywords: tuple[str, ...] | None,
) -> bool:
    """Whether codes of a statement are of the version of its day and keywords stand rightly."""
    record = {
        "category": category,
        "category_addition": list(additions or ()),
        "category_specification": list(keywords or ()),
        **({} if created is None else {"created_at": created}),
    }
    return not any(any(demand.faults(record)) for demand in _OF_STATEMENTS)
