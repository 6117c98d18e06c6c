"""What a report says of its inputs: files, digests, coverage, declared choices, gaps."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from harmscope.aggregation.members import given
from harmscope.aggregation.normalise import NOT_COUNTED, Head, Intake
from harmscope.formats.names import shown
from harmscope.formats.sources import digest, source_files
from harmscope.model.dataset import Choice, NotRecorded
from harmscope.model.report import Excluded, Input
from harmscope.rules import CATALOGUE

_REASONS = {
    "superseded": "a later record takes its place",
    NOT_COUNTED: "this report has no metrics for records of its kind",
}


def inputs_of(sources: Iterable[str | Path], heads: Sequence[Head]) -> list[Input]:
    """One entry a file, in the order given; names have no folder of this machine in them."""
    found = []
    for source in sources:
        files = source_files(source)
        if not files:
            found.append(_input("standard input", None, heads))
        top = Path(source)
        for path in files:
            inner = path.relative_to(top.parent).as_posix() if path != top else path.name
            found.append(_input(shown(inner), path, heads))
    return found


def _input(name: str, path: Path | None, heads: Sequence[Head]) -> Input:
    own = [head for head in heads if head.name == name or head.name.startswith(f"{name}/")]
    taken: Counter[str] = sum((head.taken for head in own), Counter())
    members: dict[str, object] = {"name": name, "records": dict(sorted(taken.items()))}
    if path is not None:
        members["sha256"], members["bytes"] = digest(path)
    spans = [head.header["period"] for head in own if "period" in head.header]
    if spans:
        first, last = min(span["start"] for span in spans), max(span["end"] for span in spans)
        members["covers"] = f"{first}/{last}"
    importers = sorted(
        {
            f"{made['name']} {made['version']}"
            for head in own
            if (made := head.header.get("importer"))
        }
    )
    if importers:
        members["importer"] = ", ".join(importers)
    return Input.model_validate(members)


def choices_of(heads: Sequence[Head]) -> list[Choice]:
    """Every declared choice, sorted; two answers to one question both stand."""
    pairs = {
        (choice["question"], choice["answer"])
        for head in heads
        for choice in head.header.get("choices", ())
    }
    return [Choice(question=question, answer=answer) for question, answer in sorted(pairs)]


def not_recorded_of(heads: Sequence[Head]) -> list[NotRecorded]:
    """Every part that some source does not keep, sorted, with each reason given."""
    pairs = {
        (gap["part"], gap["reason"])
        for head in heads
        for gap in head.header.get("not_recorded", ())
    }
    return [NotRecorded(part=part, reason=reason) for part, reason in sorted(pairs)]


def skipped_of(intake: Intake) -> list[Excluded]:
    """Source rows that importers could not turn into records, by reason."""
    counts: Counter[str] = Counter()
    for head in intake.heads:
        for skipped in head.header.get("counts", {}).get("skipped", ()):
            counts[skipped["reason"]] += skipped["count"]
    return excluded_of(counts)


def excluded_of(counts: Counter[str]) -> list[Excluded]:
    """Counts by reason as the report holds them, sorted by reason."""
    return [
        given(Excluded, reason=reason, text=_words(reason), records=n)
        for reason, n in sorted(counts.items())
        if n
    ]


def _words(reason: str) -> str | None:
    rule = CATALOGUE.get(reason)
    return _REASONS.get(reason) if rule is None else rule.what
