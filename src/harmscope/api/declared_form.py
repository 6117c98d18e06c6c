"""What no log holds as a form: the questions of a profile, and the file that the answers make."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from harmscope.aggregation.declared import read_declared
from harmscope.aggregation.declared_questions import Question, questions
from harmscope.errors import UserError
from harmscope.formats.door import read_toml
from harmscope.importers.drafting_text import document
from harmscope.model.period import parse_period
from harmscope.profiles import load, shipped
from harmscope.taxonomy import codelist

Given = dict[str, Any]
"""What a file of declared facts holds, as it is read."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A shipped profile: what it is called, what it is for, and whether it is an official
    template."""

    name: str
    title: str
    about: str
    official: bool


def profiles() -> list[Offered]:
    """The shipped profiles, the general one first."""
    loaded = [(name, load(name)) for name in shipped()]
    found = [Offered(n, one.title, one.about, one.template is not None) for n, one in loaded]
    return sorted(found, key=lambda one: (one.name != "core", one.name))


def asked_of(profile: str) -> list[Question]:
    """The questions that a profile leaves to the provider."""
    return list(questions(load(profile)))


def assurances() -> dict[str, str]:
    """How a figure may have been checked: codes and what they mean."""
    return dict(codelist("assurance").codes)


def units() -> list[str]:
    """The units that a figure may have."""
    return list(codelist("unit").codes)


def number(text: str, where: str) -> Decimal:
    """A number as somebody wrote it. Raises UserError where it is none."""
    try:
        found = Decimal(text.replace(" ", ""))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise UserError(where, "this is no number", "write it with digits, such as 12.5")
    return found


def answer_to(asked: Question, given: Given) -> dict[str, Any]:
    """The answer to a question in declared facts; empty where there is none."""
    for one in given.get("texts" if asked.is_text else "figures", ()):
        same = one.get("dimensions", {}) == dict(asked.dimensions)
        if one.get("metric") == asked.metric and same:
            found: dict[str, Any] = one
            return found
    return {}


def others(asked: list[Question], given: Given) -> list[dict[str, Any]]:
    """Figures in declared facts that no question of the profile asks for."""
    answered = [answer_to(one, given) for one in asked]
    return [one for one in given.get("figures", ()) if one not in answered]


def given_of(path: Path) -> Given:
    """What stands in a file of declared facts. Raises UserError where it is no TOML."""
    return read_toml(path, "start from the file that the form saves")


def declared_text(given: Mapping[str, Any]) -> str:
    """The file ``declared.toml``."""
    return document(given)


def checked_declared(path: Path, profile: str, service: str, period: str) -> None:
    """Raises UserError where a file of declared facts is wrong, or for another report."""
    asked = load(profile)
    read_declared(path, asked.id, service, parse_period(period), asked.asks)
