"""The audit log: who did what, and how it ended. It holds ids and codes, and no content."""

from dataclasses import dataclass
from typing import Any, Final, Protocol

from sqlalchemy import delete, insert, select

from harmscope.web.shelves import AUDIT, Shelves, now


class Actor(Protocol):
    """An account or a program with a token: its name, and the id of its organisation."""

    @property
    def name(self) -> str:
        """The name in the log."""

    @property
    def tenant(self) -> str:
        """The id of the organisation."""


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    tenant: str


COMMAND_LINE: Final = _Named("command line", "")
"""Whoever runs commands on the machine of the server."""


def note(
    shelves: Shelves, who: Actor | None, act: str, about: str = "", outcome: str = "done"
) -> None:
    """Write one line. ``about`` is an id of ours."""
    with shelves.writing() as connection:
        connection.execute(
            insert(AUDIT).values(
                at=now(),
                account=None if who is None else who.name,
                tenant=None if who is None else who.tenant,
                act=act,
                about=about,
                outcome=outcome,
            )
        )


def newest(shelves: Shelves, most: int = 200, before: int | None = None) -> list[dict[str, Any]]:
    """The last lines, the newest first; those older than the line ``before`` where it is given."""
    wanted = select(AUDIT).order_by(AUDIT.c.id.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(AUDIT.c.id < before)
    with shelves.reading() as connection:
        return [dict(row._mapping) for row in connection.execute(wanted)]


def shorten(shelves: Shelves, before: str) -> int:
    """Delete the lines from before a moment, and say so in a line; gives how many they were."""
    with shelves.writing() as connection:
        gone = connection.execute(delete(AUDIT).where(AUDIT.c.at < before)).rowcount
    if gone:
        note(shelves, None, "shorten audit log", outcome=f"{gone} lines deleted")
    return gone
