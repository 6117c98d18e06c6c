"""One case of the corpus: bytes that mean no good, and what a reader must make of them."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """``good`` rows must come through (None: some of them, as a bomb gives before it is stopped).
    ``faults`` are the codes that must come with them, those of
    the stream with ``!`` in front; the order says nothing. ``suffix`` is for people: content alone
    says what a file is."""

    name: str
    data: bytes
    good: int | None = 0
    faults: tuple[str, ...] = ()
    suffix: str = ".jsonl"

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.name + self.suffix


def record(number: int, **members: object) -> dict[str, object]:
    """A small valid incident, invented."""
    base: dict[str, object] = {
        "record": "incident",
        "version": "1.0",
        "incident_id": f"case-{number}",
        "service": "Plazza",
        "subject_kind": "content",
    }
    return base | members


def line(number: int, **members: object) -> bytes:
    """The same as a line of JSON Lines."""
    return json.dumps(record(number, **members), ensure_ascii=False).encode() + b"\n"


def around(middle: bytes) -> bytes:
    """Something between two good lines."""
    return line(1) + middle + line(2)
