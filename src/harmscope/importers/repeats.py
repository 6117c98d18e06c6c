"""Records that came in more than once: counted, never dropped."""

from array import array
from hashlib import blake2b

import numpy as np

from harmscope.importers.contract import Task

_IDS = {"incident": "incident_id", "notice": "notice_id"}


class Repeats:
    """Remembers 16 bytes a record: a hash of its id, and one of its source's digest with it."""

    def __init__(self) -> None:
        self._ids = array("Q")
        self._copies = array("Q")

    def see(self, record: dict[str, object]) -> None:
        """Take note of one record."""
        kind = str(record["record"])
        key = f"{kind} {record[_IDS[kind]]}"
        source = record.get("source")
        copy = f"{key} {source.get('digest')}" if isinstance(source, dict) else key
        self._ids.append(_hash(key))
        self._copies.append(_hash(copy))

    def say(self, task: Task) -> None:
        """Note how many records repeat an id, and how many of these differ."""
        again, copies = _repeated(self._ids), _repeated(self._copies)
        if copies:
            task.notes["source rows stand there again, byte by byte; all are written"] += copies
        if again - copies:
            task.notes["ids are used again for other content; all are written"] += again - copies


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8"), digest_size=8).digest())


def _repeated(hashes: "array[int]") -> int:
    return len(hashes) - len(np.unique(np.frombuffer(hashes, dtype=np.uint64)))
