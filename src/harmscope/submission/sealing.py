"""Encryption to the authority, in the age format, through the library pyrage."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

from harmscope.errors import UserError
from harmscope.formats.door import read_text, shown
from harmscope.submission.problems import Refused


def new_identity() -> tuple[str, str]:
    """A new key pair for receiving: (identity to keep secret, recipient to hand out)."""
    identity = _pyrage().x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def recipient(identity: str) -> str:
    """The recipient of an identity. Raises UserError where it is none."""
    pyrage = _pyrage()
    try:
        return str(pyrage.x25519.Identity.from_str(identity).to_public())
    except pyrage.IdentityError:
        raise UserError("identity", "it is no age identity", "bring it back from a copy") from None


def recipient_of(text: str) -> str:
    """The recipient in ``text``: an ``age1…`` key, or a file that holds one on a line."""
    if text.startswith("age1"):
        return text
    if not Path(text).exists():
        fix = "give an age1… key or a file that holds one"
        raise UserError("--encrypt-to", "there is no key to encrypt to", fix)
    lines = read_text(Path(text)).splitlines()
    found = next((line.strip() for line in lines if line.startswith("age1")), None)
    if found is None:
        fix = "give an age1… key or a file that holds one"
        raise UserError("--encrypt-to", "there is no key to encrypt to", fix)
    return found


def identity_of(path: Path) -> str:
    """The identity in a file. Raises UserError where it holds none."""
    lines = read_text(path).splitlines()
    found = next((line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")), None)
    if found is None:
        fix = "name the file in which the age identity was kept"
        raise UserError(shown(str(path)), "it holds no age identity", fix)
    return found


def encrypt(source: Path, target: Path, recipient: str) -> None:
    """Encrypt a file to ``recipient``. Raises UserError where that is no key."""
    pyrage = _pyrage()
    try:
        to = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        fix = "ask the authority for its key again"
        raise UserError("--encrypt-to", "this is no age key", fix) from None
    pyrage.encrypt_file(str(source), str(target), [to])


def decrypt(source: Path, target: Path, identity: str) -> None:
    """Decrypt a file. Raises Refused ``cannot_unseal`` where the identity does not open it."""
    pyrage = _pyrage()
    try:
        key = pyrage.x25519.Identity.from_str(identity)
        pyrage.decrypt_file(str(source), str(target), [key])
    except (pyrage.DecryptError, pyrage.IdentityError, OSError):
        raise Refused("cannot_unseal", shown(source.name)) from None


def _pyrage() -> ModuleType:
    try:
        return import_module("pyrage")
    except ImportError:
        fix = 'install it with: pip install "harmscope[registry]"'
        raise UserError("encryption", "the library for it is not installed", fix) from None
