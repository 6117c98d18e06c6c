"""The one judge: a record is valid when its published schema and the error rules accept it."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from jsonschema_rs import Draft202012Validator, ValidationError
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from harmscope.demands import Context
from harmscope.demands.path import escape
from harmscope.model.changes import Step, forward
from harmscope.rules import rules_for
from harmscope.validation import statement
from harmscope.validation.fast_path import Gate, Passed
from harmscope.validation.hints import of_codes, of_rule
from harmscope.validation.identify import STATEMENT, kind_of, signed_record
from harmscope.validation.schemas import Schema, shape, versions
from harmscope.validation.targets import candidates_of
from harmscope.validation.verdict import DEFAULT, Options

# A fault of one record, before it is known which file the record came from.


class Fault(NamedTuple):
    """``code`` names the rule, ``pointer`` the place in the record (RFC 6901).

    ``detail`` adds what the rule cannot know, such as the type that is asked for. It never holds
    a value or a name out of the record.
    """

    code: str
    pointer: str
    detail: str = ""


# Errors of the JSON Schema engine to faults of our rules, without any value in them.

_RULE_OF = {
    "pattern": "HS006",
    "format": "HS006",
    "minLength": "HS017",
    "maxLength": "HS017",
    "minimum": "HS017",
    "maximum": "HS017",
    "exclusiveMinimum": "HS017",
    "exclusiveMaximum": "HS017",
    "maxItems": "HS017",
    "minItems": "HS009",
    "enum": "HS005",
    "const": "HS005",
    "anyOf": "HS005",
}
_HEAD = {"/record": "HS013", "/version": "HS014"}
_LIMITS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "above {}",
    "exclusiveMaximum": "below {}",
    "maxItems": "at most {} items",
}
_CLOSE = 75


def faults_of(
    errors: Iterable[ValidationError], record: object, schema: dict[str, object]
) -> list[Fault]:
    """One fault for each thing that is wrong; a value of the wrong type gets no second one."""
    found = list(errors)
    if len(found) > 1:
        mistyped = {tuple(each.instance_path) for each in found if each.kind.name == "type"}
        found = [
            each
            for each in found
            if each.kind.name == "type" or tuple(each.instance_path) not in mistyped
        ]
    faults: list[Fault] = []
    for error in found:
        kind, pointer = error.kind, _pointer(tuple(error.instance_path))
        if kind.name == "additionalProperties":
            faults += _unknown(error, record, schema, pointer)
        else:
            faults.append(_fault(kind.name, kind.value, error.instance, pointer))
    return faults


def _fault(name: str, value: object, instance: object, pointer: str) -> Fault:
    if name == "required":
        return Fault("HS002", f"{pointer}/{escape(str(value))}")
    if instance is None:
        return Fault("HS007", pointer)
    if name == "type":
        types = value if isinstance(value, list) else [value]
        return Fault("HS004", pointer, f"asked for: {' or '.join(map(str, types))}")
    if name == "anyOf" and not isinstance(instance, str):
        return Fault("HS004", pointer, "asked for: string")
    code = _HEAD.get(pointer) or _RULE_OF.get(name, "HS006")
    if code == "HS005" and isinstance(instance, str):
        return Fault(code, pointer, of_codes(instance, _codes(name, value)))
    return Fault(code, pointer, _LIMITS.get(name, "").format(value))


def _codes(name: str, value: object) -> tuple[str, ...]:
    """The codes that a schema asks for: a list, one code, or a list beside a form for others."""
    if name == "anyOf" and isinstance(value, list):
        lists = [one.kind.value for errors in value for one in errors if one.kind.name == "enum"]
        value = [code for codes in lists for code in codes]
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


@lru_cache(maxsize=1024)
def _pointer(path: tuple[str | int, ...]) -> str:
    return "".join(f"/{escape(str(part))}" for part in path)


def _unknown(
    error: ValidationError, record: object, schema: dict[str, object], pointer: str
) -> list[Fault]:
    """A fault for each unknown member. Its name is data, so the place is given by its number; only
    a name of ours with a slip in it is named."""
    # A lookup for each name in a list would take the square of them, and a record may have many.
    places = {name: at for at, name in enumerate(_at(record, error.instance_path), 1)}
    known = {_bare(one): one for one in _at(schema, [*error.schema_path[:-1], "properties"])}
    choices = list(known)
    faults = []
    for name in error.kind.value:
        detail = f"member number {places[name]} of its object"
        close = process.extractOne(_bare(name), choices, scorer=fuzz.ratio, score_cutoff=_CLOSE)
        if close and _is_misspelt(name, close[0]):
            meant = f"did you mean {known[close[0]]}?"
            faults.append(Fault("HS003", f"{pointer}/{escape(name)}", meant))
        else:
            found = f"{detail}; close to {known[close[0]]}" if close else detail
            faults.append(Fault("HS003", pointer, found))
    return faults


_NAME = re.compile(r"[A-Za-z][A-Za-z_ -]{3,39}")
_SLIPS, _A_SLIP = 2, 6
"""How many slips a name may have at most, and in how many letters one."""


def _bare(name: str) -> str:
    return re.sub(r"[_ -]", "", name).casefold()


def _is_misspelt(name: str, ours: str) -> bool:
    """Whether a name is surely one of ours with a slip or two: then it is no data of a person, and
    may be named."""
    slips = min(_SLIPS, len(ours) // _A_SLIP)
    return bool(_NAME.fullmatch(name)) and OSA.distance(_bare(name), ours) <= slips


def _at(value: object, path: Iterable[str | int]) -> dict[str, object]:
    for part in path:
        if isinstance(value, dict):
            value = value[str(part)]
        elif isinstance(value, list):
            value = value[int(part)]
    return value if isinstance(value, dict) else {}


def _refused(fault: Fault) -> str:
    """The place about which no rule is asked: of an unknown member, the object that holds it."""
    named = fault.code == "HS003" and fault.detail.startswith("did you mean")
    return fault.pointer.rpartition("/")[0] if named else fault.pointer


MASK = "(value)"


class KindJudge:
    """Judges records of one kind and version.

    ``keeps`` says of a rule's code whether it is asked; the shape is always asked. ``steps`` are
    the changes between versions, else the shipped ones. Schemas come from the package alone: no
    reference is ever resolved from a file or the network.
    """

    def __init__(
        self,
        kind: str,
        version: str | None = None,
        context: Context | None = None,
        keeps: Callable[[str], bool] = lambda code: True,
        steps: tuple[Step, ...] | None = None,
    ) -> None:
        self.kind = kind
        self.version = version or versions()[kind][-1]
        known = versions()[kind]
        self._steps = steps
        self._before = known[: known.index(self.version)]
        self._older: dict[str, tuple[Draft202012Validator, Schema]] = {}
        self._shape = shape(kind, self.version)
        self._schema = Draft202012Validator(self._shape, offline=True, mask=MASK)
        self._context = context or Context()
        self._rules = [
            (rule.code, rule.demand)
            for rule in rules_for(kind)
            if rule.demand is not None and keeps(rule.code)
        ]
        self._candidates = candidates_of(tuple(demand for _, demand in self._rules), self._context)

    def _moved(self, record: dict[str, object]) -> tuple[dict[str, object], list[Fault]]:
        """A record moved to the newest version, and the faults that it had in its own."""
        own = str(record["version"])
        if own not in self._older:
            schema = shape(self.kind, own)
            self._older[own] = Draft202012Validator(schema, offline=True, mask=MASK), schema
        validator, schema = self._older[own]
        found = faults_of(validator.iter_errors(record), record, schema)
        moved = forward(record, self.version, self._steps)
        found.append(Fault("VS002", "/version", f"{own}, newest {self.version}"))
        for doubt in moved.doubts:
            detail = f"from {doubt.step.before} to {doubt.step.after}"
            found.append(Fault("VS001", doubt.pointer, detail))
        return moved.record, found

    def faults(self, record: dict[str, object]) -> list[Fault]:
        """Every fault of a record: shape first, then rules in the order of their codes.

        One fault is one finding: what the shape refuses at a place, no rule is asked about. A
        record of an older version is held to the schema of that version, then moved forward and
        asked the rules as a new one.
        """
        refused: set[str] = set()
        if record.get("version") in self._before:
            record, found = self._moved(record)
        else:
            found = faults_of(self._schema.iter_errors(record), record, self._shape)
            refused.update([place for fault in found if (place := _refused(fault))])
        for number in self._candidates.suspects(record):
            code, demand = self._rules[number]
            for pointer in demand.faults(record, self._context):
                if pointer not in refused:
                    found.append(Fault(code, pointer, of_rule(code, record, pointer)))
        return found


class Judge:
    """Judges records of every kind, as the options say: whoever asks whether a record is valid,
    asks here. Build it once; it keeps what it has compiled."""

    def __init__(self, options: Options = DEFAULT) -> None:
        self._options = options
        self.gate = Gate(options)
        self._kinds: dict[str, KindJudge] = {}

    def passed(self, row: dict[str, object]) -> Passed | None:
        """A row without any finding, by the fast path; None where :meth:`faults` must look."""
        return self.gate.row(row)

    def faults(self, kind: str, row: dict[str, object]) -> list[Fault]:
        """Every fault of a row of a kind, as it stands in its file."""
        if kind not in self._kinds:
            context = Context(self._options.clock)
            self._kinds[kind] = KindJudge(kind, None, context, self._options.keeps)
        judge = self._kinds[kind]
        if kind != STATEMENT:
            return judge.faults(row)
        return [
            fault._replace(pointer=statement.pointer(fault.pointer, row))
            for fault in judge.faults(statement.normal(row))
            if not statement.excused(fault.pointer, row)
        ]

    def errors(self, row: dict[str, object]) -> list[Fault]:
        """The faults for which a row is not valid; none where it is."""
        if self.passed(row) is not None:
            return []
        row = signed_record(row)
        kind = kind_of(row, self._options.kind)
        if kind is None:
            return [Fault("HS013", "/record")]
        return [fault for fault in self.faults(kind, row) if self._is_error(fault.code)]

    def is_valid(self, row: dict[str, object]) -> bool:
        """Whether the published schema and the error rules accept a row."""
        return not self.errors(row)

    def _is_error(self, code: str) -> bool:
        return self._options.keeps(code) and self._options.severity(code) == "error"
