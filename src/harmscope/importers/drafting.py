"""Drafts of mapping files for tables: every guess said, and what is not certain a comment."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from harmscope.errors import UserError
from harmscope.formats import Member, Row, StreamFault, members
from harmscope.formats.records import rows
from harmscope.importers.drafting_columns import (
    Column,
    lines_of_two_readings,
    times_of,
)
from harmscope.importers.drafting_guesses import Guess, code_for, guesses, is_of_appeals
from harmscope.importers.drafting_text import commented, key, often, value
from harmscope.importers.mapped_cells import MARKS_AND_NOS, as_text
from harmscope.importers.mapping_fields import CODED, FIELDS, MANY, TIMES, codes_of, taken
from harmscope.importers.timestamps import has_hour

_FEWEST_FLAGS = 2
_FIRST_ROWS = 6
SAMPLE = 20_000
"""Filled cells of each column that are looked at."""

# The tables of a sample.


@dataclass(slots=True)
class Sample:
    """One table: its file, its columns in order, how many rows it has, members of its rows that
    hold lists of objects, and the cells of its first rows."""

    name: str
    columns: dict[str, Column] = field(default_factory=dict)
    rows: int = 0
    lists: dict[str, "Sample"] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    header: frozenset[str] = frozenset()
    first: list[dict[str, str]] = field(default_factory=list)

    def see(self, row: Row) -> None:
        """Look at one row."""
        self.rows += 1
        if len(self.first) < _FIRST_ROWS:
            self.first.append({})
        for name, cell in self._cells(row.data, "", row.line):
            if self.rows <= _FIRST_ROWS:
                self.first[-1].setdefault(name, cell)
            column = self.columns.get(name)
            if column is None:
                column = self.columns[name] = Column(name)
            if column.filled < SAMPLE:
                column.see(cell, row.line)

    def _cells(self, data: dict[str, object], outer: str, line: int) -> Iterator[tuple[str, str]]:
        for name, cell in data.items():
            path = f"{outer}{name}"
            if isinstance(cell, dict) and not any(inner.startswith("$") for inner in cell):
                yield from self._cells(cell, f"{path}.", line)
            elif isinstance(cell, list) and any(isinstance(one, dict) for one in cell):
                inner = self.lists.setdefault(path, Sample(path))
                for one in cell:
                    if isinstance(one, dict):
                        inner.see(Row(line, 0, one))
            elif isinstance(cell, list):
                yield from ((path, as_text(one)) for one in cell)
            else:
                yield path, as_text(cell)


_A_TABLE = (
    "name a table: CSV, Parquet, JSON Lines, or a JSON list of objects (pandas: to_json with "
    "orient='records')"
)
_OF_MAIN = ("id", "subject", "subject_kind")


@dataclass(frozen=True)
class Draft:
    """A table and what is guessed of it."""

    sample: Sample
    appeals: bool
    further: bool = True

    @cached_property
    def found(self) -> list[Guess]:
        """One guess a column. What a further table holds is about rows of the main one."""
        found = guesses(list(self.sample.columns.values()), appeals=self.appeals)
        own = not self.further
        return [
            one if own or one.field not in _OF_MAIN else replace(one, field="") for one in found
        ]

    def has(self, *fields: str) -> bool:
        """Whether a column fills one of these fields."""
        return any(guess.field in fields for guess in self.found)

    @property
    def id(self) -> Column | None:
        """The column that numbers the rows."""
        return next((guess.column for guess in self.found if guess.field == "id"), None)


_CORE = ("notice.received_at", "decision.decided_at", "decision.action", "category", "id")


@dataclass(frozen=True, slots=True)
class Drafted:
    """The tables of some files: the main one, those in lists inside its rows, those that a column
    ties to it, and those that nothing does."""

    main: Draft
    inside: list[Draft]
    joined: list[tuple[Draft, Column]]
    apart: list[Draft]


def drafted(*sources: str) -> Drafted:
    """Which table is what. The one that says most of what was reported and decided is the main one;
    another one is its further table where a column of it holds the ids of the main one.

    Raises UserError where there is no row.
    """
    samples = _samples(sources)
    if not samples:
        raise UserError(", ".join(sources), "no row can be read", _A_TABLE)
    drafts = [Draft(one, is_of_appeals(one.name, ()), further=False) for one in samples]
    main = max(drafts, key=lambda one: (not one.appeals, sum(map(one.has, _CORE))))
    main = Draft(main.sample, appeals=False, further=False)
    others = [
        Draft(one, is_of_appeals(one.name, list(one.columns.values())))
        for one in samples
        if one is not main.sample
    ]
    joined = [(one, column) for one in others if (column := _key(one, main)) is not None]
    apart = [one for one in others if one not in [pair[0] for pair in joined]]
    inside = [
        Draft(inner, is_of_appeals(name, list(inner.columns.values())))
        for name, inner in main.sample.lists.items()
        if "." not in name
    ]
    return Drafted(main, inside, joined, apart)


def draft_mapping(*sources: str) -> str:
    """The text of a mapping file for the tables in these files, with every guess in a comment.

    Raises UserError where there is no row.
    """
    return mapping_text(drafted(*sources))


def mapping_text(draft: Drafted) -> str:
    """The mapping file that was drafted, with every guess in a comment."""
    main, inside, joined = draft.main, draft.inside, draft.joined
    further = [*(one for one, _ in joined), *inside]
    lines = [*_head(main, draft.apart, further), *_columns_part(main.found, "columns")]
    found = [*main.found, *(guess for one in further for guess in one.found)]
    named = [(guess.column.name, guess) for guess in main.found]
    named += [
        (f"{guess.column.name} in {one.sample.name}", guess)
        for one in further
        for guess in one.found
    ]
    lines += [*_times(named), *_splits(found), *_values(found), *_flags(main.found)]
    for one in inside:
        lines += [f"# In a list inside {one.sample.rows:,} objects.", "[[more]]"]
        lines += [f"list = {value(one.sample.name)}", ""]
        lines += _columns_part(one.found, "more.columns", further=True)
    for one, column in joined:
        lines += _further(one, column, main)
    return "\n".join(lines) + "\n"


def _samples(sources: Sequence[str]) -> list[Sample]:
    found: list[Sample] = []
    for source in sources:
        for member in members(source):
            one = _sample(member)
            same = next((known for known in found if known.header == one.header), None)
            if one.rows and same is None:
                found.append(one)
            elif same is not None:
                _add(same, member)
    return found


def _sample(member: Member) -> Sample:
    sample = Sample(member.name)
    _add(sample, member)
    sample.notes = list(member.notes)
    return sample


def _add(sample: Sample, member: Member) -> None:
    try:
        for row in rows(member, frozenset({"rows", "items", "data", "records"})):
            if isinstance(row, Row):
                sample.header = sample.header or frozenset(row.data)
                sample.see(row)
    except StreamFault as fault:
        raise UserError(fault.file or member.name, fault.message, fault.fix) from None


def _key(table: Draft, main: Draft) -> Column | None:
    """The column of a table that holds ids of the main one; the one named like it first."""
    of_main = main.id
    if of_main is None:
        return None
    fits = [
        column
        for column in table.sample.columns.values()
        if not column.is_time and column.holds(of_main)
    ]
    return min(fits, key=lambda column: column.name != of_main.name, default=None)


# The parts of the file.


def _head(main: Draft, apart: Sequence[Draft], further: Sequence[Draft]) -> list[str]:
    sample = main.sample
    more = " (the first 20,000 filled cells of each column)" if sample.rows > SAMPLE else ""
    lines = [f"# Draft from {sample.rows:,} rows of {sample.name}{more}. Check every line."]
    lines += [f"# {note}" for note in sample.notes]
    lines += commented(
        "What is drafted is certain by its name; what is not certain stands in a comment, and its "
        "value is empty: not known."
    )
    if not main.has("notice.received_at", "decision.decided_at", "detection.detected_at"):
        lines += commented(
            "No column surely says when something was reported or decided. Until one is named, no "
            "row can become a record."
        )
    elif not any(one.has("decision.action") for one in (main, *further)):
        lines += commented("No column was found that is a decision: what was done is not known.")
    for name in sample.lists:
        if "." in name:
            lines += commented(f"The member {name} holds a list of objects, which is not read.")
    for one in apart:
        lines += commented(
            f"{one.sample.name} is not drafted: none of its columns holds ids of {sample.name}."
        )
    return [*lines, "", 'mapping = "1.0"', 'from = "table"', ""]


def _columns_part(
    found: Sequence[Guess], name: str, key_: Column | None = None, *, further: bool = False
) -> list[str]:
    lines: list[str] = []
    if not further:
        lines = commented(
            "Column = field, or a list of fields. An empty field leaves the column out. "
            "docs/reference/mapping.md says what each field takes. The fields:"
        )
        lines += commented(", ".join(FIELDS))
    lines.append(f"[{name}]")
    for one in found:
        if one.column is not key_:
            lines += commented(one.why)
            lines.append(f"{key(one.column.name)} = {value(one.field)}")
    return [*lines, ""]


def _further(table: Draft, column: Column, main: Draft) -> list[str]:
    name = table.sample.name.replace("\\", "/").rpartition("/")[2]
    of_main = main.id
    about = f"{table.sample.rows:,} rows. Nearly every value of the key is an id of the main table"
    lines = [*commented(f"{about} ({of_main.name if of_main else ''})."), "[[more]]"]
    lines += [f"file = {value(name)}", f"key = {value(column.name)}"]
    return [*lines, "", *_columns_part(table.found, "more.columns", column, further=True)]


def _times(named: Sequence[tuple[str, Guess]]) -> list[str]:
    columns = [(name, one.column) for name, one in named if {one.field, one.perhaps} & {*TIMES}]
    times = times_of(column for _, column in columns)
    lines = ["[times]"]
    for name, column in columns:
        count, places = lines_of_two_readings(column)
        if count:
            lines += commented(_two_readings(name, count, places, times.open_))
    if times.mixed:
        lines += commented(
            "Some cells can only have the day first, others only the month first. Cells that can "
            "have both are refused, with a finding (IM032)."
        )
    for form in times.open_:
        lines += commented(f"Not known: {value(form)}, or the same with the month first? Add one.")
    if times.forms:
        lines.append(f"formats = [{', '.join(value(form) for form in times.forms)}]")
    forms = (*times.forms, *times.open_)
    if any(has_hour(form) and "%z" not in form for form in forms):
        lines += commented("The cells do not say their time zone. UTC is a guess: check it.")
        lines.append('zone = "UTC"')
        lines += commented(
            "The hour that the clocks repeat in autumn: refuse leaves such rows out, with a "
            "finding; earlier and later take it as the one or the other."
        )
        lines.append('repeated_hour = "refuse"')
    return [*lines, ""]


def _two_readings(name: str, count: int, places: Sequence[int], open_: Sequence[str]) -> str:
    some = ", ".join(map(str, places)) + (" …" if count > len(places) else "")
    cells = "1 cell fits" if count == 1 else f"{count:,} cells fit"
    taken = (
        "nothing in the table says which is meant"
        if open_
        else "other cells of the table prove the order that is drafted"
    )
    return f"{name}: {cells} the day first and the month first (lines {some}); {taken}."


def _splits(found: Sequence[Guess]) -> list[str]:
    lines = []
    for one in found:
        mark = _mark(one)
        if mark:
            lines.append(f"{key(one.column.name)} = {value(mark)}")
    return ["# What separates several values in one cell.", "[splits]", *lines, ""] * bool(lines)


def _mark(guess: Guess) -> str:
    """What divides the cells of a column where every part of every cell is surely a code."""
    if guess.field not in MANY or not guess.column.values:
        return ""
    for mark in (";", "|", ","):
        words = [word for word in guess.column.values if mark in word]
        parts = [part.strip() for word in words for part in word.split(mark)]
        if words and all(code_for(guess.field, part)[0] for part in parts if part):
            return mark
    return ""


def _values(found: Sequence[Guess]) -> list[str]:
    words: dict[str, Counter[str]] = {}
    for one in found:
        if one.field not in CODED or one.column.values is None:
            continue
        counts, mark = words.setdefault(one.field, Counter()), _mark(one)
        for word, times in one.column.values.items():
            for part in word.split(mark) if mark else [word]:
                counts[part.strip()] += times
        if one.column.empty and one.field == "decision.action":
            counts[""] += one.column.empty
    lines: list[str] = []
    for field_, counts in words.items():
        lines += _values_of(field_, counts)
    return lines


def _values_of(field_: str, counts: Counter[str]) -> list[str]:
    guessed = {word: code_for(field_, word) for word in counts}
    if all(why == "the code itself" for word, (_, why) in guessed.items() if word):
        return []
    lines = []
    if not all(code for word, (code, _) in guessed.items() if word):
        lines += commented(_codes_taken(field_))
    lines.append(f"[values.{key(field_)}]")
    for word, times in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        code, why = guessed[word]
        reason = why or "nothing fits: fill in, or leave empty"
        if not word:
            reason = "empty cells: no-action if nothing was done"
        lines.append(f"{key(word)} = {value(code)}  # {often(times)}; {reason}")
    return [*lines, ""]


def _codes_taken(field: str) -> str:
    """What a value of a field with codes can mean."""
    if len(codes_of(field)) <= _MOST_CODES:
        return f"{field} takes {taken(field)}."
    search = " To find one: harmscope taxonomy search WORD." if field == "category" else ""
    return f"The codes that {field} takes are listed in docs/reference/mapping.md.{search}"


_MOST_CODES = 40
"""Codes of a field that a draft lists."""


def _flags(found: Sequence[Guess]) -> list[str]:
    """Columns of marks whose names are surely a category or an action; one alone is none."""
    lines = []
    for one in found:
        words = {word.casefold() for word in one.column.values or ()}
        if one.field or not words or not words <= MARKS_AND_NOS:
            continue
        for field_ in ("category", "decision.action"):
            code, _ = code_for(field_, one.column.name)
            if code:
                lines.append(f"{key(one.column.name)} = {{ {key(field_)} = {value(code)} }}")
                break
    if len(lines) < _FEWEST_FLAGS:
        return []
    about = commented("Columns with a mark (x, yes, 1), and what it says.")
    return [*about, "[flags]", *lines, ""]
