"""The header of imported records, and what the user adds to it."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from harmscope import __version__
from harmscope.errors import UserError
from harmscope.formats.sources import Watch, digest, source_files
from harmscope.importers.contract import Importer, Task
from harmscope.model.kinds import CURRENT
from harmscope.taxonomy import harm

_FIRST = ("record", "version", "dataset_id", "service", "operator", "period")
_OURS = ("record", "version", "importer", "sources", "counts", "taxonomy")


def given(path: Path | None) -> dict[str, object]:
    """Members of the header out of a TOML file: service, operator, period, capabilities ….

    Raises UserError where the file cannot be read or sets a member that the import sets.
    """
    if path is None:
        return {}
    try:
        found: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise UserError("--dataset", "the file cannot be read", "name a TOML file") from None
    except tomllib.TOMLDecodeError:
        raise UserError("--dataset", "the file is not TOML", "correct its syntax") from None
    for name in _OURS:
        if name in found:
            raise UserError("--dataset", f"{name} is set by the import", f"remove {name}")
    return found


def header(
    importer: Importer, sources: Iterable[str], task: Task, extra: dict[str, object]
) -> dict[str, object]:
    """The header record. Members in ``extra`` win over those of the importer."""
    built: dict[str, object] = {
        "record": "dataset",
        "version": CURRENT["dataset"],
        "time_zone": "UTC",
        "taxonomy": f"harm@{harm().version}",
        "disclosure": "restricted",
        "capabilities": list(importer.capabilities),
        "not_recorded": [
            {"part": part, "reason": reason} for part, reason in importer.not_recorded.items()
        ],
        "choices": [
            {"question": question, "answer": answer}
            for question, answer in importer.choices.items()
        ],
        "importer": {"name": importer.name, "version": __version__},
        "sources": _sources(importer.name, sources, task.stdin),
        "counts": _counts(task),
    }
    if len(task.services) == 1:
        built["service"] = next(iter(task.services))
    whole = built | extra
    first = {name: whole[name] for name in _FIRST if name in whole}
    return {name: value for name, value in (first | whole).items() if value != []}


def _sources(name: str, sources: Iterable[str], stdin: Watch) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for source in sources:
        for path in source_files(source):
            sha256, size = digest(path)
            found.append({"format": name, "sha256": sha256, "bytes": size})
    if stdin.size:
        found.append({"format": name, "sha256": stdin.digest(), "bytes": stdin.size})
    return found


def _counts(task: Task) -> dict[str, object]:
    counts: dict[str, object] = {"read": task.read, "written": task.written}
    if task.joins:
        counts["records"] = task.records
    if task.skipped:
        counts["skipped"] = [
            {"reason": reason, "count": count} for reason, count in sorted(task.skipped.items())
        ]
    return counts
