"""Demands on single texts: placeholders that say nothing, a person's data, mistyped numbers."""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harmscope.demands import expressions as e
from harmscope.demands.base import NO_CONTEXT, Context, Demand
from harmscope.demands.expressions import Expr, Place
from harmscope.demands.path import places

__all__ = ["CheckDigit", "NotPersonal", "NotPlaceholder"]

PLACEHOLDERS = frozenset(
    (
        *("n/a", "na", "none", "null", "nil", "test", "tbd", "todo", "unknown", "lorem ipsum"),
        *("-", "--", ".", "...", "x", "xx", "xxx", "?", "see terms", "not applicable", "other"),
    )
)

HEAD = 100
"""Characters of a text that mostly tell that it is no short word between blanks."""

# Each form is looked for only where something that it cannot do without is there. One pattern for
# all of them tries every form at every character.
_MAIL = re.compile(r"[A-Za-z0-9._%+-]@[A-Za-z0-9-]{1,63}\.[A-Za-z]{2,24}")
_PHONE = re.compile(r"(?<![\w+])\+[1-9][0-9]{0,2}[ -]?(?:[0-9][ -]?){7,12}(?!\w)")
_PROFILE = re.compile(r"https?://[^\s/]{1,255}/(?:@|u/|user/|users/|profile/)[A-Za-z0-9._-]{2,64}")
_DOTTED = re.compile(r"\.[0-9]{1,3}\.[0-9]")
_IPV4 = re.compile(r"(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w.])")
_LETTERED = re.compile(r"[A-Z]{2}[0-9]{2}[ A-Z0-9]")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?!\w)")


def personal(text: str) -> bool:
    """Whether a text has the form of a person's data anywhere."""
    return _marked(text) and (
        ("@" in text and _MAIL.search(text) is not None)
        or ("+" in text and _PHONE.search(text) is not None)
        or ("://" in text and _PROFILE.search(text) is not None)
        or (_DOTTED.search(text) is not None and _IPV4.search(text) is not None)
        or (_LETTERED.search(text) is not None and _IBAN.search(text) is not None)
    )


def _marked(text: str) -> bool:
    """Whether a text holds a character that every form asks for one of."""
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


class TextDemand(Demand):
    """A demand on each text at ``paths``, whatever stands around it."""

    __slots__ = ()
    paths: tuple[str, ...]
    of_days = False
    """Whether a time is wrong only where its day, the first ten characters, is."""

    @abstractmethod
    def wrong(self, context: Context) -> Callable[[str], bool]:
        """Tells of a text whether it fails."""

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        wrong = self.wrong(context)
        for path in self.paths:
            for pointer, value in places(record, path):
                if isinstance(value, str) and wrong(value):
                    yield pointer

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        wrong = self.wrong(context)
        return e.Or(tuple(e.Fails((at / path,), wrong, self.of_days) for path in self.paths))


@dataclass(frozen=True, slots=True)
class NotPlaceholder(TextDemand):
    """No text at ``paths`` is, in lower case, one of ``words``: a placeholder such as ``n/a``."""

    paths: tuple[str, ...]
    words: frozenset[str] = PLACEHOLDERS

    def wrong(self, context: Context) -> Callable[[str], bool]:
        words, longest = self.words, max(map(len, self.words))

        def is_word(text: str) -> bool:
            if len(text[:HEAD].strip()) > longest:
                return False
            bare = text.strip()
            return len(bare) <= longest and bare.lower() in words

        return is_word


@dataclass(frozen=True, slots=True)
class NotPersonal(TextDemand):
    """No text at ``paths`` has the form of an e-mail address, phone number, IP address, IBAN or
    the address of a profile page. A pattern cannot prove that it is one, so this is a suspicion."""

    paths: tuple[str, ...]

    def wrong(self, context: Context) -> Callable[[str], bool]:
        return personal


@dataclass(frozen=True, slots=True)
class CheckDigit(TextDemand):
    """Every text of 13 digits at ``paths`` ends with the check digit of the twelve before: that of
    a product number (EAN-13, GS1 General Specifications)."""

    paths: tuple[str, ...]

    def wrong(self, context: Context) -> Callable[[str], bool]:
        return _is_mistyped


def _is_mistyped(text: str) -> bool:
    is_number = len(text) == 13 and text.isascii() and text.isdigit()
    return is_number and _weighted(text) % 10 != 0


def _weighted(digits: str) -> int:
    return sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(digits))
