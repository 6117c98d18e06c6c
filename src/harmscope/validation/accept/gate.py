"""The gate: rows that surely have no finding pass, with their kind."""

from collections.abc import Callable

from jsonschema_rs import Draft202012Validator

from harmscope.demands import Context
from harmscope.rules import rules_for
from harmscope.validation.accept.decode import decoded
from harmscope.validation.accept.program import Predicate, compiled
from harmscope.validation.options import Options
from harmscope.validation.published import shape, versions
from harmscope.validation.statement import normal
from harmscope.validation.subject import STATEMENT, kind_of

Shape = Callable[[dict[str, object]], bool]


class Gate:
    """Built once a process; asked for every row."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._tests: dict[str, tuple[Shape, Predicate]] = {}

    def _tests_of(self, kind: str) -> tuple[Shape, Predicate]:
        # Most files hold two kinds, and the tests of a kind take a while to build.
        if kind not in self._tests:
            schema = shape(kind, versions()[kind][-1])
            kept = [rule for rule in rules_for(kind) if self._options.keeps(rule.code)]
            demands = [rule.demand for rule in kept if rule.demand is not None]
            predicate = compiled(demands, Context(self._options.clock), _members(schema))
            validator = Draft202012Validator(schema, offline=True)
            self._tests[kind] = (validator.is_valid, predicate)
        return self._tests[kind]

    def line(self, line: bytes) -> tuple[str, dict[str, object]] | None:
        """Kind and row of a line without any finding; None where the judge must look."""
        row = decoded(line)
        kind = None if row is None else self.row(row)
        return None if row is None or kind is None else (kind, row)

    def row(self, row: dict[str, object]) -> str | None:
        """The kind of a row without any finding; None where the judge must look."""
        kind = kind_of(row, self._options.kind)
        if kind is None:
            return None
        record = normal(row) if kind == STATEMENT else row
        is_valid, doubtful = self._tests.get(kind) or self._tests_of(kind)
        return kind if is_valid(record) and not doubtful(record) else None


def _members(schema: dict[str, object]) -> frozenset[str] | None:
    """The members that a schema allows, or None where it allows any."""
    members = schema.get("properties")
    closed = schema.get("additionalProperties") is False and "patternProperties" not in schema
    return frozenset(members) if closed and isinstance(members, dict) else None
