"""Drafts of the mapping of an instance's own rules, actions, policies or reasons."""

from collections import Counter
from collections.abc import Callable, Iterator

from harmscope.errors import UserError, offer
from harmscope.formats import Row, StreamFault, members
from harmscope.formats.records import rows
from harmscope.importers.coop import policies
from harmscope.importers.drafting_guesses import code_for
from harmscope.importers.drafting_text import commented, key, often, value
from harmscope.importers.lemmy import ARRAYS, TABLES
from harmscope.importers.log.entry import Entry
from harmscope.importers.platform_codes import GROUPS

_MOST = 500
_NOTES = {
    "rules": "Rule id = harm id, or a list of them.",
    "actions": "Action = an action kind, or no-action, reversal, not-a-decision.",
    "policies": "Policy id (or name) = harm id, or a list of them.",
    "labels": "Label value = harm id, or a list of them.",
    "reasons": "Phrase in a reason = harm id, or a list of them. Shorten what you can.",
}

Word = tuple[str, str, str]
"""Group, word and what it is called."""


def draft_own_codes(system: str, *sources: str) -> str:
    """The text of a mapping file for ``--from system``; without a source it is empty of words.

    Raises UserError for a system that has no codes of its own.
    """
    if system not in GROUPS:
        fix = offer(system, GROUPS, "or name a table without --from")
        raise UserError("--from", "the system has no codes of its own", fix)
    counts: Counter[Word] = Counter()
    for source in sources:
        for entry in _entries(source):
            counts.update(_WORDS[system](entry))
    lines = [
        "# Draft: the codes of this instance. Check every line. It holds words of people: keep it",
        "# in the house.",
        "",
    ]
    lines += ['mapping = "1.0"', f"from = {value(system)}", ""]
    for group in GROUPS[system]:
        lines += _group(group, {word: n for word, n in counts.items() if word[0] == group})
    return "\n".join(lines) + "\n"


def _group(group: str, found: dict[Word, int]) -> list[str]:
    lines = [*commented(_NOTES[group]), f"[{group}]"]
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    for (_, word, label), times in ranked[:_MOST]:
        field = "decision.action" if group == "actions" else "category"
        code, why = code_for(field, label or word)
        if label and label != word:
            lines += commented(label)
        reason = why or "nothing fits: fill in, or leave empty"
        lines.append(f"{key(word)} = {value(code)}  # {often(times)}; {reason}")
    if len(ranked) > _MOST:
        lines += commented(f"{len(ranked) - _MOST:,} rarer ones are left out.")
    return [*lines, ""]


def _entries(source: str) -> Iterator[Entry]:
    for member in members(source):
        try:
            for row in rows(member):
                if isinstance(row, Row):
                    yield Entry("", row.data, member.name, row.line, row.offset)
        except StreamFault as fault:
            raise UserError(fault.file or member.name, fault.message, fault.fix) from None


def _mastodon(entry: Entry) -> Iterator[Word]:
    if entry.has("text") and entry.has("id") and "account_id" not in entry.data:
        yield "rules", entry.text("id"), entry.text("text")
    for rule in entry.sub("rules").parts("rules") or entry.parts("rules"):
        yield "rules", str(rule.get("id", "")), str(rule.get("text", ""))
    if not entry.parts("rules"):
        for id_ in entry.items("rule_ids"):
            yield "rules", id_, ""


def _coop(entry: Entry) -> Iterator[Word]:
    if entry.has("action_name"):
        yield "actions", entry.text("action_name"), ""
    for one in policies(entry, "Decisions"):
        yield "actions", one.get("name", ""), ""
    for one in policies(entry, "policies") or policies(entry, "Policies"):
        name = one.get("name", "")
        yield "policies", one.get("id", name), name


def _lemmy(entry: Entry) -> Iterator[Word]:
    pages = [(name, member) for name, (member, _) in ARRAYS.items()] + list(TABLES.items())
    found = [row.sub(member) for name, member in pages for row in entry.inner(name, name)]
    found += [row.sub("modlog") for row in entry.inner("items", "modlog")]
    found += [entry.sub("modlog"), *(entry.sub(member) for _, member in pages), entry]
    for row in found:
        if reason := " ".join(row.text("reason").split()):
            yield "reasons", reason[:200], ""


def _ozone(entry: Entry) -> Iterator[Word]:
    for row in (*entry.inner("events", "events"), entry):
        for label in row.sub("event").items("createLabelVals"):
            if not label.startswith("!"):
                yield "labels", label[:200], ""


_WORDS: dict[str, Callable[[Entry], Iterator[Word]]] = {
    "mastodon": _mastodon,
    "coop": _coop,
    "lemmy": _lemmy,
    "ozone": _ozone,
}
