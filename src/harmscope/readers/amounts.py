"""Numbers of cells, guarded alike in every reader: counts are whole, shares lie between 0 and 1,
nothing lies below zero, and one dot with three digits behind it is asked about.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from harmscope.findings import Finding
from harmscope.readers.dsa_terms import is_placeholder
from harmscope.readers.numbers import Amount, Number, read_amount
from harmscope.readers.result import Table, remark, shown

NONE_WORDS = frozenset({"n/a", "na", "-", "none", "not applicable", "n.a."})
FRACTIONS = frozenset({"hours", "days", "share", "fte"})
"""Units in which a fraction is a number like any other."""

HUNDRED = 100
_DOTTED = re.compile(r"^[1-9][0-9]{0,2}\.[0-9]{3}$")
_COMMA = re.compile(r"^(?:0,[0-9]+|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,}))\s*%?$")


def has_decimal_commas(cells: Iterable[str]) -> bool:
    """Whether a table writes fractions with a comma: then its dots stand between thousands."""
    return any(_COMMA.match(cell.strip()) for cell in cells)


def guarded(text: str, unit: str, *, commas: bool = False) -> tuple[Amount | None, str | None]:
    """The number in a trimmed cell as its unit allows it, and the code of the remark that this
    asks for. ``commas`` says that the table writes fractions with a comma."""
    if _DOTTED.match(text) and (commas or unit not in FRACTIONS):
        return Amount(value=int(text.replace(".", ""))), "RD016"
    amount = read_amount(text)
    return (None, None) if amount is None else _fitting(amount, unit)


def cell_amount(
    table: Table, findings: list[Finding], text: str, place: str, unit: str
) -> Amount | None:
    """The number in a trimmed cell; None where it is empty or holds none, with a finding.

    A number that cannot be (below zero, a percentage of people) is none.
    """
    if not text:
        return None
    if is_placeholder(text):
        findings.append(remark("RD043", table, place))
        return None
    fitted, code = guarded(text, unit)
    if code == "RD016":
        findings.append(remark(code, table, place, text))
        return fitted
    amount = read_amount(text)
    if amount is None:
        none = plain_none(text)
        words = "a word for none, kept as not reported" if none else ""
        findings.append(remark("RD011" if none else "RD010", table, place, words))
        return None
    tolerance = amount.tolerance or ("commas between thousands" if "," in text else None)
    if tolerance:
        findings.append(remark("RD011", table, place, f"{shown(text)}: {tolerance}"))
    if code is not None:
        findings.append(remark(code, table, place, shown(text)))
    return fitted


def is_count(value: Number | None, unit: str) -> bool:
    """Whether a number can be what was counted: half a notice is none, so it is no exact count."""
    return unit in FRACTIONS or not isinstance(value, float) or value.is_integer()


def plain_none(text: str) -> bool:
    """Whether a cell says in words that there is no number."""
    return text.strip().casefold() in NONE_WORDS


def _fitting(amount: Amount, unit: str) -> tuple[Amount | None, str | None]:
    """The amount as the unit allows it, and the code of the remark that this asks for."""
    numbers = [each for each in (amount.value, amount.low, amount.high) if each is not None]
    share = unit == "share"
    if min(numbers) < 0 or (share and max(numbers) > HUNDRED) or (amount.percent and not share):
        return None, "RD017"
    if share and max(numbers) > 1:
        return _percent(amount), "RD013"
    if unit not in FRACTIONS and any(isinstance(each, float) for each in numbers):
        return amount, "RD012"
    return amount, None


def _percent(amount: Amount) -> Amount:
    def part(number: Number | None) -> Number | None:
        return None if number is None else number / HUNDRED

    return replace(
        amount,
        value=part(amount.value), low=part(amount.low), high=part(amount.high),
        step=(amount.step or 1) / HUNDRED, percent=True,
    )  # fmt: skip
