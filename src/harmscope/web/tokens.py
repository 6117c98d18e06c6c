"""API tokens: keys of programs, each for one organisation, some scopes and a time.

A token is shown once. It reads ``hsk_``, its id and a random secret; of the secret only the SHA-256
is kept, for it holds 256 random bits and needs no slow hash.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal, get_args

from sqlalchemy import insert, select, update

from harmscope.errors import UserError, offer
from harmscope.times import day_asked, today
from harmscope.web.accounts import check_line
from harmscope.web.shelves import TENANTS, TOKENS, Shelves, new_id, now

Scope = Literal[
    "validate",
    "import",
    "report",
    "read",
    "compare",
    "submissions:write",
    "submissions:read",
    "metrics",
]
SCOPES: Final = get_args(Scope)
PREFIX: Final = "hsk_"
"""What every token starts with: scanners for leaked secrets find it by this."""

LONGEST: Final = 732
"""Days that a token may count at most."""

_SHAPE = re.compile(r"hsk_([0-9a-f]{32})_([\w-]{43})", re.ASCII)
_NOBODY = hashlib.sha256(b"nobody has this token").hexdigest()


@dataclass(frozen=True, slots=True)
class TokenCaller:
    """A program that came with a token. ``sender`` is whose submissions it may hand in; without
    one it hands in none."""

    id: str
    tenant: str
    scopes: frozenset[str]
    sender: str | None


@dataclass(frozen=True, slots=True)
class Token:
    """What is told of a token after it was made. ``state`` is valid, revoked or expired."""

    id: str
    label: str
    organisation: str
    scopes: tuple[str, ...]
    sender: str | None
    expires: str
    state: str
    made: str
    made_by: str


def make(  # noqa: PLR0917 - each of them is a column
    shelves: Shelves,
    tenant: str,
    label: str,
    scopes: Sequence[str],
    expires: str,
    made_by: str,
    sender: str | None = None,
) -> tuple[str, str]:
    """A new token for the organisation with the id ``tenant``: gives what to show once, and its id.

    ``expires`` is the last day on which it counts, as YYYY-MM-DD. ``made_by`` is a name.
    Raises UserError for an unknown scope or organisation, and for a day that is past or too far.
    """
    chosen = _chosen(scopes, sender)
    check_line("label", label, 80)
    if sender:
        check_line("sender", sender, 512)
    last = _last(expires)
    made, secret = new_id(), secrets.token_urlsafe(32)
    with shelves.writing() as connection:
        if connection.execute(select(TENANTS.c.id).where(TENANTS.c.id == tenant)).first() is None:
            raise UserError("organisation", "it is not known", "add an account for it first")
        connection.execute(
            insert(TOKENS).values(
                id=made,
                digest=_digest(secret),
                tenant=tenant,
                sender=sender or None,
                label=label.strip(),
                scopes=" ".join(chosen),
                expires=last,
                made=now(),
                made_by=made_by,
            )
        )
    return f"{PREFIX}{made}_{secret}", made


def _chosen(scopes: Sequence[str], sender: str | None) -> list[str]:
    unknown = [one for one in scopes if one not in SCOPES]
    if unknown:
        raise UserError("scope", "it is not known", offer(unknown[0], SCOPES))
    if not scopes:
        raise UserError("scope", "there is none", f"choose from {', '.join(SCOPES)}")
    if "submissions:write" in scopes and not sender:
        fix = "name the sender as the registry knows it"
        raise UserError("sender", "submissions:write needs one", fix)
    return [one for one in SCOPES if one in scopes]


def _last(expires: str) -> str:
    day = day_asked(expires, "expires")
    if day < today():
        raise UserError("expires", "this day is past", "name a day to come")
    if day > today() + timedelta(days=LONGEST):
        raise UserError("expires", "this day is too far away", "name a day within two years")
    return f"{day.isoformat()}T23:59:59Z"


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def bearer(header: str) -> str:
    """The token in the header ``Authorization``; nothing where there is none."""
    scheme, _, secret = header.partition(" ")
    return secret.strip() if scheme.casefold() == "bearer" else ""


def caller(shelves: Shelves, secret: str) -> TokenCaller | None:
    """Who comes with this token; None where it is unknown, expired or revoked.

    The token is looked up by its id, and the comparison of its secret takes the same time whatever
    stands in it.
    """
    found = _SHAPE.fullmatch(secret)
    if found is None:
        return None
    with shelves.reading() as connection:
        row = connection.execute(select(TOKENS).where(TOKENS.c.id == found[1])).first()
    kept = _NOBODY if row is None else row.digest
    right = hmac.compare_digest(kept, _digest(found[2]))
    if not right or row is None or _state(row) != "valid":
        return None
    return TokenCaller(row.id, row.tenant, frozenset(row.scopes.split()), row.sender)


def revoke(shelves: Shelves, token: str) -> None:
    """Let a token count no more. Raises UserError for an unknown id."""
    mine = TOKENS.c.id == token
    with shelves.writing() as connection:
        if connection.execute(select(TOKENS.c.id).where(mine)).first() is None:
            raise UserError("token", "there is no such token", "see the list of tokens for its id")
        still = mine & TOKENS.c.revoked.is_(None)
        connection.execute(update(TOKENS).where(still).values(revoked=now()))


def listed(shelves: Shelves, tenant: str | None = None) -> list[Token]:
    """All tokens, the newest first, or those of one organisation; without their secrets."""
    wanted = select(TOKENS, TENANTS.c.name.label("organisation")).join(
        TENANTS, TENANTS.c.id == TOKENS.c.tenant
    )
    if tenant is not None:
        wanted = wanted.where(TOKENS.c.tenant == tenant)
    with shelves.reading() as connection:
        rows = connection.execute(wanted.order_by(TOKENS.c.made.desc(), TOKENS.c.id)).all()
    return [_token(row) for row in rows]


def _token(row: Any) -> Token:
    return Token(
        row.id,
        row.label,
        row.organisation,
        tuple(row.scopes.split()),
        row.sender,
        row.expires,
        _state(row),
        row.made,
        row.made_by,
    )


def _state(row: Any) -> str:
    if row.revoked is not None:
        return "revoked"
    return "expired" if row.expires < now() else "valid"
