"""The one judge: the published schema and the record rules, for one record at a time."""

from collections.abc import Callable

from jsonschema_rs import Draft202012Validator

from harmscope.demands import Context
from harmscope.model.forward import forward
from harmscope.rules import rules_for
from harmscope.validation.classify import faults_of
from harmscope.validation.fault import Fault
from harmscope.validation.published import Schema, shape, versions
from harmscope.validation.sieve import sieve_of

__all__ = ["Fault", "Judge"]

MASK = "(value)"


class Judge:
    """Judges records of one kind and version.

    ``keeps`` says of a rule's code whether it is asked; the shape is always asked. Schemas come
    from the package alone: no reference is ever resolved from a file or the network.
    """

    def __init__(
        self,
        kind: str,
        version: str | None = None,
        context: Context | None = None,
        keeps: Callable[[str], bool] = lambda code: True,
    ) -> None:
        self.kind = kind
        self.version = version or versions()[kind][-1]
        known = versions()[kind]
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
        self._sieve = sieve_of(tuple(demand for _, demand in self._rules), self._context)

    def _moved(self, record: dict[str, object]) -> tuple[dict[str, object], list[Fault]]:
        """A record moved to the newest version, and the faults that it had in its own."""
        own = str(record["version"])
        if own not in self._older:
            schema = shape(self.kind, own)
            self._older[own] = Draft202012Validator(schema, offline=True, mask=MASK), schema
        validator, schema = self._older[own]
        found = faults_of(validator.iter_errors(record), record, schema)
        moved = forward(record, self.version)
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
            refused.update([fault.pointer for fault in found if fault.pointer])
        for number in self._sieve.suspects(record):
            code, demand = self._rules[number]
            for pointer in demand.faults(record, self._context):
                if pointer not in refused:
                    found.append(Fault(code, pointer))
        return found
