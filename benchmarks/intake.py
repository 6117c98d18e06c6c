"""How long an intake takes behind a long ledger, against one behind a short ledger.

Both registries take in the same packages in turn within one run; what is compared is the pair.
"""

import io
import statistics
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from benchmarks.results import Measured
from harmscope.registry import senders
from harmscope.registry.folder import Registry, create
from harmscope.registry.intake import receive
from ledgers import lengthen
from senders import header, notice, sender, write_records

SHORT, LONG, TURNS = 10, 10_000, 9
MOST = 1.2
AT = datetime(2026, 4, 20, 10)


def run() -> list[Measured]:
    """The ratio of the two, as the median over the turns."""
    with tempfile.TemporaryDirectory(prefix="harmscope-") as name:
        folder = Path(name)
        alpha = sender(folder / "keys", "alpha")
        services = [f"Alpha {i}" for i in range(TURNS)]
        registries = []
        for entries in (SHORT, LONG):
            made = create(folder / str(entries), "a", date(2026, 4, 20), None, "automatic")
            senders.add(made, "alpha", services, alpha.public, AT)
            lengthen(made.ledger, entries)
            registries.append(made)
        packages = [
            alpha.packed(f"p{i}", service=one, reports=(), records=(records(folder, one),))
            for i, one in enumerate(services)
        ]
        pairs = [tuple(_seconds(one, path) for one in registries) for path in packages]
        for one in registries:
            one.ledger.close()
    ratio = statistics.median(long / short for short, long in pairs)
    what, against = f"intake behind {LONG:,} entries", f"behind {SHORT} entries"
    kept = [(round(long, 3), round(short, 3)) for short, long in pairs]
    value = round(ratio, 2)
    return [Measured(what, against, LONG, value, "times as long", MOST, False, kept)]


def records(folder: Path, service: str) -> Path:
    """A small file of records of one service."""
    path = folder / f"{service.replace(' ', '-')}.jsonl"
    return write_records(path, [header(service), *(notice(service, i) for i in range(3))])


def _seconds(registry: Registry, package: Path) -> float:
    data = io.BytesIO(package.read_bytes())
    started = time.perf_counter()
    receive(registry, data, AT)
    return time.perf_counter() - started
