"""Findings as SARIF 2.1.0, the exchange format of static analysis (OASIS, errata 01).

Code hosts refuse a run with more than 25,000 results, so at most that many stand in the document,
and at most 1,000 of a rule. Exact counts stand in the run's properties, and a notification says
for each rule how many of its findings are in the document.
"""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from harmscope import __version__
from harmscope.findings import Finding, Severity
from harmscope.formats.door import shown
from harmscope.render.safe_text import json_text
from harmscope.rules import CATALOGUE
from harmscope.validation import Verdict

# Display names of files and archive members to addresses of the files on disk.


class Addresses:
    """Where the files of a run lie: ``paths`` as the user named them.

    A display name starts with the last part of one of the paths, or is that of a file in a folder
    among them (the sheets of a report). Two paths that end alike cannot
    be told apart, and then the display name stands as it is.
    """

    def __init__(self, paths: Iterable[str | Path]) -> None:
        named = [Path(path) for path in paths if str(path) != "-"]
        ends = Counter(path.name for path in named)
        self._roots = {shown(path.name): path for path in named if ends[path.name] == 1}

    def of(self, name: str) -> tuple[str, str]:
        """The address of the file as a relative or absolute URI reference, and the place inside
        it: empty, or the member of an archive."""
        first, _, rest = name.partition("/")
        root = self._roots.get(first)
        if root is None:
            inside = [path / name for path in self._roots.values() if (path / name).is_file()]
            return (_address(inside[0]) if len(inside) == 1 else quote(name)), ""
        if not root.is_dir():
            return _address(root), rest
        parts = rest.split("/")
        for count in range(1, len(parts) + 1):
            path = root.joinpath(*parts[:count])
            if path.is_file():
                return _address(path), "/".join(parts[count:])
        return quote(name), ""


def _address(path: Path) -> str:
    if path.is_absolute():
        return path.as_uri()
    return quote(path.as_posix())


# The document.

A_RULE = 1_000
MOST = 25_000

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVEL: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}

Json = dict[str, object]


class SarifSink:
    """Keeps the first findings of each rule, waived ones included."""

    def __init__(self) -> None:
        self.kept: list[tuple[Finding, str | None]] = []
        self.seen: Counter[str] = Counter()
        self.shown: Counter[str] = Counter()

    def take(self, finding: Finding, waived: str | None) -> None:
        """Keep one finding while there is room."""
        self.seen[finding.rule] += 1
        if self.shown[finding.rule] < A_RULE and len(self.kept) < MOST:
            self.shown[finding.rule] += 1
            self.kept.append((finding, waived))


def sarif(outcome: Verdict, sink: SarifSink, addresses: Addresses) -> str:
    """The document. ``sink`` has seen every finding of the run."""
    order = {code: place for place, code in enumerate(sorted(sink.shown))}
    run: Json = {
        "tool": {
            "driver": {
                "name": "harmscope",
                "semanticVersion": __version__,
                "rules": [_rule(code) for code in order],
            }
        },
        "automationDetails": {"id": "harmscope/validate/"},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": _notifications(outcome, sink),
            }
        ],
        "results": [_result(*one, order, addresses) for one in sink.kept],
        "properties": {
            "rows": {
                "seen": outcome.seen,
                "accepted": outcome.accepted,
                "rejected": outcome.rejected,
                "skipped": outcome.skipped,
            },
            "findings": dict(sorted(outcome.tally.counts.items())),
            "waived": dict(sorted(outcome.tally.waived.items())),
        },
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return f"{json_text(document)}\n"


def _rule(code: str) -> Json:
    rule = CATALOGUE[code]
    return {
        "id": code,
        "name": rule.slug,
        "shortDescription": {"text": f"{rule.what}."},
        "fullDescription": {"text": f"{rule.what}. {rule.why}."},
        "help": {"text": f"{rule.fix[0].upper()}{rule.fix[1:]}."},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {"scope": rule.scope, "kinds": list(rule.kinds), "source": rule.source},
    }


def _result(
    finding: Finding, waived: str | None, order: dict[str, int], addresses: Addresses
) -> Json:
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": order[finding.rule],
        "level": _LEVEL[finding.severity],
        "message": {"text": f"{finding.message}. To fix it: {finding.fix}."},
        "locations": [_location(finding, addresses)],
        "partialFingerprints": {"harmscopePlace/v1": _print(finding)},
    }
    if waived is not None:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": waived}
        ]
    return result


def _location(finding: Finding, addresses: Addresses) -> Json:
    address, inside = addresses.of(finding.file)
    physical: Json = {"artifactLocation": {"uri": address}}
    if finding.line is not None:
        physical["region"] = {"startLine": finding.line}
    location: Json = {"physicalLocation": physical}
    place = f"{inside}#{finding.pointer}" if inside else finding.pointer
    if place:
        location["logicalLocations"] = [{"fullyQualifiedName": place, "kind": "value"}]
    if finding.offset is not None:
        location["properties"] = {"byteOffsetOfLine": finding.offset}
    return location


def _print(finding: Finding) -> str:
    place = f"{finding.rule}\0{finding.file}\0{finding.line}\0{finding.pointer}"
    return sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _notifications(outcome: Verdict, sink: SarifSink) -> list[Json]:
    cut = [
        f"{code}: {sink.shown[code]} of {count} findings are in this document"
        for code, count in sorted(sink.seen.items())
        if sink.shown[code] < count
    ]
    left = [f"{code} was not run: {why}" for code, why in sorted(outcome.not_run.items())]
    notes = [f"{file.name}: {note}" for file in outcome.files for note in file.notes]
    return [
        *(_notification("warning", text) for text in cut),
        *(_notification("note", text) for text in (*left, *notes)),
    ]


def _notification(level: str, text: str) -> Json:
    return {"level": level, "message": {"text": text}}
