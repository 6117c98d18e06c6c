"""The draft of a mapping as a form: what is guessed of a table, a sample of its rows, the codes to
choose from, and the file that the answers make.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from harmscope.formats.door import parsed_toml
from harmscope.importers.drafting import Draft, drafted, mapping_text
from harmscope.importers.drafting_columns import Column
from harmscope.importers.drafting_guesses import code_for
from harmscope.importers.drafting_text import document
from harmscope.importers.mapping_fields import CODED, FIELDS, MANY, codes_of
from harmscope.importers.mapping_file import read_mapping
from harmscope.taxonomy import codelist, harm, load_system

SHOWN: Final = 40
"""Characters of a cell that a sample shows."""

DECIDED: Final = "decision.action"
"""The field of which an empty cell may say something: that nothing was done."""

EMPTY: Final = "empty cells: no-action if nothing was done"

Answers = dict[str, Any]
"""A mapping file as it is read: what stands in its TOML."""


def drafted_form(sources: Sequence[str]) -> dict[str, Any]:
    """What a page needs to ask about a table: ``text`` is the draft of its mapping file, ``tables``
    holds each table with its columns and what was guessed of them, ``sample`` the first rows.

    Raises UserError where there is no row.
    """
    found = drafted(*sources)
    main = found.main.sample
    return {
        "text": mapping_text(found),
        "file": main.name,
        "rows": main.rows,
        "notes": list(main.notes),
        "apart": [one.sample.name for one in found.apart],
        "tables": [
            _table(found.main, "", ""),
            *(_table(one, "list", "") for one in found.inside),
            *(_table(one, "file", column.name) for one, column in found.joined),
        ],
        "sample": {
            "head": list(main.columns),
            "rows": [[_short(row.get(name, "")) for name in main.columns] for row in main.first],
        },
    }


def _table(draft: Draft, kind: str, key: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "name": draft.sample.name,
        "key": key,
        "rows": draft.sample.rows,
        "columns": [
            {
                "name": one.column.name,
                "field": one.field,
                "perhaps": one.perhaps,
                "why": one.why,
                "words": _words(one.column),
            }
            for one in draft.found
            if one.column.name != key
        ],
    }


def _words(column: Column) -> dict[str, int] | None:
    """The different words of a column with how often each stands there; None where they are too
    many to be codes, or about people."""
    if column.values is None or column.is_about_people:
        return None
    words = dict(sorted(column.values.items(), key=lambda pair: (-pair[1], pair[0])))
    return {**words, "": column.empty} if column.empty else words


def _short(cell: str) -> str:
    return cell if len(cell) <= SHOWN else f"{cell[:SHOWN]}…"


# What can be chosen.


@dataclass(frozen=True, slots=True)
class Code:
    """A code that a field takes: what it is called, and what it means."""

    code: str
    label: str
    about: str = ""


def field_groups() -> dict[str, list[tuple[str, str]]]:
    """Every field with what stands in it, by the part of the record that it belongs to."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, one in FIELDS.items():
        group = name.partition(".")[0] if "." in name else "case"
        found.setdefault(group, []).append((name, one.about))
    return found


@cache
def codes_for(field: str) -> tuple[Code, ...]:
    """The codes that a field takes, in the order of their list; none where its form alone is given
    (languages, countries)."""
    one, codes = FIELDS[field], codes_of(field)
    if one.codes == "harm":
        categories = harm().categories
        return tuple(Code(c, categories[c].label, categories[c].definition) for c in codes)
    if one.codes == "keyword":
        labels = {code.code: code.label for code in load_system("dsa@v2").codes.values()}
        return tuple(Code(code, labels[code]) for code in codes)
    labels = dict(codelist(one.codes).codes) if one.codes and one.form == "code" else {}
    special = {"no-action": "Nothing was done", "no-notice": "Nobody asked"}
    return tuple(Code(code, labels.get(code) or special.get(code, code)) for code in codes)


# From the answers to the form, and back.


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the table under a coded field: how often it stands there, its code as answered or
    guessed, and why that was guessed."""

    word: str
    count: int
    code: str
    why: str


def draft_answers(form: Mapping[str, Any]) -> Answers:
    """The answers as they were guessed."""
    return parsed_toml(str(form["text"]).encode(), Path("mapping.toml"), "start from the draft")


def columns_of(answers: Answers, table: Mapping[str, Any]) -> dict[str, str]:
    """Column to field in the answers for one table; several fields are joined by commas."""
    found = answers if not table["kind"] else _more_of(answers, table)
    columns: dict[str, Any] = found.get("columns", {})
    return {
        name: value if isinstance(value, str) else ",".join(value)
        for name, value in columns.items()
    }


def _more_of(answers: Answers, table: Mapping[str, Any]) -> dict[str, Any]:
    for one in answers.get("more", []):
        if one.get(table["kind"]) in (table["name"], _last(str(table["name"]))):
            found: dict[str, Any] = one
            return found
    return {}


def _last(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]


def words_of(form: Mapping[str, Any], answers: Answers) -> dict[str, list[Word]]:
    """The words of every coded field that a column fills, with the codes that they stand for."""
    counts: dict[str, dict[str, int]] = {}
    splits: dict[str, str] = answers.get("splits", {})
    for table in form["tables"]:
        fields = columns_of(answers, table)
        for column in table["columns"]:
            for field in fields.get(column["name"], "").split(","):
                if field in CODED and column["words"]:
                    _count(counts.setdefault(field, {}), column, splits.get(column["name"], ""))
                    if field != DECIDED:
                        counts[field].pop("", None)
    given: dict[str, dict[str, Any]] = answers.get("values", {})
    return {
        field: [_word(field, word, n, given.get(field, {})) for word, n in words.items()]
        for field, words in counts.items()
    }


def _count(counts: dict[str, int], column: Mapping[str, Any], mark: str) -> None:
    for cell, times in column["words"].items():
        for part in cell.split(mark) if mark else [cell]:
            counts[part.strip()] = counts.get(part.strip(), 0) + times


def _word(field: str, word: str, count: int, given: Mapping[str, Any]) -> Word:
    code, why = code_for(field, word)
    why = (why or "nothing fits: pick one, or leave it open") if word else EMPTY
    if word in given:
        value = given[word]
        answered = value if isinstance(value, str) else ",".join(value)
        return Word(word, count, answered, why if answered == code or not word else "")
    return Word(word, count, code, why)


def answers_text(answers: Answers) -> str:
    """The mapping file that the answers make."""
    return document(answers)


def checked_mapping(path: Path) -> None:
    """Raises UserError, which names the line, where a mapping file cannot be used."""
    read_mapping(path)


def many_fields() -> tuple[str, ...]:
    """The fields that take several values out of one cell."""
    return MANY


# What no log says of itself.


def dataset_text(
    service: str, operator: str, first: str, last: str, laws: Sequence[str], *, complete: bool
) -> str:
    """The file for ``dataset``: members that are left empty are not known, and left out."""
    return document(dict(_header(service, operator, (first, last), laws, complete=complete)))


def _header(
    service: str, operator: str, days: tuple[str, str], laws: Sequence[str], *, complete: bool
) -> Iterator[tuple[str, Any]]:
    if service:
        yield "service", service
    if operator:
        yield "operator", operator
    if laws:
        yield "jurisdictions", list(laws)
    if any(days):
        yield "period", {"start": days[0], "end": days[1]}
    if complete:
        yield "coverage", {"extent": "complete"}
