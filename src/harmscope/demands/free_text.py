"""Free text: placeholders that say nothing, and patterns that look like a person's data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.path import places

PLACEHOLDERS = frozenset(
    (
        *("n/a", "na", "none", "null", "nil", "test", "tbd", "todo", "unknown", "lorem ipsum"),
        *("-", "--", ".", "...", "x", "xx", "xxx", "?", "see terms", "not applicable", "other"),
    )
)

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
    return (
        ("@" in text and _MAIL.search(text) is not None)
        or ("+" in text and _PHONE.search(text) is not None)
        or ("://" in text and _PROFILE.search(text) is not None)
        or (_DOTTED.search(text) is not None and _IPV4.search(text) is not None)
        or (_LETTERED.search(text) is not None and _IBAN.search(text) is not None)
    )


@dataclass(frozen=True, slots=True)
class NotPlaceholder:
    """No text at ``paths`` is, in lower case, one of ``words``: a placeholder such as ``n/a``."""

    paths: tuple[str, ...]
    words: frozenset[str] = PLACEHOLDERS

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for path in self.paths:
            for pointer, value in places(record, path):
                if isinstance(value, str) and value.strip().lower() in self.words:
                    yield pointer

    def schema(self) -> Schema | None:
        return None


@dataclass(frozen=True, slots=True)
class NotPersonal:
    """No text at ``paths`` has the form of an e-mail address, phone number, IP address, IBAN or
    the address of a profile page. A pattern cannot prove that it is one, so this is a suspicion."""

    paths: tuple[str, ...]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for path in self.paths:
            for pointer, value in places(record, path):
                if isinstance(value, str) and personal(value):
                    yield pointer

    def schema(self) -> Schema | None:
        return None
