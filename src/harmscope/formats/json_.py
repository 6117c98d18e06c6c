"""Strict JSON: what parsers commonly let through is refused, with a code.

Refused: a member named twice, NaN and infinity (also by overflow), integers beyond 2^53 - 1, half
surrogate pairs, bytes that are not UTF-8, raw NUL, values nested too deeply.

A quick reader takes what is surely right; the strict one reads whatever is left, and alone refuses.
"""

import json
import re
from typing import Never

import msgspec
import orjson

_HALF_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")
_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_LARGEST = 2**53 - 1
_NO_OPENING = bytes(set(range(256)) - set(b"[{"))


class Refused(ValueError):  # noqa: N818
    """Text that is not JSON as the standard means it; ``code`` names the fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse(data: bytes, nesting: int = 64) -> object:
    """The value that ``data`` stands for. Raises Refused."""
    if len(data.translate(None, _NO_OPENING)) <= nesting:
        try:
            value: object = _QUICK.decode(data)
            again = orjson.dumps(value, option=orjson.OPT_STRICT_INTEGER)
        except (ValueError, TypeError, RecursionError):
            return strict(data, nesting)
        if again == data or quotes(again) == quotes(data):
            return value
    return strict(data, nesting)


def quotes(data: bytes) -> int:
    """How many texts and names JSON holds, times two.

    Decoders keep the last of two members of one name. Written again, the value has fewer quotes
    then, and in no other case: quotes within texts are escaped and not counted.
    """
    if b"\\" in data:
        data = data.replace(rb"\\", b"").replace(rb"\"", b"")
    return data.count(b'"')


def strict(data: bytes, nesting: int = 64) -> object:
    """As :func:`parse`, in one careful reading."""
    if b"\0" in data:
        raise Refused("nul_byte")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("bad_utf8") from None
    if _too_deep(data, nesting):
        raise Refused("too_deep")
    try:
        value: object = _DECODER.decode(text)
    except Refused:
        raise
    except RecursionError:
        raise Refused("too_deep") from None
    except ValueError:
        raise Refused("broken_json") from None
    if _HALF_PAIR.search(data) and not _encodable(value):
        raise Refused("lone_surrogate")
    return value


def _too_deep(data: bytes, nesting: int) -> bool:
    if data.count(b"[") + data.count(b"{") <= nesting:
        return False
    depth = 0
    for token in _STRUCTURE.finditer(data):
        first = token[0][0]
        if first in b"[{":
            depth += 1
            if depth > nesting:
                return True
        elif first in b"]}":
            depth -= 1
    return False


def _encodable(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Refused("duplicate_key")
    return members


def _integer(digits: str) -> int:
    if len(digits) > 17 or not -_LARGEST <= (number := int(digits)) <= _LARGEST:
        raise Refused("big_integer")
    return number


def _float(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise Refused("not_finite")
    return number


def _constant(_: str) -> Never:
    raise Refused("not_finite")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
)
_QUICK = msgspec.json.Decoder(float_hook=_float)
