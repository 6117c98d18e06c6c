"""Accounts: people with a password, a role and a second factor, each in one organisation.

Passwords are kept as argon2id (RFC 9106), the second factor is TOTP (RFC 6238).
"""

import re
import threading
import time
from dataclasses import dataclass
from typing import Any, Final, Literal, cast, get_args

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, insert, select, update

from harmscope.errors import UserError, offer
from harmscope.render.safe_text import clean
from harmscope.web.shelves import ACCOUNTS, TENANTS, Shelves, new_id, now

Role = Literal["platform", "official", "admin"]
ROLES: Final = get_args(Role)
LOCAL: Final = "local"
"""The organisation and account of somebody at the machine itself."""

SHORTEST: Final = 12
LONGEST: Final = 512
_STEP: Final = 30
_TURN: Final = threading.BoundedSemaphore(2)
"""Each hash takes 64 MiB for a moment; a crowd at the door must not take all memory."""

_SECRET = re.compile(r"[A-Z2-7]{32}", re.ASCII)
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody has this password")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. ``tenant`` is the id of the organisation."""

    id: str
    name: str
    tenant: str
    role: Role
    second: bool = False

    def may(self, *roles: Role) -> bool:
        """Whether the account has one of the roles; an admin and the local user have all."""
        return self.id == LOCAL or self.role == "admin" or self.role in roles


SOMEBODY_HERE: Final = Account(LOCAL, "this machine", LOCAL, "admin")
"""Who uses the app on the machine itself, without signing in."""


def add(shelves: Shelves, name: str, organisation: str, role: str, password: str) -> Account:
    """Make an account, and its organisation where there is none of the name.

    Raises UserError for a name that is taken, an unknown role or a short password.
    """
    if role not in ROLES:
        raise UserError("--role", "the role is not known", offer(role, ROLES))
    check_line("NAME", name, 80)
    check_line("--organisation", organisation, 200)
    _check(password)
    made = {"id": new_id(), "name": name.strip(), "role": role, "made": now()}
    with shelves.writing() as connection:
        if connection.execute(select(ACCOUNTS.c.id).where(ACCOUNTS.c.name == made["name"])).first():
            raise UserError("NAME", "there is an account with this name", "choose another")
        tenant = _tenant(connection, organisation.strip())
        connection.execute(
            insert(ACCOUNTS).values(**made, tenant=tenant, password=_hashed(password))
        )
    return Account(str(made["id"]), str(made["name"]), tenant, cast("Role", role))


def check_line(where: str, text: str, most: int) -> None:
    """Raises UserError unless ``text`` is one line of 1 to ``most`` characters that can be seen."""
    if not 1 <= len(text.strip()) <= most:
        raise UserError(where, "it is empty or too long", f"use 1 to {most} characters")
    if clean(text.strip()) != text.strip():
        fix = "type it again, in letters, digits, signs and spaces"
        raise UserError(where, "it has a character that cannot be seen", fix)


def _check(password: str) -> None:
    if not SHORTEST <= len(password) <= LONGEST:
        fix = f"use {SHORTEST} to {LONGEST} characters"
        raise UserError("password", "it is too short or too long", fix)


def _tenant(connection: Connection, organisation: str) -> str:
    found = connection.execute(select(TENANTS.c.id).where(TENANTS.c.name == organisation)).scalar()
    if found is not None:
        return str(found)
    made = new_id()
    connection.execute(insert(TENANTS).values(id=made, name=organisation, made=now()))
    return made


def signed_in(shelves: Shelves, name: str, password: str, code: str) -> Account | None:
    """The account of this name where password and second factor are right, else None.

    A code counts once. It takes as long for a name that nobody has.
    """
    with shelves.reading() as connection:
        row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name == name)).first()
    if not _right(_NOBODY if row is None else row.password, password):
        return None
    if row is None or row.disabled or not _second(shelves, row, code):
        return None
    if _HASHER.check_needs_rehash(row.password):
        _set(shelves, row.id, password=_hashed(password))
    return _account(row)


def _right(kept: str, password: str) -> bool:
    if len(password) > LONGEST:
        return False
    try:
        with _TURN:
            return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def _hashed(password: str) -> str:
    with _TURN:
        return _HASHER.hash(password)


def _second(shelves: Shelves, row: Any, code: str) -> bool:
    """Whether the code is right and newer than the last one used; true where none is asked."""
    if row.second is None:
        return True
    used = _step_of(row.second, code)
    if used is None or used <= row.used:
        return False
    with shelves.writing() as connection:
        # Two requests with one code: only one of them finds the old step.
        done = connection.execute(
            update(ACCOUNTS)
            .where(ACCOUNTS.c.id == row.id, ACCOUNTS.c.used < used)
            .values(used=used)
        )
    return done.rowcount == 1


def _step_of(secret: str, code: str) -> int | None:
    """The step of 30 seconds that a code is of: this one, the one before or, for a phone whose
    clock is ahead, the next one; None for a wrong code."""
    totp, now_ = pyotp.TOTP(secret), int(time.time()) // _STEP
    for step in (now_, now_ - 1, now_ + 1):
        if pyotp.utils.strings_equal(totp.generate_otp(step), code.strip()):
            return step
    return None


def new_second(name: str) -> tuple[str, str]:
    """A secret for the second factor, and the address that an authenticator app takes."""
    return second_of(name, pyotp.random_base32())


def second_of(name: str, secret: str) -> tuple[str, str]:
    """As :func:`new_second`, for a secret that is there already."""
    return secret, pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="harmscope")


def set_second(shelves: Shelves, account: str, secret: str, code: str) -> bool:
    """Ask for a second factor from now on, once its first code is right."""
    if not _SECRET.fullmatch(secret):
        return False
    used = _step_of(secret, code)
    if used is None:
        return False
    _set(shelves, account, second=secret, used=used)
    return True


def proven(shelves: Shelves, account: str, password: str, code: str = "") -> bool:
    """Whether somebody who is signed in knows their password and, where one is set, the code."""
    with shelves.reading() as connection:
        row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.id == account)).first()
    return row is not None and _right(row.password, password) and _second(shelves, row, code)


def forget_second(shelves: Shelves, account: str) -> None:
    """Ask for no second factor of this account any more, until one is set up again."""
    _set(shelves, account, second=None)


def set_password(shelves: Shelves, account: str, password: str) -> None:
    """Change a password. Raises UserError for a short one."""
    _check(password)
    _set(shelves, account, password=_hashed(password))


def disable(shelves: Shelves, name: str, disabled: bool = True) -> None:
    """Keep somebody out from now on, or let them in again. Raises UserError for an unknown name."""
    with shelves.writing() as connection:
        done = connection.execute(
            update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(disabled=disabled)
        )
    if not done.rowcount:
        known = [str(one["name"]) for one in listed(shelves)]
        raise UserError("NAME", "there is no such account", offer(name, known))


def id_of(shelves: Shelves, name: str) -> str:
    """The id of the account with this name; nothing where there is none."""
    with shelves.reading() as connection:
        found = connection.execute(select(ACCOUNTS.c.id).where(ACCOUNTS.c.name == name)).scalar()
    return str(found or "")


def find(shelves: Shelves, account: str) -> Account | None:
    """The account with this id where it may still come in."""
    with shelves.reading() as connection:
        row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.id == account)).first()
    return None if row is None or row.disabled else _account(row)


def organisations(shelves: Shelves) -> dict[str, str]:
    """All organisations: their names by id, in order of the names."""
    with shelves.reading() as connection:
        rows = connection.execute(select(TENANTS).order_by(TENANTS.c.name)).all()
    return {str(row.id): str(row.name) for row in rows}


def listed(shelves: Shelves) -> list[dict[str, object]]:
    """All accounts, without their secrets."""
    wanted = select(ACCOUNTS, TENANTS.c.name.label("organisation")).join(
        TENANTS, TENANTS.c.id == ACCOUNTS.c.tenant
    )
    with shelves.reading() as connection:
        rows = connection.execute(wanted.order_by(ACCOUNTS.c.name)).all()
    return [
        {
            "id": row.id,
            "name": row.name,
            "organisation": row.organisation,
            "role": row.role,
            "second_factor": row.second is not None,
            "disabled": row.disabled,
            "made": row.made,
        }
        for row in rows
    ]


def _set(shelves: Shelves, account: str, **values: object) -> None:
    with shelves.writing() as connection:
        connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account).values(**values))


def _account(row: Any) -> Account:
    return Account(row.id, row.name, row.tenant, row.role, row.second is not None)
