"""harmscope: an open standard for reporting harmful content, and its toolkit.

The functions and classes named in ``__all__`` are public; every other module is internal and may
change. They are loaded when they are first used, so ``import harmscope`` is light.
"""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harmscope import taxonomy
    from harmscope.api.results import (
        CompareResult,
        DiffResult,
        ImportResult,
        ReadResult,
        ReconcileResult,
        ReportResult,
        ValidationResult,
    )
    from harmscope.api.surface import (
        compare,
        diff,
        import_log,
        read,
        reconcile,
        report,
        schema,
        validate,
    )
    from harmscope.errors import UserError

__version__ = version("harmscope")

_PLACES = {
    **dict.fromkeys(
        (
            "compare",
            "diff",
            "import_log",
            "read",
            "reconcile",
            "report",
            "schema",
            "validate",
        ),
        "harmscope.api.surface",
    ),
    **dict.fromkeys(
        (
            "CompareResult",
            "DiffResult",
            "ImportResult",
            "ReadResult",
            "ReconcileResult",
            "ReportResult",
            "ValidationResult",
        ),
        "harmscope.api.results",
    ),
    "UserError": "harmscope.errors",
}
"""Where each public name is defined."""

__all__ = [
    "CompareResult",
    "DiffResult",
    "ImportResult",
    "ReadResult",
    "ReconcileResult",
    "ReportResult",
    "UserError",
    "ValidationResult",
    "__version__",
    "compare",
    "diff",
    "import_log",
    "read",
    "reconcile",
    "report",
    "schema",
    "taxonomy",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name == "taxonomy":
        return import_module("harmscope.taxonomy")
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
