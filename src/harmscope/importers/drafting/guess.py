"""Which column fills which field."""

from dataclasses import dataclass

from harmscope.importers.drafting.column import Column
from harmscope.importers.drafting.words import fields_for
from harmscope.importers.mapping.fields import CODED, TIMES

_PEOPLE = ("notice.reporter", "account")
_WORDS = ("notice.text",)


@dataclass(frozen=True, slots=True)
class Guess:
    """A field for a column (empty: leave it out), and why."""

    column: Column
    field: str
    why: str


def guesses(columns: list[Column]) -> list[Guess]:
    """One guess a column. A field goes to the column whose name fits best."""
    wanted = sorted(
        (
            (-score, place, field)
            for place, column in enumerate(columns)
            for field, score in fields_for(column.name)
            if _suits(column, field)
        ),
    )
    taken: dict[int, str] = {}
    for _, place, field in wanted:
        if place not in taken and field not in taken.values():
            taken[place] = field
    return [
        Guess(column, taken.get(place, ""), _why(column, taken.get(place, "")))
        for place, column in enumerate(columns)
    ]


def _suits(column: Column, field: str) -> bool:
    """Whether the cells can be what the field needs."""
    if field in TIMES:
        return bool(column.time_form)
    if field in CODED:
        return column.has_few_values and not column.is_about_people
    if column.is_about_people:
        return field in (*_PEOPLE, *_WORDS)
    return not column.time_form or field not in _PEOPLE


def _why(column: Column, field: str) -> str:
    told = [f"{column.filled:,} cells filled"]
    if column.time_form:
        told.append(f"all are times like {column.time_form}")
    if column.other_form:
        told.append(f"and like {column.other_form}: check which")
    if column.is_about_people:
        told.append("some hold addresses or handles")
    elif column.has_few_values and column.values is not None:
        told.append(f"{len(column.values)} different values")
    told.append("guessed by its name" if field else "no field fits, so it is left out")
    return ", ".join(told)
