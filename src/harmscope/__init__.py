"""harmscope: an open standard for reporting harmful content, and its toolkit.

The functions and classes named in ``__all__`` are public; every other module is internal and may
change. They are loaded when they are first used, so ``import harmscope`` is light.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harmscope import taxonomy
    from harmscope.api.claiming import ClaimResult, claim
    from harmscope.api.explaining import ExplainPublishedResult, ExplainResult
    from harmscope.api.exporting import ExportResult, export
    from harmscope.api.owing import DueResult, due
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
        explain,
        import_log,
        read,
        reconcile,
        report,
        schema,
        validate,
    )
    from harmscope.errors import UserError

    __version__: str

_PLACES = {
    **dict.fromkeys(
        (
            "compare",
            "diff",
            "explain",
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
    **dict.fromkeys(("ClaimResult", "claim"), "harmscope.api.claiming"),
    **dict.fromkeys(("ExplainPublishedResult", "ExplainResult"), "harmscope.api.explaining"),
    **dict.fromkeys(("DueResult", "due"), "harmscope.api.owing"),
    **dict.fromkeys(("ExportResult", "export"), "harmscope.api.exporting"),
    "UserError": "harmscope.errors",
}
"""Where each public name is defined."""

__all__ = [
    "ClaimResult",
    "CompareResult",
    "DiffResult",
    "DueResult",
    "ExplainPublishedResult",
    "ExplainResult",
    "ExportResult",
    "ImportResult",
    "ReadResult",
    "ReconcileResult",
    "ReportResult",
    "UserError",
    "ValidationResult",
    "__version__",
    "claim",
    "compare",
    "diff",
    "due",
    "explain",
    "export",
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
    if name == "__version__":
        # What reads the metadata of packages takes long to load, and processes for files need none.
        from importlib.metadata import version

        return version("harmscope")
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
