"""Invented senders and their submissions, for the tests of submissions and of the registry."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harmscope.model.period import parse_period
from harmscope.model.submission import PublicKey
from harmscope.submission import Contents, new_key, read_public, sign
from harmscope.submission.pack import pack_as_given

TODAY = date(2026, 4, 20)
QUARTER = "2026-Q1"


def header(service: str) -> dict[str, object]:
    return {
        "record": "dataset",
        "version": "1.1",
        "service": service,
        "period": {"start": "2026-01-01", "end": "2026-03-31"},
        "time_zone": "UTC",
        "taxonomy": "harm@1.0.0",
        "disclosure": "restricted",
        "capabilities": ["visibility_restrictions"],
    }


def notice(
    service: str, number: int, harm: str = "hate", day: str = "2026-02-01"
) -> dict[str, object]:
    return {
        "record": "notice",
        "version": "1.0",
        "notice_id": f"{service.replace(' ', '-')}-{number}",
        "service": service,
        "kind": "user_flag",
        "received_at": day,
        "decided_at": day,
        "outcome": "acted",
        "harm": {"primary": harm},
        "item_count": 1,
    }


def write_records(path: Path, rows: Sequence[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@dataclass(frozen=True)
class Sender:
    """One invented platform with its key."""

    name: str
    folder: Path

    @property
    def service(self) -> str:
        return self.name.capitalize()

    @property
    def key_file(self) -> Path:
        return self.folder / f"{self.name}.key.pem"

    @property
    def public(self) -> PublicKey:
        return read_public(self.folder / f"{self.name}.public.json")

    def submission(self, name: str = "first", notices: int = 30, **more: object) -> Path:
        """A signed submission of so many notices."""
        harms = more.pop("harms", ("hate", "fraud"))
        rows = [header(self.service)]
        rows += [notice(self.service, i, harms[i % len(harms)]) for i in range(notices)]
        records = write_records(self.folder / f"{self.name}-{name}.jsonl", rows)
        return self.packed(f"{self.name}-{name}", records=(records,), **more)

    def packed(self, name: str, **more: object) -> Path:
        """Whatever ``more`` says, packed and signed."""
        target = self.folder / f"{name}.zip"
        told = {"sender": self.name, "service": self.service, "packed_on": TODAY, **more}
        told.setdefault("period", parse_period(QUARTER))
        pack_as_given(Contents(**told), target)
        sign(target, self.key_file)
        return target


def sender(folder: Path, name: str, until: date = date(2027, 12, 31)) -> Sender:
    """A sender with a new key in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    new_key(folder, name, date(2026, 1, 1), until)
    return Sender(name, folder)
