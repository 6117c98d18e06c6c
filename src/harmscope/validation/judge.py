"""The one judge: the published schema and the record rules, for one record at a time."""

from collections.abc import Callable, Iterator

from jsonschema_rs import Draft202012Validator

from harmscope.demands import Context
from harmscope.rules import rules_for
from harmscope.validation.classify import faults_of
from harmscope.validation.fault import Fault
from harmscope.validation.published import shape, versions

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
        self._shape = shape(kind, self.version)
        self._schema = Draft202012Validator(self._shape, offline=True, mask=MASK)
        self._context = context or Context()
        self._rules = [
            (rule.code, rule.demand)
            for rule in rules_for(kind)
            if rule.demand is not None and keeps(rule.code)
        ]

    def faults(self, record: dict[str, object]) -> Iterator[Fault]:
        """Every fault of a record: shape first, then rules in the order of their codes."""
        yield from faults_of(self._schema.iter_errors(record), record, self._shape)
        for code, demand in self._rules:
            for pointer in demand.faults(record, self._context):
                yield Fault(code, pointer)
