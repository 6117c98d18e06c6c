"""A draft for ``--from mapping`` out of a sample."""

from itertools import islice

from harmscope.errors import UserError
from harmscope.formats import Member, Row, StreamFault, members
from harmscope.formats.tables import rows
from harmscope.importers.drafting.column import Column
from harmscope.importers.drafting.guess import Guess, guesses
from harmscope.importers.drafting.toml_text import commented, key, value
from harmscope.importers.drafting.words import code_for
from harmscope.importers.mapping.clock import has_hour
from harmscope.importers.mapping.fields import CODED, FIELDS, TIMES

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
    told = [
        f"Draft from the first {seen:,} rows of {member.name}. Check every line.",
        *member.notes,
    ]
    return "\n".join([*_head(told), *_columns_part(found), *_times(found), *_values(found)]) + "\n"


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


def _head(told: list[str]) -> list[str]:
    lines = [f"# {line}" for line in told]
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
