"""What a pool counts, as data in ``pooling.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.metric import Measure, Share

Split = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """``wanted`` are (metric, split) pairs in order; ``sums`` say which metric is made up of which
    others, ``links`` which is at least as large as others together."""

    wanted: tuple[tuple[str, Split], ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...]
    links: tuple[tuple[str, tuple[str, ...]], ...]

    def counted(self) -> dict[Split, list[str]]:
        """The measures to count for each split, those under shares included."""
        found: dict[Split, dict[str, None]] = {}
        for name, split in self.wanted:
            how = METRICS[name].how
            parts = [how.numerator, how.denominator] if isinstance(how, Share) else [name]
            for part in parts:
                if isinstance(METRICS[part].how, Measure):
                    found.setdefault(split, {})[part] = None
        return {split: list(names) for split, names in found.items()}


@cache
def plan() -> Plan:
    """The shipped plan."""
    data = tomllib.loads(Path(__file__).with_name("pooling.toml").read_text(encoding="utf-8"))
    wanted = tuple(
        (metric, tuple(split))
        for panel in data["panel"]
        for metric in panel["metrics"]
        for split in panel["splits"]
    )
    sums, links = (
        tuple((one["whole"], tuple(one["parts"])) for one in data[name]) for name in ("sum", "link")
    )
    return Plan(wanted, sums, links)
