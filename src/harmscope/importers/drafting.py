"""Drafts of mapping files: every guess said, so that a person can check it."""

import json
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from harmscope.errors import UserError
from harmscope.formats import Member, Row, StreamFault, members
from harmscope.formats.records import rows
from harmscope.importers.coop import policies
from harmscope.importers.drafting_guesses import Column, Guess, code_for, guesses
from harmscope.importers.lemmy import ARRAYS, TABLES
from harmscope.importers.log.entry import Entry
from harmscope.importers.mapping_file import CODED, FIELDS, TIMES
from harmscope.importers.platform_codes import GROUPS
from harmscope.importers.timestamps import has_hour

# Keys, values and comments of TOML as text. (Python reads TOML and does not write it.)

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def key(text: str) -> str:
    """A key, quoted where it has to be."""
    return text if _BARE.fullmatch(text) else value(text)


def value(text: str) -> str:
    """A basic string. JSON's escapes are TOML's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def commented(text: str) -> list[str]:
    """A comment in lines of at most 100 characters; line breaks in it are gone."""
    return [f"# {line}" for line in textwrap.wrap(" ".join(text.split()), 98)]


# A draft for ``--from mapping`` out of a sample.

SAMPLE = 5000


def draft_mapping(source: str, sample: int = SAMPLE) -> str:
    """The text of a mapping file for a table, with every guess in a comment.

    Reads the first ``sample`` rows. Raises UserError where there is no row.
    """
    for member in members(source):
        return _draft(member, sample)
    raise UserError(source, "it holds no file", "name a table")


def _draft(member: Member, sample: int) -> str:
    columns, seen = _columns(member, sample)
    if not columns:
        raise UserError(member.name, "no row can be read", "name a CSV, JSON or Parquet table")
    found = guesses(columns)
    notes = [
        f"Draft from the first {seen:,} rows of {member.name}. Check every line.",
        *member.notes,
    ]
    return "\n".join([*_head(notes), *_columns_part(found), *_times(found), *_values(found)]) + "\n"


def _columns(member: Member, sample: int) -> tuple[list[Column], int]:
    columns: dict[str, Column] = {}
    seen = 0
    try:
        for row in islice((one for one in rows(member) if isinstance(one, Row)), sample):
            seen += 1
            for name, cell in row.data.items():
                columns.setdefault(name, Column(name)).see("" if cell is None else str(cell))
    except StreamFault as fault:
        raise UserError(fault.file or member.name, fault.message, fault.fix) from None
    return list(columns.values()), seen


def _head(notes: list[str]) -> list[str]:
    lines = [f"# {line}" for line in notes]
    return [*lines, "", 'mapping = "1.0"', 'from = "table"', ""]


def _columns_part(found: list[Guess]) -> list[str]:
    lines = ["# Column = field. Leave a field empty and the column is left out. Fields:"]
    lines += [f"#   {field:20}  {what}" for field, what in FIELDS.items()]
    lines.append("[columns]")
    for one in found:
        lines += commented(one.why)
        lines.append(f"{key(one.column.name)} = {value(one.field)}")
    return [*lines, ""]


def _times(found: list[Guess]) -> list[str]:
    used = {one.column.time_form: None for one in found if one.field in TIMES}
    forms = [form for form in used if form]
    lines = ["[times]"]
    if forms:
        lines.append(f"formats = [{', '.join(value(form) for form in forms)}]")
    if any(has_hour(form) and "%z" not in form for form in forms):
        lines += commented("The cells do not say their time zone. UTC is a guess: check it.")
        lines.append('zone = "UTC"')
        lines += commented(
            "The hour that the clocks repeat in autumn: refuse leaves such rows out, with a "
            "finding; earlier and later take it as the one or the other."
        )
        lines.append('repeated_hour = "refuse"')
    return [*lines, ""]


def _values(found: list[Guess]) -> list[str]:
    lines: list[str] = []
    for one in found:
        if one.field not in CODED or one.column.values is None:
            continue
        lines.append(f"[values.{key(one.field)}]")
        for word, times in sorted(one.column.values.items(), key=lambda pair: (-pair[1], pair[0])):
            code, why = code_for(one.field, word)
            reason = why if code else "nothing fits: fill in, or leave empty"
            lines.append(f"{key(word)} = {value(code)}  # {times:,} times; {reason}")
        lines.append("")
    return lines


# A draft of the mapping of an instance's own rules, actions, policies or reasons.

_MOST = 500
_NOTES = {
    "rules": "Rule id = harm id, or a list of them.",
    "actions": "Action = an action kind, or no-action, reversal, not-a-decision.",
    "policies": "Policy id (or name) = harm id, or a list of them.",
    "reasons": "Phrase that stands in a reason = harm id, or a list of them. Shorten what you can.",
}

Word = tuple[str, str, str]
"""Group, word and what it is called."""


def draft_own_codes(system: str, source: str | None) -> str:
    """The text of a mapping file for ``--from system``; without a source it is empty of words.

    Raises UserError for a system that has no codes of its own.
    """
    if system not in GROUPS:
        fix = "give one of " + ", ".join(GROUPS) + ", or a table without --from"
        raise UserError("--from", "the system has no codes of its own", fix)
    counts: Counter[Word] = Counter()
    for entry in _entries(source) if source else ():
        counts.update(_WORDS[system](entry))
    lines = [
        "# Draft: what is this instance's own. Check every line. It holds words of people: keep it",
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
        reason = why if code else "nothing fits: fill in, or leave empty"
        lines.append(f"{key(word)} = {value(code)}  # {times:,} times; {reason}")
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


_WORDS: dict[str, Callable[[Entry], Iterator[Word]]] = {
    "mastodon": _mastodon,
    "coop": _coop,
    "lemmy": _lemmy,
}
