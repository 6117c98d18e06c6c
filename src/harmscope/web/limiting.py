"""Limits: how often somebody may ask, and how often somebody may fail to sign in.

Requests are counted in the memory of each server process. Failed sign-ins are counted in the
database, by minute, so that all processes and a server that starts anew see the same.
"""

import hashlib
import ipaddress
import time
from typing import Any, Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from starlette.requests import Request

from harmscope.web.problem_details import Problem
from harmscope.web.shelves import HITS, Shelves

_MINUTE: Final = 60
_MINUTES: Final = 15
_OF_ADDRESS: Final = 5
"""An address may fail so many times as often as a name: a whole office can share one."""


class Limiter:
    """Counts requests by caller: so many a minute."""

    def __init__(self, rate: int) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._rate = RateLimitItemPerMinute(rate)

    def count(self, who: str) -> None:
        """Count one request. Raises Problem for one too many."""
        if not self._limiter.hit(self._rate, who):
            until = self._limiter.get_window_stats(self._rate, who).reset_time
            raise _too_many("These are too many requests.", until - time.time())


def address_of(request: Request) -> str:
    """Where a request comes from. Of an IPv6 address the network of its house counts: whoever has
    one address in it has all."""
    told = request.client.host if request.client else ""
    try:
        found = ipaddress.ip_address(told)
    except ValueError:
        return told
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return told


def attempt(shelves: Shelves, most: int, name: str, address: str) -> None:
    """Count a sign-in before it is judged: of two at once none is for free.

    From half of ``most`` failures in a quarter of an hour on, one a minute is let through; from
    ``most`` on, none. Raises Problem for one too many, which then does not count.
    """
    with shelves.writing() as connection:
        _counted(connection, _key("name", name.casefold()), most)
        _counted(connection, _key("address", address), most * _OF_ADDRESS)


def succeeded(shelves: Shelves, name: str, address: str) -> None:
    """Forget the failures of a name that signed in, and that its address tried."""
    with shelves.writing() as connection:
        connection.execute(delete(HITS).where(HITS.c.who == _key("name", name.casefold())))
        connection.execute(
            update(HITS)
            .where(
                HITS.c.who == _key("address", address),
                HITS.c.window == _minute(),
                HITS.c.count > 0,
            )
            .values(count=HITS.c.count - 1)
        )


def sweep(shelves: Shelves) -> None:
    """Forget what is too old to count."""
    with shelves.writing() as connection:
        connection.execute(delete(HITS).where(HITS.c.window <= _minute() - _MINUTES))


def _counted(connection: Connection, who: str, most: int) -> None:
    minute = _minute()
    made: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    added = made.insert(HITS).values(who=who, window=minute, count=1)
    again = added.on_conflict_do_update(
        index_elements=[HITS.c.who, HITS.c.window], set_={"count": HITS.c.count + 1}
    )
    now = connection.execute(again.returning(HITS.c.count)).scalar_one()
    recent = (HITS.c.who == who) & (HITS.c.window > minute - _MINUTES)
    total, first = connection.execute(
        select(func.sum(HITS.c.count), func.min(HITS.c.window)).where(recent)
    ).one()
    if total > most:
        until = (int(first) + _MINUTES) * _MINUTE
        raise _too_many("There were too many failed attempts.", until - time.time())
    if total > most // 2 and now > 1:
        until = (minute + 1) * _MINUTE
        raise _too_many(
            "There were many failed attempts; one a minute is left.", until - time.time()
        )


def _minute() -> int:
    return int(time.time()) // _MINUTE


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode("utf-8", "replace")).hexdigest()


def _too_many(fault: str, seconds: float) -> Problem:
    wait = max(1, int(seconds) + 1)
    fix = f"wait {wait} seconds" if wait < 2 * _MINUTE else f"wait {wait // _MINUTE + 1} minutes"
    return Problem(429, fault, fix, {"Retry-After": str(wait)})
