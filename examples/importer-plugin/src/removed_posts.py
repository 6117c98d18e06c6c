"""An importer of one's own: a forum's list of removed posts (columns post, removed_at)."""

import hashlib
from collections.abc import Iterator
from types import MappingProxyType

from harmscope.importers.contract import Table, Task


class RemovedPosts:
    name = "removed-posts"
    reads = "a CSV with the columns post and removed_at"
    schemes: tuple[str, ...] = ()
    lists: frozenset[str] = frozenset()
    capabilities = ("visibility_restrictions",)
    not_recorded = MappingProxyType({"appeals": "The forum has no appeals"})
    choices = MappingProxyType({"What is one measure?": "One removed post."})

    def records(self, tables: Iterator[Table], task: Task) -> Iterator[dict[str, object]]:
        for table in tables:
            for row in table.rows:
                digest = hashlib.sha256(row.raw or b"").hexdigest()
                removed = {"kind": "visibility.removed"}
                decision = {"id": "1", "decided_at": row.data["removed_at"], "actions": [removed]}
                yield {"record": "incident", "version": "1.0", "incident_id": f"{row.data['post']}",
                       "service": task.service or "forum", "subject_kind": "content",
                       "decisions": [decision], "source": {"digest": digest}}  # fmt: skip


REMOVED_POSTS = RemovedPosts()
