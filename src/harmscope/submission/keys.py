"""Signing keys: Ed25519, the private half in a PEM file, the public half in a JSON file."""

import base64
import hashlib
import json
import os
from datetime import date
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from pydantic import ValidationError

from harmscope.errors import UserError
from harmscope.formats.door import read_bytes, shown
from harmscope.formats.write import whole
from harmscope.machine import new_private_file, portable
from harmscope.model.submission import PublicKey

_LARGEST = 64 * 1024


def new_key(folder: Path, name: str, valid_from: date, valid_to: date) -> tuple[Path, Path]:
    """Make a key pair: ``NAME.key.pem`` (readable by its owner only) and ``NAME.public.json``, with
    the name as all systems take it for a file.

    Raises UserError where a key of that name lies there already, or the days are in disorder.
    """
    stem = portable(name)
    private_path, public_path = folder / f"{stem}.key.pem", folder / f"{stem}.public.json"
    if valid_to < valid_from:
        raise UserError("keys", "the key would end before it begins", "give a later last day")
    if private_path.exists() or public_path.exists():
        fix = "give another name; a key is never overwritten"
        raise UserError(shown(str(private_path)), "there is a key of that name", fix)
    private = Ed25519PrivateKey.generate()
    public = describe(private.public_key(), name, valid_from, valid_to)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_private(private_path, private)
    except OSError:
        fix = "name a folder that may be written"
        raise UserError(shown(str(folder)), "no key can be written there", fix) from None
    with whole(public_path) as file:
        file.write(json.dumps(public.as_dict(), indent=2).encode() + b"\n")
    return private_path, public_path


def private_text(key: Ed25519PrivateKey) -> bytes:
    """A private key as it stands in its PEM file."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def write_private(path: Path, key: Ed25519PrivateKey) -> None:
    """Write a new private key, readable by its owner only."""
    data = private_text(key)
    with new_private_file(path) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def describe(key: Ed25519PublicKey, name: str, valid_from: date, valid_to: date) -> PublicKey:
    """The public half as it is handed out. Raises UserError for a name that is no identifier."""
    raw = raw_of(key)
    try:
        return PublicKey(
            record="key",
            version="1.0",
            key_id=key_id(key),
            name=name,
            algorithm="ed25519",
            public_key=base64.b64encode(raw).decode(),
            valid_from=valid_from.isoformat(),
            valid_to=valid_to.isoformat(),
        )
    except ValidationError:
        fix = "use letters, digits, '.', '_', ':' and '-', a letter or digit first"
        raise UserError("--name", "this is no name for a key", fix) from None


def raw_of(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(key: Ed25519PublicKey) -> str:
    """The first 16 bytes of the SHA-256 digest of the key bytes, in hexadecimal."""
    return hashlib.sha256(raw_of(key)).hexdigest()[:32]


def usable(key: PublicKey) -> Ed25519PublicKey:
    """The key to verify with. Raises UserError where ``key_id`` is not that of the key bytes."""
    made = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public_key))
    if key_id(made) != key.key_id:
        raise UserError("key", "the id does not belong to the key bytes", "ask for the key again")
    return made


def read_private(path: Path) -> Ed25519PrivateKey:
    """A private key out of its PEM file. Raises UserError where it is none."""
    return private_of(read_bytes(path, _LARGEST), shown(str(path)))


def private_of(data: bytes, where: str) -> Ed25519PrivateKey:
    """A private key out of the bytes of a PEM file. Raises UserError where it is none."""
    try:
        key = load_pem_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        fix = "name the .key.pem file that submit keys new wrote"
        raise UserError(where, "this is not a private Ed25519 key", fix)
    return key


def read_public(path: Path) -> PublicKey:
    """A public key out of its JSON file. Raises UserError where it is none."""
    try:
        key = PublicKey.model_validate_json(read_bytes(path, _LARGEST))
    except ValidationError:
        fix = "name the .public.json file that submit keys new wrote"
        raise UserError(shown(str(path)), "this is not a public key", fix) from None
    usable(key)
    return key
