"""The mapping of the statements' code lists, read once from ``codes.toml``."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> dict[str, str]:
    """One table of ``codes.toml``, such as ``decision_visibility``. Raises KeyError."""
    found: dict[str, str] = _tables()[name]
    return found


@cache
def _tables() -> dict[str, dict[str, str]]:
    text = files(__package__).joinpath("codes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
