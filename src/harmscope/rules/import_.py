"""IM001 to IM039: what an import can find wrong with a platform's log, or with statements."""

from typing import Literal

from harmscope.rules.rule import Rule

_KINDS = ("source",)


UNREADABLE_ROW = Rule(
    "IM001",
    "source_row_unreadable",
    "error",
    "file",
    _KINDS,
    "A source row lacks what an event needs: an id, a time and a subject",
    "The row is left out, so a notice or a decision is missing",
    "export the row again with all its columns",
)
UNMAPPED_CODE = Rule(
    "IM002",
    "unmapped_source_code",
    "warning",
    "file",
    _KINDS,
    "A code of the source is not in the code list of its system",
    "What the code says is counted under other, or the case is left out of reports",
    "add the code to the mapping file, or ask for it to be added to the code list",
)
UNKNOWN_ROW = Rule(
    "IM003",
    "source_row_unknown",
    "warning",
    "file",
    _KINDS,
    "A source row is of a table or kind that the importer does not read",
    "The row is left out",
    "name the right format with --from, or leave the file out of the import",
)
MISSING_DECISION = Rule(
    "IM004",
    "possible_missing_decisions",
    "warning",
    "file",
    _KINDS,
    "A notice was accepted, and its decision is not in the input",
    "What was done is not in the export, so decisions are counted too low",
    "export the log of staff actions as well, over the same period",
)
ADRIFT = Rule(
    "IM005",
    "event_without_case",
    "warning",
    "file",
    _KINDS,
    "A reversal, appeal or closing refers to something that is not in the input",
    "The event is left out; an appeal is kept in a record of its own",
    "export from further back in time",
)
CONFLICT = Rule(
    "IM006",
    "copies_differ",
    "warning",
    "file",
    _KINDS,
    "Two rows with one id differ, and nothing says which is newer",
    "One of them is kept, by its digest, and the other is left out; under a mapping file, whose "
    "owner chose the id, that is an error",
    "export once, or leave out the older export; where they are different cases, give as id a "
    "column that tells them apart",
)
CLOCK_CHANGE = Rule(
    "IM007",
    "local_time_ambiguous",
    "error",
    "file",
    _KINDS,
    "A local time names two moments or none",
    "The hour that a change of the clocks repeats or skips names two, or none",
    "export times with their offset, or in UTC",
)
EQUAL_ROWS = Rule(
    "IM008",
    "equal_rows_without_id",
    "warning",
    "file",
    _KINDS,
    "A row without an id equals an earlier row of its file",
    "Each counts as a case of its own; if the file repeats rows, counts are too high",
    "export the ids of the rows; or remove rows that are there twice by mistake",
)
TABLE_CUT = Rule(
    "IM009",
    "table_cut",
    "warning",
    "file",
    _KINDS,
    "A table has exactly the largest number of rows that its system exports",
    "It was probably cut, so older rows are missing and counts are lower limits",
    "export shorter spans of time, each below the limit, or read the database itself",
)
NO_RECORD = Rule(
    "IM010",
    "nothing_imported",
    "error",
    "file",
    _KINDS,
    "The sources gave no record",
    "Mostly a failed export, or the wrong file",
    "check the files and --from; for a time in which nothing happened there is nothing to import",
)


_API = "EU DSA Transparency Database, documentation and source code, commit 69e80a0b (2026-06-24)"


def _rule(code: str, slug: str, severity: Literal["error", "warning"], *texts: str) -> Rule:
    what, why, fix = texts
    return Rule(code, slug, severity, "file", ("source",), what, why, fix, source=_API)


NO_STATEMENT = _rule(
    "IM021",
    "statement_expected",
    "error",
    "A row is not a statement of reasons: its category or ground is missing",
    "The row is left out, so a decision is missing",
    "give the database's dump or what was sent to its API",
)
OTHER_VERSION = _rule(
    "IM022",
    "code_of_other_version",
    "warning",
    "A code is of another version than the one in force when the statement was filed",
    "Codes of 2023 and of 2025 with one spelling mean different things",
    "nothing to do: the code is kept under the version that has it",
)
BAD_DATE = _rule(
    "IM023",
    "source_date_broken",
    "error",
    "A date is not a real day, written YYYY-MM-DD",
    "The date is left out, and the decision may fall out of every period",
    "correct the date at its source",
)
BAD_CELL = _rule(
    "IM024",
    "source_cell_broken",
    "error",
    "A cell has another form than this column has in the database",
    "The cell is left out",
    "correct the cell at its source",
)
NO_ID = _rule(
    "IM025",
    "statement_without_id",
    "warning",
    "A statement has neither a uuid nor a puid",
    "Its digest is used as its id; equal rows of one file count as different statements",
    "export the statements with their ids",
)
AGGREGATE = _rule(
    "IM026",
    "statements_aggregated",
    "error",
    "The rows are aggregates: a column says how many statements each one counts",
    "A row would count as one statement; the row is left out",
    "import the statements themselves: the database's daily dumps, not its aggregates",
)


def _table(code: str, slug: str, severity: Literal["error", "warning"], *texts: str) -> Rule:
    what, why, fix = texts
    return Rule(code, slug, severity, "file", ("source",), what, why, fix)


BAD_TIME = _table(
    "IM031",
    "source_time_not_understood",
    "error",
    "A cell is not a date or time in a known form",
    "The row is left out where the time says when something was reported or decided; else only "
    "what the time says is left out",
    "correct the cell, or write its form into formats under [times] of the mapping file",
)
TWO_READINGS = _table(
    "IM032",
    "source_time_two_readings",
    "error",
    "A day can be read with the day first or with the month first, and both forms are allowed",
    "Which day was meant cannot be known, so the row is left out",
    "leave one of the two forms in formats under [times], or correct the cell",
)
VALUE_OPEN = _table(
    "IM033",
    "value_not_known",
    "warning",
    "The mapping file does not say what a value means, or the cell is empty",
    "What needs it is left out: a notice of unknown kind, a decision with unknown action",
    'say in the mapping file what the value means; for empty cells give the value ""',
)
ORDER_OPEN = _table(
    "IM034",
    "order_kind_not_known",
    "error",
    "An order of an authority does not say whether it is to act or to inform",
    "The notice is left out; what was decided is kept",
    "give order.kind a column, or a value under [constants]",
)
BAD_VALUE = _table(
    "IM035",
    "source_cell_not_taken",
    "warning",
    "A cell holds a value that its field does not take",
    "The cell is left out",
    "correct the cell, or say under [values] of the mapping file what it means",
)
EARLY_DECISION = _table(
    "IM036",
    "decision_before_notice",
    "error",
    "The decision of a row is dated before its report",
    "One of the two times is wrong, so the row is left out",
    "correct the times, or check which column holds which",
)
NO_ANCHOR = _table(
    "IM037",
    "key_without_row",
    "error",
    "A row of a further table matches no row that was read",
    "The row is left out, so an appeal or a decision is missing",
    "import the table with that row too, or check the key in the mapping file",
)
CONTRADICTION = _table(
    "IM038",
    "cells_contradict",
    "error",
    "What a cell says contradicts the rest of its case",
    "What the cell says is left out",
    "correct the cell, or check which column holds what",
)
IN_FUTURE = _table(
    "IM039",
    "source_time_in_future",
    "error",
    "A cell says that something has happened after the day of the import",
    "The row is left out where the time says when something was reported or decided; else only "
    "what the time says is left out",
    "correct the time at its source: its year, its zone or the order of day and month",
)


RULES = (
    UNREADABLE_ROW,
    UNMAPPED_CODE,
    UNKNOWN_ROW,
    MISSING_DECISION,
    ADRIFT,
    CONFLICT,
    CLOCK_CHANGE,
    EQUAL_ROWS,
    TABLE_CUT,
    NO_RECORD,
    NO_STATEMENT,
    OTHER_VERSION,
    BAD_DATE,
    BAD_CELL,
    NO_ID,
    AGGREGATE,
    BAD_TIME,
    TWO_READINGS,
    VALUE_OPEN,
    ORDER_OPEN,
    BAD_VALUE,
    EARLY_DECISION,
    NO_ANCHOR,
    CONTRADICTION,
    IN_FUTURE,
)
