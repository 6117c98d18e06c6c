"""Pseudonyms: keyed hashes that replace identifiers. The key lies in a file that its owner keeps.

With one key the same account gets the same pseudonym in every run, so cases can be followed over
time; without the key nobody can go back or try out names. There is no way to undo a pseudonym.
"""

import hashlib
import hmac
import re
import secrets
from pathlib import Path

from harmscope.errors import UserError
from harmscope.formats.door import read_text
from harmscope.importers.log.events import Ref
from harmscope.machine import new_private_file, open_to_others

KEY_BYTES = 32


class Pseudonyms:
    """Pseudonyms under one key.

    ``kind`` keeps name spaces apart: account 7 and content 7 get different pseudonyms.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) < KEY_BYTES:
            raise ValueError(f"a key has at least {KEY_BYTES} bytes")
        self._base = hmac.new(key, digestmod=hashlib.sha256)

    def of(self, kind: str, identifier: str) -> str:
        """First 128 bits of HMAC-SHA-256 over kind and identifier, 32 hexadecimal digits."""
        mac = self._base.copy()
        mac.update(f"{kind}\0{identifier}".encode())
        return mac.hexdigest()[:32]


def read_key(path: Path) -> bytes:
    """The key in ``path``: 64 hexadecimal digits, readable by its owner alone.

    Raises UserError where the file cannot be read, is open to others or holds no key.
    """
    text = read_text(path).strip()
    if open_to_others(path):
        raise UserError("--key-file", "other users may read the key", "run chmod 600 on the file")
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) < KEY_BYTES:
        raise UserError(
            "--key-file",
            f"the file does not hold a key of {2 * KEY_BYTES} hexadecimal digits",
            "name a file that does not exist, and a key is written there",
        )
    return key


def make_key(path: Path) -> bytes:
    """Write a fresh random key to a new file that only its owner may read, and return it.

    Raises UserError where the file exists or cannot be written.
    """
    key = secrets.token_bytes(KEY_BYTES)
    try:
        with new_private_file(path) as file:
            file.write(f"{key.hex()}\n".encode("ascii"))
    except OSError:
        raise UserError("--key-file", "the key cannot be written", "name a new file") from None
    return key


def key_for(path: Path | None) -> bytes:
    """The key in ``path``, made there where the file does not exist.

    Without a path it is a key for one run: it is never stored, so pseudonyms of two runs cannot be
    tied together. Raises UserError like :func:`read_key` and :func:`make_key`.
    """
    if path is None:
        return secrets.token_bytes(KEY_BYTES)
    return read_key(path) if path.exists() else make_key(path)


# Identifiers of records: those of the source where they say nothing about a person.

_MUTE = re.compile(
    r"[0-9]{1,20}"  # a database's counter
    r"|[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{64}"  # ObjectId, UUID without dashes, digest
    r"|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"  # UUID
)


def record_id(ref: Ref, pseudonyms: Pseudonyms) -> str:
    """``table-id`` where the id is a counter, a UUID or a digest, else its keyed hash.

    Ids of other shapes can hold a handle, an address or text, so they do not leave the house.
    """
    table, id_ = ref
    mute = id_ if _MUTE.fullmatch(id_) else pseudonyms.of(f"row {table}", id_)
    return f"{table.replace('#', '.')}-{mute}"


def case_id(ref: Ref, pseudonyms: Pseudonyms) -> str:
    """Identifier of the case that the row opened."""
    return f"case-{record_id(ref, pseudonyms)}"
