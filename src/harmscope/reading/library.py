"""A small local library: a folder of reports by service, period and edition."""

import hashlib
import re
from pathlib import Path

from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.readers import Reading
from harmscope.reading.report_file import load, span_of, write_published

FIX = "name LIBRARY/service@period or LIBRARY/service@period#edition"


def add_to_library(reading: Reading, library: Path) -> Path:
    """Write the report to ``library/<service>/<period>/<edition>.json`` and return the path.

    Without an edition the digest of the sources tells reports apart. The same report again
    replaces itself. Raises UserError where other files stand under the same edition: replacing
    them would hide a restatement.
    """
    service = slug(reading.service or reading.format)
    period = (span_of(reading.figures) or "undated").replace("/", "_")
    edition = slug(reading.edition) if reading.edition else _digest(reading)
    folder = library / service / period
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{edition}.json"
    if path.is_file() and set(load(path).sources.values()) != {s.sha256 for s in reading.sources}:
        fix = "give the new publication an --edition of its own"
        raise UserError(path.name, "the library holds other files under this edition", fix)
    write_published(reading, path)
    return path


def find_report(name: str) -> Path:
    """The file that ``name`` means: a path, or ``LIBRARY/service@period[#edition]``.

    The period may be written as on the command line (``2025-H2``). Several editions: the last by
    name. Raises UserError where nothing fits.
    """
    if Path(name).is_file() or "@" not in name:
        return Path(name)
    place, _, rest = name.rpartition("@")
    wanted, _, edition = rest.partition("#")
    folder = Path(place).parent / slug(Path(place).name)
    span = str(parse_period(wanted)).replace("/", "_")
    found = sorted((folder / span).glob("*.json"))
    if edition:
        found = [each for each in found if each.stem == slug(edition)]
    if not found:
        raise UserError(name, "the library has no such report", FIX)
    return found[-1]


def slug(text: str) -> str:
    """A name for files: lower case, letters, digits, dots and hyphens."""
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.") or "unnamed"


def _digest(reading: Reading) -> str:
    digests = "".join(sorted(source.sha256 for source in reading.sources))
    return hashlib.sha256(digests.encode()).hexdigest()[:12]
