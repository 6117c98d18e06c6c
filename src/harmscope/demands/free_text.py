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

_PERSONAL = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z]{2,24}"  # e-mail address
    r"|(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w.])"  # IPv4 address
    r"|(?<![\w+])\+[1-9][0-9]{0,2}[ -]?(?:[0-9][ -]?){7,12}(?!\w)"  # international phone number
    r"|https?://[^\s/]{1,255}/(?:@|u/|user/|users/|profile/)[A-Za-z0-9._-]{2,64}"
    r"|(?<!\w)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?!\w)"  # IBAN
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
                if isinstance(value, str) and _PERSONAL.search(value):
                    yield pointer

    def schema(self) -> Schema | None:
        return None
