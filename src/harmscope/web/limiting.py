"""Limits: how often somebody may ask, and how often somebody may fail to sign in.

Both are counted in the database, by minute, so that all processes and a server that starts anew
see the same: every failed sign-in, and requests some at once, so that most of them do not ask it.
"""

import hashlib
import ipaddress
import threading
import time
from typing import Any, Final

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from starlette.requests import Request

from harmscope.web.problem_details import Problem
from harmscope.web.shelves import HITS, NoDatabase, Shelves

_MINUTE: Final = 60
_MINUTES: Final = 15
_OF_ADDRESS: Final = 5
"""An address may fail so many times as often as a name: a whole office can share one."""


_SHARES: Final = 50
"""Into so many shares the requests of a minute are divided."""


class Limiter:
    """Counts requests by caller: so many a minute and no more, for all processes together.

    A process takes a share of a caller's requests from the database at once, the first one too, so
    that one request of a share writes. No more pass than were taken. Fewer can: what the other
    processes took and did not use, less than a share of each. Only while the database does not
    answer, each process lets through as many as it could have taken alone.
    """

    def __init__(self, rate: int, shelves: Shelves) -> None:
        self._rate, self._shelves = rate, shelves
        self._share = max(1, rate // _SHARES)
        self._lock = threading.Lock()
        self._minute = 0
        self._callers: dict[str, _Caller] = {}

    def count(self, who: str) -> None:
        """Count one request; can wait for the database. Raises Problem for one too many."""
        minute = _minute()
        with self._lock:
            if minute != self._minute:
                self._minute, self._callers = minute, {}
            caller = self._callers.setdefault(who, _Caller())
        with caller.lock:  # of many requests at once one takes a share, and the others use it
            if not caller.left and not caller.refused:
                self._take(caller, _key("requests", who), minute)
            if caller.left:
                caller.left -= 1
                return
        raise _too_many("These are too many requests.", (minute + 1) * _MINUTE - time.time())

    def _take(self, caller: "_Caller", key: str, minute: int) -> None:
        """Take another share, or what is left of the last one."""
        try:
            with self._shelves.writing() as connection:
                total = _added(connection, key, minute, caller.unsaid + self._share)
            caller.unsaid = 0
        except NoDatabase:  # then this process counts alone: the public pages need no database
            caller.unsaid += self._share
            total = caller.taken + self._share
        caller.left = max(0, min(self._share, self._rate - total + self._share))
        caller.taken += caller.left
        caller.refused = not caller.left


class _Caller:
    """What a process knows of one caller in this minute."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.left = 0
        self.taken = 0
        self.unsaid = 0
        self.refused = False


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
    now = _added(connection, who, minute, 1)
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


def _added(connection: Connection, who: str, minute: int, more: int) -> int:
    """Add to the count of a minute; gives the count."""
    made: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    added = made.insert(HITS).values(who=who, window=minute, count=more)
    again = added.on_conflict_do_update(
        index_elements=[HITS.c.who, HITS.c.window], set_={"count": HITS.c.count + more}
    )
    return int(connection.execute(again.returning(HITS.c.count)).scalar_one())


def _minute() -> int:
    return int(time.time()) // _MINUTE


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode("utf-8", "replace")).hexdigest()


def _too_many(fault: str, seconds: float) -> Problem:
    wait = max(1, int(seconds) + 1)
    fix = f"wait {wait} seconds" if wait < 2 * _MINUTE else f"wait {wait // _MINUTE + 1} minutes"
    return Problem(429, fault, fix, {"Retry-After": str(wait)})
