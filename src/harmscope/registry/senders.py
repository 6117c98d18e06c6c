"""Senders and their keys: registering, revoking, listing."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from harmscope.errors import UserError
from harmscope.model.submission import PublicKey
from harmscope.registry.entries import Entry
from harmscope.registry.folder import Registry, checked_text, same_name
from harmscope.registry.state import State, state_of
from harmscope.times import utc_text

_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,511}$")
"""As the model has it for the sender of a submission."""


def add(  # noqa: PLR0917 - the options that the contract gives it
    registry: Registry,
    name: str,
    services: Sequence[str],
    key: PublicKey,
    at: datetime,
    authorities: Sequence[str] = (),
) -> Entry:
    """Register a sender with a key for its services, or a further key or service of one.
    ``authorities`` are names of registries whose publications it hands in.

    Raises UserError where the service, the authority or the key belongs to another sender, for a
    name that no submission could carry, and where there is neither service nor authority.
    """
    if not _NAME.match(name):
        fix = "use letters, digits, '.', '_', ':' and '-', a letter or digit first"
        raise UserError("senders add", "this is no name for a sender", fix)
    services = [checked_text("--service", service) for service in services]
    authorities = [checked_text("--authority", authority) for authority in authorities]
    if not services and not authorities:
        fix = "give --service, or --authority for another registry"
        raise UserError("senders add", "it is not said what the sender hands in", fix)
    with registry.ledger.writing() as tx:
        state = state_of(tx.entries())
        for other in state.senders.values():
            if other.name != name and _alike(other.services, services):
                fix = "check the spelling; one sender reports a service"
                raise UserError("--service", "another sender reports this service", fix)
            if other.name != name and _alike(other.authorities, authorities):
                fix = "check the spelling; one sender hands in the publications of an authority"
                raise UserError("--authority", "another sender has this authority", fix)
            if other.name != name and any(k["key_id"] == key.key_id for k in other.keys):
                fix = "each sender signs with keys of its own"
                raise UserError("--key", "another sender signs with this key", fix)
        body: dict[str, object] = {
            "name": name,
            "services": sorted(services),
            "key": key.as_dict(),
        }
        if authorities:
            body["authorities"] = sorted(authorities)
        return tx.append(utc_text(at), "sender", body)


def _alike(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    return not {same_name(one) for one in ours}.isdisjoint(map(same_name, theirs))


def revoke(registry: Registry, key_id: str, first: date, because: str, at: datetime) -> Entry:
    """Revoke a key: signatures count no longer from the day ``first``.

    Raises UserError where no sender has that key.
    """
    with registry.ledger.writing() as tx:
        sender = _owner(state_of(tx.entries()), key_id)
        body: dict[str, object] = {
            "sender": sender,
            "key_id": key_id,
            "from": first.isoformat(),
            "because": checked_text("--because", because),
        }
        return tx.append(utc_text(at), "revocation", body)


def listed(state: State) -> list[dict[str, object]]:
    """Every key of every sender, with its days and its revocation."""
    return [
        {
            "sender": sender.name,
            "services": list(sender.services),
            "authorities": list(sender.authorities),
            "key_id": key["key_id"],
            "valid_from": key["valid_from"],
            "valid_to": key["valid_to"],
            "revoked_from": sender.revoked.get(key["key_id"]),
        }
        for sender in sorted(state.senders.values(), key=lambda one: one.name)
        for key in sender.keys
    ]


def _owner(state: State, key_id: str) -> str:
    for sender in state.senders.values():
        if any(key["key_id"] == key_id for key in sender.keys):
            return sender.name
    raise UserError("revoke", "no sender has this key", "see harmscope registry senders list")
