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

from harmscope.registry import senders
from harmscope.registry.folder import Registry, create
from harmscope.registry.intake import receive
from ledgers import lengthen
from senders import header, notice, sender, write_records

SHORT, LONG, TURNS = 10, 10_000, 9
AT = datetime(2026, 4, 20, 10)


def run() -> None:
    """Print the ratio of the two, as the median over the turns."""
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
    print(
        f"intake: behind {LONG:,} entries it takes {ratio:.2f} times as long as behind {SHORT} "
        f"(aim: at most 1.2); medians {statistics.median(p[0] for p in pairs):.3f} s "
        f"and {statistics.median(p[1] for p in pairs):.3f} s"
    )


def records(folder: Path, service: str) -> Path:
    """A small file of records of one service."""
    path = folder / f"{service.replace(' ', '-')}.jsonl"
    return write_records(path, [header(service), *(notice(service, i) for i in range(3))])


def _seconds(registry: Registry, package: Path) -> float:
    data = io.BytesIO(package.read_bytes())
    started = time.perf_counter()
    receive(registry, data, AT)
    return time.perf_counter() - started
