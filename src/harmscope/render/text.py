"""Outcomes as text for people: the next step first, then the findings by rule."""

import textwrap
from collections.abc import Iterable

from harmscope.findings import Finding, Severity
from harmscope.render.profile_view import as_text
from harmscope.rules import CATALOGUE, Rule
from harmscope.validation import Verdict
from harmscope.validation.profile_ import Profile

NOUNS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}

SHOWN = 5
"""Places shown of each rule."""


def verdict(outcome: Verdict, profile: Profile | None = None, *, stats: bool = False) -> str:
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
        blocks.append("\n".join(["said by the readers:", *notes]))
    if stats:
        blocks.append(_stats(outcome))
    if profile is not None and profile.kinds:
        blocks.append("\n".join(as_text(profile)))
    return "\n\n".join(blocks) + "\n"


def rule_list(rules: Iterable[Rule]) -> str:
    """One line a rule: code, severity, scope, slug, what it asks."""
    lines = [
        f"{rule.code}  {rule.severity:<7}  {rule.scope:<6}  {rule.slug:<34}  {rule.what}"
        for rule in rules
    ]
    return "\n".join(lines) + "\n"


def rule_page(rule: Rule) -> str:
    """Everything about one rule."""
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
    }
    lines = [
        textwrap.fill(text, 100, initial_indent=f"  {name:<9}", subsequent_indent=" " * 11)
        for name, text in fields.items()
    ]
    return "\n".join([f"{rule.code} {rule.slug}", *lines]) + "\n"


def _head(outcome: Verdict) -> str:
    tally = outcome.tally
    counts = (
        f"{_many(outcome.seen, 'row')}: {outcome.accepted:,} accepted, "
        f"{outcome.rejected:,} rejected, {outcome.skipped:,} skipped"
    )
    found = ", ".join(
        _many(tally.total(severity), noun)
        for severity, noun in NOUNS.items()
        if tally.total(severity)
    )
    waived = tally.waived.total()
    if waived:
        counts = f"{counts}\n{_many(waived, 'finding')} waived"
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


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count:,} {noun}s"
