"""LT001 to LT099: what ``harmscope taxonomy lint`` can find wrong with somebody's list of codes."""

from typing import Final

from harmscope.findings import FindingKind

_WHY: Final = "Counts under such a list land in another category, or in none"
_FIX: Final = "correct the row that the finding names, as its fix says"
_SOURCE: Final = "the code systems in taxonomy/systems, each with its source"


def _kind(code: str, slug: str, what: str) -> FindingKind:
    return FindingKind(code, slug, "error", "file", ("list",), what, _WHY, _FIX, _SOURCE)


RULES: Final[tuple[FindingKind, ...]] = (
    _kind(
        "LT001",
        "tier_order",
        "The tiers do not run low, medium, high, floor, with floor as the gravest",
    ),
    _kind("LT002", "part_as_row", "A part of a category's name stands as a category of its own"),
    _kind("LT003", "missing_codes", "Codes of the list's version are missing"),
    _kind("LT004", "added_code", "A code is not in the version of the list"),
    _kind("LT005", "misspelt_label", "A label is not spelt as the issuer spells it"),
    _kind("LT006", "label_of_another", "An id stands beside the label of another"),
    _kind("LT007", "duplicate", "A code stands in the list twice"),
    _kind("LT008", "wrong_parent", "A code stands under a wrong parent"),
    _kind("LT009", "mistyped_id", "An id is not spelt as the issuer spells it"),
    _kind("LT010", "label_of_another_version", "A code has the label of another version"),
)

LIST_FAULTS: Final[dict[str, FindingKind]] = {kind.code: kind for kind in RULES}
"""Every fault of a list by its code."""
