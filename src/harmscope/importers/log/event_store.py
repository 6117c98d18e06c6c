"""Events on disk: taken in any order, given back group by group.

Memory stays flat: SQLite sorts in temporary files beside the store. A row that was exported twice
is kept once; of a row that changed between two exports the newest version is kept.
"""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from harmscope.importers.log.events import RANK, Event, Kind, Ref, dump, load
from harmscope.model.typed import Notice
from harmscope.spill import Database

_BATCH = 10_000
_SETUP = """
PRAGMA cache_size = -65536;
CREATE TABLE event (
  base TEXT, tbl TEXT, id TEXT, version TEXT, digest TEXT, kind TEXT, grp TEXT, subject TEXT,
  at TEXT, rank INTEGER, body TEXT);
CREATE TABLE link (alias TEXT PRIMARY KEY, grp TEXT, subject TEXT) WITHOUT ROWID;
CREATE TABLE part (tbl TEXT, key TEXT, body TEXT);
"""
_REPEATED = """
CREATE TEMP TABLE repeated AS SELECT base, id FROM event GROUP BY base, id
HAVING count(*) > count(DISTINCT tbl) OR count(DISTINCT version || ' ' || digest) > 1
"""
_COPIES = """
SELECT rowid, tbl, version, digest FROM event WHERE base = ? AND id = ?
ORDER BY version DESC, digest, tbl, rowid
"""
_MIRRORS = """
DELETE FROM event WHERE tbl = ? AND EXISTS (
  SELECT 1 FROM event AS other WHERE other.tbl = ? AND other.subject = event.subject
  AND coalesce(json_extract(other.body, '$[0].reporter_key')
    = json_extract(event.body, '$[0].reporter_key'), 1))
"""
_RETELL_KIND = """
UPDATE event SET body = json_set(body, '$[3].subject_kind', ?)
WHERE tbl = ? AND subject IN (SELECT alias FROM link WHERE substr(subject, 1, ?) = ?)
"""
_RETELL_ACTION = """
UPDATE event SET body = json_set(body, '$[1].actions[0].kind', ?)
WHERE tbl = ? AND subject IN (SELECT alias FROM link WHERE substr(subject, 1, ?) = ?)
AND json_type(body, '$[1].actions') = 'array'
"""
_SORTED = """
SELECT kind, tbl, id, at, coalesce(link.grp, event.grp) AS g,
  coalesce(link.subject, event.subject) AS s, digest, body
FROM event LEFT JOIN link ON link.alias = event.subject
ORDER BY g, at, rank, tbl, id
"""


class EventStore(Database):
    """Events of one import, and the parts of notices on several items: these come from several
    groups of events. Use as a context manager; the files are gone afterwards.

    ``folder`` is where they lie (default: the system's temporary folder).
    """

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(_SETUP, folder)
        self._batch: list[tuple[object, ...]] = []
        self.repeated: int = 0
        """Rows left out because a copy or a newer version was kept, after :meth:`deduplicate`."""
        self.conflicting: Counter[str] = Counter()
        """By table, rows left out that differ from a row of the same id and version; the smallest
        digest was kept."""

    def add(self, event: Event) -> None:
        """Add one event."""
        table, id_ = event.ref
        group = event.group or event.subject
        self._batch.append(
            (
                table.partition("#")[0],
                table,
                id_,
                event.version,
                event.digest,
                event.kind,
                group,
                event.subject,
                event.at,
                RANK[event.kind],
                dump(event),
            )
        )
        if len(self._batch) >= _BATCH:
            self._flush()

    def link(self, alias: str, subject: str, group: str = "") -> None:
        """Record that events on the subject ``alias`` are events on ``subject``. The smallest wins
        where two are given, so that the order of input does not matter."""
        self.rows(
            "INSERT INTO link VALUES (?, ?, ?) ON CONFLICT (alias) DO UPDATE SET "
            "grp = min(grp, excluded.grp), subject = min(subject, excluded.subject)",
            (alias, group or subject, subject),
        )

    def drop(self, table: str) -> None:
        """Delete the events of a table; before :meth:`deduplicate`."""
        self._flush()
        self.rows("DELETE FROM event WHERE tbl = ?", (table,))

    def drop_at(self, table: str, version: str, at: str) -> int:
        """Delete the events of a table that have this version and time. Gives how many; before
        :meth:`deduplicate`."""
        self._flush()
        question = "DELETE FROM event WHERE tbl = ? AND version = ? AND at = ?"
        return self.rows(question, (table, version, at)).rowcount

    def retell(self, table: str, subjects: str, kind: str, action: str) -> None:
        """Where events of a table stand on an alias of a subject whose name starts with
        ``subjects``: set the kind of the subject, and the action of those that act."""
        self._flush()
        values = (table, len(subjects), subjects)
        self.rows(_RETELL_KIND, (kind, *values))
        self.rows(_RETELL_ACTION, (action, *values))

    def drop_mirrors(self, table: str, of: str) -> int:
        """Delete the notices of ``table`` that ``of`` holds as well: on the same subject, and from
        the same reporter where both name one. Gives how many; before :meth:`deduplicate`."""
        self._flush()
        self.rows("CREATE INDEX by_subject ON event (tbl, subject)")
        dropped = self.rows(_MIRRORS, (table, of)).rowcount
        self.rows("DROP INDEX by_subject")
        return dropped

    def deduplicate(self) -> None:
        """Leave one copy of each row. Call once, after the last event and before reading."""
        self._flush()
        self.rows("CREATE INDEX by_row ON event (base, id)")
        self.rows(_REPEATED)
        for ref in self.rows("SELECT base, id FROM repeated ORDER BY base, id"):
            self._keep_one(ref)

    def _keep_one(self, ref: Ref) -> None:
        copies = self.rows(_COPIES, ref).fetchall()
        tables = Counter(table for _, table, _, _ in copies)
        self.repeated += max(tables.values()) - 1
        version, digest = copies[0][2:]
        others = {other[3] for other in copies if other[2] == version} - {digest}
        if others:
            self.conflicting[ref[0]] += len(others)
        kept: set[str] = set()
        for row, table, *state in copies:
            if state == [version, digest] and table not in kept:
                kept.add(table)
            else:
                self.rows("DELETE FROM event WHERE rowid = ?", (row,))

    def has(self, kind: Kind) -> bool:
        """Whether there is an event of this kind."""
        rows = self.rows("SELECT 1 FROM event WHERE kind = ? LIMIT 1", (kind,))
        return rows.fetchone() is not None

    def size(self) -> int:
        """How many events there are."""
        (count,) = self.rows("SELECT count(*) FROM event").fetchone()
        return int(count)

    def groups(self) -> Iterator[list[Event]]:
        """The events of each group in order, groups in order of their name."""
        rows = self.rows(_SORTED)
        for _, group in groupby(rows, key=lambda row: row[4]):
            yield [load(row) for row in group]

    def add_part(self, key: Ref, part: Notice) -> None:
        """Add the notice on one of several items; ``key`` is common to all of them."""
        self.rows("INSERT INTO part VALUES (?, ?, ?)", (*key, json.dumps(part)))

    def parts(self) -> Iterator[tuple[Ref, list[Notice]]]:
        """The notices on single items, together by their key and in its order."""
        rows = self.rows("SELECT tbl, key, body FROM part ORDER BY tbl, key, body")
        for key, group in groupby(rows, key=lambda row: (row[0], row[1])):
            yield key, [json.loads(body) for *_, body in group]

    def _flush(self) -> None:
        self.many("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._batch)
        self._batch.clear()
