"""From a platform's codes to the harm taxonomy, with the answers remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from harmscope.errors import UserError
from harmscope.taxonomy import load_system, native_to_harm


@dataclass(frozen=True, slots=True)
class Allocated:
    """``harms`` has the primary category first and is empty where no count rule leads to one;
    ``implied`` are values that follow from the codes, by path (``depicted.minor``)."""

    harms: tuple[str, ...] = ()
    implied: tuple[tuple[str, str], ...] = ()


def allocate(scheme: str, codes: Sequence[str]) -> Allocated:
    """Where codes of ``scheme`` lead. Codes of a list without a crosswalk lead nowhere."""
    return _allocate(scheme, tuple(codes))


@cache
def _allocate(scheme: str, codes: tuple[str, ...]) -> Allocated:
    try:
        found = native_to_harm(scheme, codes)
    except UserError:
        return Allocated()
    harms = () if found.harm is None else (found.harm, *found.also)
    return Allocated(harms, found.implied)


@cache
def is_known(scheme: str, code: str, parent: str = "") -> bool:
    """Whether a code is in its list. Raises UserError for an unknown list."""
    return load_system(scheme).find(code, parent) is not None
