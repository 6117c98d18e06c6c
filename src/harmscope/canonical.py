"""JSON in canonical form: one spelling for one content, so that bytes can be compared and hashed.

Each form has its own place. :func:`canonical` is the form of everything new. :func:`ascii_form`
is what some files were written and signed in before, and stays so that old signatures hold.
:func:`rfc8785_form` is the form of ids that other programs have to make again. :func:`record_form`
asks whether two records say the same: there, even the spelling of a number does not matter.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from math import isfinite

import orjson

_COMPACT = (",", ":")
FLOAT = re.compile(rb"[:,\[](?:-?[0-9]+[.eE]|null)")
"""What stands in JSON where a number may have a fraction or an exponent, or be no number at all."""

DIGEST_SIZE = 16
"""Bytes in a digest of a record."""


def canonical_text(value: object) -> str:
    """``value`` as JSON with sorted members and no spaces; letters stand as they are."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=_COMPACT)


def canonical(value: object) -> bytes:
    """The same in UTF-8. Halves of surrogate pairs are kept, so that each text has bytes."""
    if _is_plain(value):
        try:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        except TypeError:  # halves of surrogate pairs, numbers of more than 64 bits, great depth
            pass
    return canonical_text(value).encode("utf-8", "surrogatepass")


_PLAIN = frozenset((str, int, bool, type(None)))


def _is_plain(value: object) -> bool:
    """Whether nothing in it is written in another way by another program, as fractions are."""
    kind = type(value)
    if kind in _PLAIN:
        return True
    if isinstance(value, dict) and kind is dict:
        for name, one in value.items():
            if type(name) is not str or not (type(one) in _PLAIN or _is_plain(one)):
                return False
        return True
    if isinstance(value, list | tuple) and kind in (list, tuple):
        return all(type(one) in _PLAIN or _is_plain(one) for one in value)
    return False


def ascii_form(value: object) -> bytes:
    """As :func:`canonical`, with every letter outside ASCII as an escape."""
    return json.dumps(value, sort_keys=True, separators=_COMPACT).encode()


def rfc8785_form(value: object) -> bytes:
    """``value`` in the form of RFC 8785. Raises ValueError where it has none: numbers that
    JavaScript cannot hold, and characters that are not Unicode."""
    import rfc8785

    return rfc8785.dumps(value)  # type: ignore[arg-type]


def record_form(record: Mapping[str, object]) -> bytes:
    """The content of a record: equal for two records exactly when they say the same.

    The order of members, spaces and the spelling of numbers do not matter: 1, 1.0 and 1e0 are one
    number. Texts are compared letter by letter, whole numbers exactly.
    """
    try:
        written = orjson.dumps(record, option=orjson.OPT_SORT_KEYS, default=str)
        if FLOAT.search(written) is None:
            return written
        return orjson.dumps(_plain(record), option=orjson.OPT_SORT_KEYS, default=str)
    except (TypeError, ValueError):
        # Whole numbers of more than 64 bits, numbers that are none, halves of surrogate pairs.
        plain = json.dumps(
            _plain(record, exact=True),
            sort_keys=True,
            ensure_ascii=False,
            separators=_COMPACT,
            default=str,
        )
        return plain.encode("utf-8", "surrogatepass")


def record_digest(record: Mapping[str, object]) -> bytes:
    """A digest of the content of a record, see :func:`record_form`."""
    return digest_of_form(record_form(record))


def digest_of_form(form: bytes | bytearray) -> bytes:
    """The digest of a record whose :func:`record_form` is known already."""
    return hashlib.blake2b(form, digest_size=DIGEST_SIZE).digest()


def _plain(value: object, *, exact: bool = False) -> object:
    """``value`` with whole numbers as integers. Numbers that are none need ``exact``."""
    if isinstance(value, Mapping):
        return {name: _plain(one, exact=exact) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, exact=exact) for one in value]
    if isinstance(value, float):
        if value.is_integer():
            return int(value)
        if not exact and not isfinite(value):
            raise ValueError("no number of JSON")
    return value
