"""The gate: rows that surely have no finding pass, with their kind."""

from jsonschema_rs import Draft202012Validator

from harmscope.demands import Context
from harmscope.rules import rules_for
from harmscope.validation.accept.decode import decoded
from harmscope.validation.accept.program import Predicate, compiled
from harmscope.validation.options import Options
from harmscope.validation.published import shape, versions
from harmscope.validation.statement import normal
from harmscope.validation.subject import STATEMENT, kind_of


class Gate:
    """Built once a process; asked for every row."""

    def __init__(self, options: Options) -> None:
        self._given = options.kind
        self._schemas: dict[str, Draft202012Validator] = {}
        self._doubtful: dict[str, Predicate] = {}
        for kind, known in versions().items():
            demands = [
                rule.demand
                for rule in rules_for(kind)
                if rule.demand is not None and options.keeps(rule.code)
            ]
            self._schemas[kind] = Draft202012Validator(shape(kind, known[-1]), offline=True)
            self._doubtful[kind] = compiled(demands, Context(options.clock))

    def line(self, line: bytes) -> tuple[str, dict[str, object]] | None:
        """Kind and row of a line without any finding; None where the judge must look."""
        row = decoded(line)
        kind = None if row is None else self.row(row)
        return None if row is None or kind is None else (kind, row)

    def row(self, row: dict[str, object]) -> str | None:
        """The kind of a row without any finding; None where the judge must look."""
        kind = kind_of(row, self._given)
        if kind is None:
            return None
        record = normal(row) if kind == STATEMENT else row
        if not self._schemas[kind].is_valid(record) or self._doubtful[kind](record):
            return None
        return kind
