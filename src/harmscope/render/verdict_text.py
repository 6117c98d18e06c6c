"""The outcome of a validation as text and as JSON, and the rules in words."""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from harmscope.errors import many
from harmscope.findings import Finding, Severity
from harmscope.render.safe_text import json_text
from harmscope.rules import CATALOGUE, FindingKind
from harmscope.rules.lists import allowed_codes
from harmscope.validation import Verdict
from harmscope.validation.delays import DELAYS
from harmscope.validation.schemas import field_paths
from harmscope.validation.statistics import KindProfile, Profile

# A profile as text, JSON and page need it: members by how often they are given, days and gaps.


@dataclass(frozen=True, slots=True)
class Completeness:
    """Members of one kind. ``whole`` are always given, ``part`` with how often and of how many,
    ``never`` not once; what lies inside a member that is never given is left out."""

    whole: list[str]
    part: list[tuple[str, int, int]]
    never: list[str]


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without a record, first and last included, between days with some."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it is long."""
        return (self.last - self.first).days + 1


def completeness(kind: str, profile: KindProfile) -> Completeness:
    """How often each member is given, in the order of the schema."""
    found = Completeness([], [], [])
    for path, base in field_paths(kind).items():
        given, among = profile.given[path], profile.bases[base]
        if given == 0:
            if not any(path.startswith(f"{name}.") for name in found.never):
                found.never.append(path)
        elif given == among:
            found.whole.append(path)
        else:
            found.part.append((path, given, among))
    return found


def gaps(days: Mapping[date, int]) -> list[Gap]:
    """Every run of days without a record, in the order of time."""
    known = sorted(day for day, count in days.items() if count)
    one = timedelta(days=1)
    return [
        Gap(before + one, after - one) for before, after in pairwise(known) if after - before > one
    ]


def profile_dict(profile: Profile) -> dict[str, object]:
    """The profile as JSON shows it, by kind. Days are all those with a record."""
    return {kind: _kind(kind, found) for kind, found in sorted(profile.kinds.items())}


def profile_text(profile: Profile) -> list[str]:
    """The profile as lines of text."""
    lines: list[str] = []
    for kind, found in sorted(profile.kinds.items()):
        members = completeness(kind, found)
        lines += ["", f"accepted {kind} records: {found.records:,}"]
        lines += [f"  {path}: given in {given} of {of}" for path, given, of in members.part]
        lines.append(f"  always given: {', '.join(members.whole) or 'nothing'}")
        lines.append(f"  never given: {', '.join(members.never) or 'nothing'}")
        for title, counts in found.delays.items():
            lines.append(f"  {title.lower()}:")
            lines += [f"    {name}: {counts[key]}" for key, name in DELAYS if counts[key]]
        lines += _days_text(found)
    return lines[1:]


def _days_text(found: KindProfile) -> list[str]:
    if not found.days:
        return []
    empty = gaps(found.days)
    missing = sum(gap.days for gap in empty)
    longest = max(empty, key=lambda gap: gap.days, default=None)
    line = f"  days: {min(found.days)} to {max(found.days)}, {missing} of them without a record"
    if longest is None:
        return [line]
    return [line, f"    longest gap: {longest.first} to {longest.last} ({longest.days} days)"]


def _kind(kind: str, found: KindProfile) -> dict[str, object]:
    return {
        "records": found.records,
        "members": {
            path: {"given": found.given[path], "of": found.bases[base]}
            for path, base in field_paths(kind).items()
            if found.bases[base]
        },
        "delays": {title: dict(counts) for title, counts in found.delays.items()},
        "days": {str(day): count for day, count in sorted(found.days.items())},
        "gaps": [{"first": str(gap.first), "last": str(gap.last)} for gap in gaps(found.days)],
        "days_outside": found.outside,
        "undated": found.undated,
    }


# Outcomes as JSON: the shape is part of the contract.


def verdict_json(outcome: Verdict, profile: Profile | None = None) -> str:
    """A verdict as one JSON document.

    ``rows`` and ``findings`` hold exact counts; ``samples`` holds the first findings of each rule,
    as many as are kept, in the order of severity and code. ``waived`` counts findings by rule that
    a waiver covers; they are in no other number. ``profile`` adds ``accepted``: what accepted
    records are like, by kind.
    """
    document: dict[str, object] = {
        "rows": {
            "seen": outcome.seen,
            "accepted": outcome.accepted,
            "rejected": outcome.rejected,
            "skipped": outcome.skipped,
        },
        "kinds": dict(sorted(outcome.kinds.items())),
        "files": [
            {
                "file": file.name,
                "seen": file.seen,
                "accepted": file.accepted,
                "rejected": file.rejected,
                "skipped": file.skipped,
                "notes": file.notes,
            }
            for file in outcome.files
        ],
        "findings": {
            severity: outcome.tally.total(severity) for severity in ("error", "warning", "info")
        },
        "rules": [
            {
                "rule": code,
                "slug": CATALOGUE[code].slug,
                "severity": outcome.tally.severities[code],
                "count": outcome.tally.counts[code],
            }
            for code in outcome.tally.rules()
        ],
        "waived": dict(sorted(outcome.tally.waived.items())),
        "samples": [finding.as_dict() for finding in outcome.tally.samples()],
        "not_run": [
            {"rule": code, "reason": reason} for code, reason in sorted(outcome.not_run.items())
        ],
    }
    if profile is not None:
        document["accepted"] = profile_dict(profile)
    return f"{json_text(document)}\n"


# Outcomes as text for people: the next step first, then the findings by rule.

NOUNS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}

SHOWN = 5
"""Places shown of each rule."""


def verdict_text(outcome: Verdict, profile: Profile | None = None, *, stats: bool = False) -> str:
    """A verdict in the order in which a reader needs it; ``stats`` adds rows by file and kind,
    and ``profile`` what the accepted records are like."""
    blocks = [_head(outcome), *(_rule(outcome, code) for code in outcome.tally.rules())]
    if outcome.tally.waived:
        lines = [f"  {code}: {count:,}" for code, count in sorted(outcome.tally.waived.items())]
        blocks.append("\n".join(["waived:", *lines]))
    if outcome.not_run:
        blocks.append("\n".join(["not run:", *_not_run(outcome.not_run)]))
    notes = [f"  {file.name}: {note}" for file in outcome.files for note in file.notes]
    if notes:
        blocks.append("\n".join(["remarks of the readers:", *notes]))
    if stats:
        blocks.append(_stats(outcome))
    if profile is not None and profile.kinds:
        blocks.append("\n".join(profile_text(profile)))
    return "\n\n".join(blocks) + "\n"


def checked_text(outcome: Verdict) -> str:
    """One line on a verdict without errors: what it found otherwise, by rule."""
    found = ", ".join(f"{code} {count:,}" for code, count in sorted(outcome.tally.counts.items()))
    more = f"; {found} (harmscope rules CODE says more)" if found else ""
    return f"checked: no sheet contradicts another{more}"


def rule_list(rules: Iterable[FindingKind]) -> str:
    """One line a kind of finding: code, severity, scope, slug, what is wrong."""
    lines = [
        f"{rule.code}  {rule.severity:<7}  {rule.scope:<6}  {rule.slug:<34}  {rule.what}"
        for rule in rules
    ]
    return "\n".join(lines) + "\n"


def rule_page(rule: FindingKind) -> str:
    """Everything about one kind of finding."""
    fields = {
        "severity": rule.severity,
        "scope": rule.scope,
        "kinds": ", ".join(rule.kinds),
        "since": rule.since,
        "cost": rule.cost,
        "what": rule.what,
        "why": rule.why,
        "fix": rule.fix,
        "source": rule.source,
        **({"part of": rule.part_of} if rule.part_of else {}),
    }
    lines = [
        textwrap.fill(text, 100, initial_indent=f"  {name:<9}", subsequent_indent=" " * 11)
        for name, text in fields.items()
    ]
    for one in allowed_codes(rule.code):
        other = "; others may be added" if one.open else ""
        lines += ["", f"  {one.name}: {one.title}{other}"]
        codes = ", ".join(one.codes)
        lines += [f"    {line}" for line in textwrap.wrap(codes, 96, break_on_hyphens=False)]
        lines += [f"    with labels: {one.more}"] if one.more else []
    return "\n".join([f"{rule.code} {rule.slug}", *lines]) + "\n"


def _head(outcome: Verdict) -> str:
    tally = outcome.tally
    counts = (
        f"{many(outcome.seen, 'row')}: {outcome.accepted:,} accepted, "
        f"{outcome.rejected:,} rejected, {outcome.skipped:,} skipped"
    )
    found = ", ".join(
        many(tally.total(severity), noun)
        for severity, noun in NOUNS.items()
        if tally.total(severity)
    )
    waived = tally.waived.total()
    if waived:
        counts = f"{counts}\n{many(waived, 'finding')} waived"
    if not found:
        return f"valid: no findings\n{counts}"
    first = CATALOGUE[outcome.next_rule()]
    word = "not valid" if outcome.fails() else "valid"
    return f"{word}: {found}\n{counts}\nnext: {first.fix} ({first.code})"


def _rule(outcome: Verdict, code: str) -> str:
    rule, count = CATALOGUE[code], outcome.tally.counts[code]
    shown = list(outcome.tally.samples(code))[:SHOWN]
    head = f"{code} {rule.slug} ({outcome.tally.severities[code]}): {count:,}"
    lines = [f"{head}; {len(shown)} of {count:,} shown" if len(shown) < count else head]
    lines += [f"  {rule.what}", f"  fix: {rule.fix}", *(f"  {_place(one)}" for one in shown)]
    return "\n".join(lines)


def _not_run(reasons: dict[str, str]) -> list[str]:
    """One line a reason."""
    codes: dict[str, list[str]] = {}
    for code, reason in sorted(reasons.items()):
        codes.setdefault(reason, []).append(code)
    return [f"  {', '.join(named)}: {reason}" for reason, named in codes.items()]


def _place(finding: Finding) -> str:
    line = f":{finding.line}" if finding.line is not None else ""
    detail = finding.message.removeprefix(CATALOGUE[finding.rule].what).strip()
    return "  ".join(part for part in (f"{finding.file}{line}", finding.pointer, detail) if part)


def _stats(outcome: Verdict) -> str:
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(outcome.kinds.items()))
    lines = [
        f"  {file.name}: {file.seen:,} seen, {file.accepted:,} accepted, "
        f"{file.rejected:,} rejected, {file.skipped:,} skipped"
        for file in outcome.files
    ]
    return "\n".join(["rows by file:", *lines, f"rows by kind: {kinds or 'none'}"])
