"""How much a reader takes before it refuses: against bombs and mistakes, not against big files."""

from dataclasses import dataclass

MEBI = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of reading. Sizes are bytes.

    ``ratio`` bounds unpacked to packed size of one layer once ``ratio_floor`` bytes are unpacked.
    ``depth`` counts archives and compressions inside each other.
    """

    total: int = 2**40
    ratio: int = 500
    ratio_floor: int = 4 * MEBI
    depth: int = 4
    members: int = 10_000
    directory: int = 8 * MEBI
    line: int = 16 * MEBI
    columns: int = 4096
    row_lines: int = 1000
    nesting: int = 64
    child_memory: int = 512 * MEBI
    child_patience: float = 20.0


DEFAULT = Limits()
