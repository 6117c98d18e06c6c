"""Makes the files of this example: a quarter of notices at three invented services.

Every choice comes from a digest of its place, so the same files come out on every machine. Run it
from the top of the checkout: ``python examples/regulator-pool/make.py``.
"""

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
SERVICES = {"Lumen": 180, "Quill": 140, "Harbour": 160}
HARMS = ("hate", "hate", "fraud", "fraud", "harassment", "ncii.synthetic", "ncii.authentic")
START = date(2026, 1, 1)


def drawn(*place: object) -> int:
    """A number that depends on ``place`` alone."""
    return int.from_bytes(hashlib.sha256(repr(place).encode()).digest()[:4], "big")


def header(service: str) -> dict[str, object]:
    """The header of one service's data set."""
    return {
        "record": "dataset",
        "version": "1.1",
        "service": service,
        "period": {"start": "2026-01-01", "end": "2026-03-31"},
        "time_zone": "UTC",
        "jurisdictions": ["EU"],
        "licence": "CC0-1.0",
        "taxonomy": "harm@1.0.0",
        "disclosure": "restricted",
        "not_recorded": [
            {"part": "appeals", "reason": "This example holds notices only."},
        ],
    }


def notice(service: str, number: int) -> dict[str, object]:
    """One notice of a user."""
    received = START + timedelta(days=drawn(service, number, "day") % 90)
    took = drawn(service, number, "took") % 5
    acted = drawn(service, number, "acted") % 3 > 0
    body: dict[str, object] = {
        "record": "notice",
        "version": "1.0",
        "notice_id": f"{service.lower()}-{number}",
        "service": service,
        "kind": "user_flag",
        "received_at": received.isoformat(),
        "outcome": "acted" if acted else "no_action",
        "item_count": 1,
        "harm": {"primary": HARMS[drawn(service, number, "harm") % len(HARMS)]},
    }
    decided = received + timedelta(days=took)
    if decided <= date(2026, 3, 31):
        body["decided_at"] = decided.isoformat()
    else:
        body["outcome"] = "pending"
    return body


def write(name: str, rows: list[dict[str, object]]) -> None:
    """Write records as JSON Lines."""
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (HERE / name).write_text(text, encoding="utf-8")


def main() -> None:
    """Write one file a service, and Lumen's correction: twelve notices had been left out."""
    for service, count in SERVICES.items():
        rows = [notice(service, number) for number in range(count)]
        write(f"{service.lower()}.jsonl", [header(service), *rows])
        if service == "Lumen":
            more = [notice(service, number) for number in range(count, count + 12)]
            write("lumen-corrected.jsonl", [header(service), *rows, *more])


if __name__ == "__main__":
    main()
