"""Packages for a registry: made and signed without a key ever lying in a file of ours."""

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from harmscope.machine import portable
from harmscope.submission import pack as packed
from harmscope.submission.keys import describe, private_of, private_text
from harmscope.submission.manifest import submission_id
from harmscope.submission.pack import contents_of, packed_statement, put_signature, signature
from harmscope.times import day_asked


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A new key pair as the files in which it is kept, by their names."""

    private_name: str
    private: bytes
    public_name: str
    public: bytes


def key_pair(name: str, days: int = 730, clock: str | None = None) -> KeyPair:
    """Make a key pair for the sender ``name``, which may sign from today for ``days`` days. Nothing
    is written. Raises UserError for a name that is no identifier."""
    start, key = day_asked(clock), Ed25519PrivateKey.generate()
    public = describe(key.public_key(), name, start, start + timedelta(days=days - 1))
    text, stem = json.dumps(public.as_dict(), indent=2), portable(name)
    return KeyPair(
        f"{stem}.key.pem", private_text(key), f"{stem}.public.json", f"{text}\n".encode()
    )


def pack(  # noqa: PLR0917 - the options of ``harmscope submit pack``
    target: Path,
    sender: str,
    service: str | None = None,
    period: str | None = None,
    records: tuple[Path, ...] = (),
    reports: tuple[Path, ...] = (),
    declared: tuple[Path, ...] = (),
    clock: str | None = None,
    replaces: str | None = None,
    because: str | None = None,
    publication: Path | None = None,
) -> str:
    """Write a package without a signature, as ``harmscope submit pack`` does; gives its id.

    ``replaces`` is the id of the submission that this one corrects, ``because`` the reason. A
    ``publication`` is the folder of one, and says its registry and its period itself.
    """
    contents = contents_of(
        sender,
        service,
        period,
        day_asked(clock),
        publication,
        records=records,
        reports=reports,
        declared=declared,
        replaces=replaces,
        because=because,
    )
    return submission_id(packed(contents, target))


def signed_with(package: Path, private: bytes) -> bytes:
    """The signature of a package with the key in the bytes of a ``.key.pem`` file. Only the
    statement of the package is read. Raises UserError where one of them is not what it should
    be."""
    return signature(packed_statement(package), private_of(private, "key"))


def put_into(package: Path, made: bytes, target: Path) -> None:
    """Write the package with its signature into ``target``."""
    put_signature(package, made, target)
