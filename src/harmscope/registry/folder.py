"""The folder of a registry: settings, keys, and the signed seal over them."""

import hashlib
import json
import os
import secrets
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import URL

from harmscope.canonical import ascii_form
from harmscope.database import url_of
from harmscope.errors import UserError, offer
from harmscope.formats.door import REPORT, check_file, read_bytes, read_json, shown
from harmscope.formats.write import whole
from harmscope.machine import locked, new_private_file
from harmscope.model.submission import PublicKey
from harmscope.registry.ledger import Ledger
from harmscope.registry.store import Store
from harmscope.submission.envelope import identity_of, new_identity, opened, plain, seal, signers
from harmscope.submission.keys import key_id, new_key, read_private, read_public, usable
from harmscope.submission.problems import Refused

# The files of a registry that never change: a seal beside them says what they held when made.

NAME = "keys/seal.json"
SETTINGS = "registry.json"
PRIVATE, PUBLIC = "keys/registry.key.pem", "keys/registry.public.json"
FILES = (SETTINGS, PRIVATE, PUBLIC, "keys/authority.age", "keys/authority.public.txt")
_KIND = "application/vnd.harmscope.registry+json"


def lay_down(folder: Path, settings: bytes) -> None:
    """Seal the keys in ``folder`` and the settings that are about to be written beside them."""
    digests = {SETTINGS: hashlib.sha256(settings).hexdigest()}
    for name in FILES[1:]:
        if (folder / name).is_file():
            digests[name] = _digest(folder / name)
    payload = ascii_form(digests)
    with whole(folder / NAME) as file:
        file.write(seal(_KIND, payload, read_private(folder / PRIVATE)))


def altered(folder: Path) -> list[str]:
    """Which of these files are missing or hold other bytes than when the registry was made.

    It shows accidents and strangers; whoever has the private key can make another seal.
    """
    digests = _sealed(folder)
    if digests is None:
        state = "was altered" if (folder / NAME).is_file() else "is missing"
        return [f"{NAME} {state}"]
    found = []
    for name, digest in digests.items():
        if not (folder / name).is_file():
            found.append(f"{name} is missing")
        elif _digest(folder / name) != digest:
            found.append(f"{name} was altered")
    return found


def _sealed(folder: Path) -> dict[str, str] | None:
    """File → digest as sealed; None where no key of this registry made the seal. Either half of
    the key will do, so that an altered half is told from an altered seal."""
    try:
        data = read_bytes(folder / NAME, REPORT)
        envelope = opened(data)
    except (UserError, Refused):
        return None
    for half in (PRIVATE, PUBLIC):
        try:
            path = folder / half
            key = read_private(path).public_key() if half == PRIVATE else usable(read_public(path))
            held = signers(envelope, {key_id(key): key})
        except (UserError, Refused):
            continue
        if held and envelope.type == _KIND and plain(data):
            digests: dict[str, str] = json.loads(envelope.payload)
            return digests
    return None


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# A registry on disk: its settings, its keys, its objects, its ledger, and who may touch them.

# What officials write into the ledger: it must say something, and be text.


def same_name(name: str) -> str:
    """The form in which names of services, or of authorities, that mean the same are equal: case,
    spaces and the ways to write a letter do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def checked_text(where: str, text: str) -> str:
    """``text`` without space around it. Raises UserError where nothing is left, or where it holds
    what no encoding of text has."""
    kept = text.strip()
    try:
        kept.encode()
    except UnicodeEncodeError:
        raise UserError(where, "this is no text", "write it in UTF-8") from None
    if not kept:
        raise UserError(where, "it is empty", "give it in a few words; it stays on record")
    return kept


# A registry on disk: its settings, its keys, its objects, its ledger, and who may touch them.

KEY = "registry"
_VERSION = "1.0"
_KEY_YEARS = 10
_ACCEPTANCE = ("automatic", "by_decision")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a registry is told once: its name, its database, and whether sound submissions are
    accepted at once (``automatic``) or wait for an official (``by_decision``)."""

    registry: str
    database: str | None
    acceptance: str


class Registry:
    """An open registry. Close it after use, or use it in a ``with`` block."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = _settings(folder)
        self.ledger = Ledger(_address(folder, self.settings.database))
        self.store = Store(folder / "objects")
        self.incoming = folder / "incoming"

    def __enter__(self) -> "Registry":
        return self

    def __exit__(self, *error: object) -> None:
        self.ledger.close()

    @property
    def private_key(self) -> Ed25519PrivateKey:
        """The key with which receipts are signed."""
        return read_private(self.folder / "keys" / f"{KEY}.key.pem")

    @property
    def public_key(self) -> PublicKey:
        """What a sender needs to check a receipt."""
        return read_public(self.folder / "keys" / f"{KEY}.public.json")

    @property
    def identity(self) -> str | None:
        """The age identity that opens encrypted submissions, where there is one."""
        path = self.folder / "keys" / "authority.age"
        return identity_of(path) if path.is_file() else None

    @contextmanager
    def taking_in(self) -> Iterator[Path]:
        """A folder of one's own for one intake, gone afterwards; keeps the sweeper out."""
        with self._lock(shared=True):
            slot = self.incoming / f"{os.getpid()}-{secrets.token_hex(8)}"
            slot.mkdir(parents=True)
            try:
                yield slot
            finally:
                _empty(slot)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody takes anything in meanwhile; waits until nobody does."""
        with self._lock(shared=False):
            yield

    def leftovers(self) -> list[Path]:
        """What interrupted intakes left in ``incoming``; only to be asked while ``alone``."""
        return sorted(self.incoming.iterdir()) if self.incoming.is_dir() else []

    def clear(self, slot: Path) -> None:
        """Take a leftover away."""
        _empty(slot)

    @contextmanager
    def _lock(self, *, shared: bool) -> Iterator[None]:
        lock = self.folder / "intake.lock"
        if lock.exists():
            check_file(lock)
        with locked(lock, shared=shared):
            yield


def create(folder: Path, name: str, today: date, database: str | None, acceptance: str) -> Registry:
    """Make an empty registry in ``folder``. Raises UserError where there is one already."""
    if (folder / SETTINGS).exists():
        raise UserError(shown(str(folder)), "there is a registry already", "name another folder")
    if acceptance not in _ACCEPTANCE:
        fix = offer(acceptance, ("automatic", "by_decision"))
        raise UserError("--acceptance", "the value is not known", fix)
    if database is not None:
        _check_address(database)
    name = checked_text("--name", name)
    try:
        (folder / "objects").mkdir(parents=True, exist_ok=True)
        (folder / "incoming").mkdir(exist_ok=True)
    except OSError:
        fix = "name a folder that may be written"
        raise UserError(shown(str(folder)), "no registry can be made there", fix) from None
    _keys(folder / "keys", today)
    body = {
        "record": "registry",
        "version": _VERSION,
        "registry": name,
        "database": database,
        "acceptance": acceptance,
    }
    settings = json.dumps(body, indent=2).encode() + b"\n"
    lay_down(folder, settings)
    with whole(folder / SETTINGS) as file:
        file.write(settings)
    registry = Registry(folder)
    try:
        registry.ledger.create()
    except UserError:
        registry.ledger.close()
        (folder / SETTINGS).unlink()
        raise
    return registry


def _address(folder: Path, database: str | None) -> URL:
    if database is not None:
        return url_of(database)
    return URL.create("sqlite", database=str(folder / "ledger.sqlite"))


def _check_address(database: str) -> None:
    url = url_of(database)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_absolute():
        # Elsewhere, the same words would name another ledger, or none.
        fix = "write sqlite:////WHOLE/PATH, or leave it out for a file in the registry's folder"
        raise UserError("--database", "the address does not say which file everywhere", fix)


def _keys(folder: Path, today: date) -> None:
    if (folder / f"{KEY}.key.pem").exists():
        return
    new_key(folder, KEY, today, today.replace(year=today.year + _KEY_YEARS, day=1))
    try:
        identity, recipient = new_identity()
    except UserError:
        return  # without the library for it nothing can be encrypted to this registry
    with new_private_file(folder / "authority.age") as file:
        file.write(f"# public key: {recipient}\n{identity}\n".encode("ascii"))
    public = folder / "authority.public.txt"
    public.write_text(f"{recipient}\n", encoding="ascii", newline="\n")


def _settings(folder: Path) -> Settings:
    if not (folder / SETTINGS).exists():
        fix = "make one with harmscope registry init"
        raise UserError(shown(str(folder)), "there is no registry here", fix)
    try:
        body: Any = read_json(folder / SETTINGS, "bring the file back from a copy")
        if body["version"] != _VERSION:
            fix = "open it with a version of harmscope that fits"
            raise UserError(shown(str(folder)), "the registry has another version", fix)
        if body["acceptance"] not in _ACCEPTANCE:
            fix = "bring the file back from a copy"
            raise UserError(shown(str(folder / SETTINGS)), "it was altered", fix)
        return Settings(body["registry"], body["database"], body["acceptance"])
    except (KeyError, TypeError):
        fix = "make one with harmscope registry init"
        raise UserError(shown(str(folder)), "there is no registry here", fix) from None


def _empty(slot: Path) -> None:
    if slot.is_dir():
        # What a killed process still held open is taken away by the next sweep.
        shutil.rmtree(slot, ignore_errors=True)
    else:
        slot.unlink(missing_ok=True)
