"""A line to a record, or None where the strict reader must look at it."""

from typing import Never

import msgspec
import orjson

from harmscope.formats.json_ import Refused, parse


def _refuse(_: str) -> Never:
    raise msgspec.ValidationError("a number with a fraction")


_DECODER = msgspec.json.Decoder(float_hook=_refuse)


def decoded(line: bytes) -> dict[str, object] | None:
    """The record of a line, or None for anything that is not surely one plain JSON object.

    The decoder keeps the last of two members of the same name. So the record is written again: it
    can only come out shorter, and it does so exactly where a member was lost, an escape was not
    needed, or blanks stand between the parts. One blank after each comma and colon is common and
    is counted; whatever else is shorter is read once more by the strict reader. Fractions could
    come out longer, so records with any are left to that one too.
    """
    try:
        record = _DECODER.decode(line)
        again = orjson.dumps(record)
    except (msgspec.DecodeError, orjson.JSONEncodeError, ValueError, RecursionError):
        return None
    if type(record) is not dict:
        return None
    spare = len(line) - len(again)
    return _strictly(line) if spare and spare != _blanks(line, again) else record


def _strictly(line: bytes) -> dict[str, object] | None:
    try:
        record = parse(line)
    except Refused:
        return None
    return record if isinstance(record, dict) else None


def _blanks(line: bytes, again: bytes) -> int:
    """Blanks after commas and colons of ``line`` that ``again`` does not have."""
    commas = line.count(b", ") - again.count(b", ")
    return commas + line.count(b": ") - again.count(b": ")
