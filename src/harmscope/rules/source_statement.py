"""IM021 to IM039: what an import can find wrong with statements of reasons."""

from typing import Literal

from harmscope.rules.rule import Rule

_API = "EU DSA Transparency Database, documentation and source code, commit 69e80a0b (2026-06-24)"


def _rule(code: str, slug: str, severity: Literal["error", "warning"], *texts: str) -> Rule:
    what, why, fix = texts
    return Rule(code, slug, severity, "file", ("source",), what, why, fix, source=_API)


NO_STATEMENT = _rule(
    "IM021",
    "statement_expected",
    "error",
    "A row is a statement of reasons: it has a category and a ground",
    "The row is left out, so a decision is missing",
    "give the database's dump or what was sent to its API",
)
OTHER_VERSION = _rule(
    "IM022",
    "code_of_other_version",
    "warning",
    "Codes are of the version in force when the statement was filed",
    "Codes of 2023 and of 2025 with one spelling mean different things",
    "nothing to do: the code is kept under the version that has it",
)
BAD_DATE = _rule(
    "IM023",
    "source_date_broken",
    "error",
    "A date is a real day, written YYYY-MM-DD",
    "The date is left out, and the decision may fall out of every period",
    "correct the date at its source",
)
BAD_CELL = _rule(
    "IM024",
    "source_cell_broken",
    "error",
    "A cell has the form that the database gives its column",
    "The cell is left out",
    "correct the cell at its source",
)
NO_ID = _rule(
    "IM025",
    "statement_without_id",
    "warning",
    "A statement has a uuid or a puid",
    "Its digest stands in for an id, so copies of it cannot be told from the original",
    "export the statements with their ids",
)

RULES = (NO_STATEMENT, OTHER_VERSION, BAD_DATE, BAD_CELL, NO_ID)
