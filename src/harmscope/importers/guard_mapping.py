"""The mapping file of a log of verdicts: which members of its lines fill which fields."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from harmscope.errors import UserError, offer
from harmscope.importers.judged_units import TERMS_SCHEMA, SampleTerms, sample_terms
from harmscope.importers.mapping_fields import GUARD_FIELDS
from harmscope.importers.mapping_file import MappingFile, check_form, parsed
from harmscope.importers.platform_codes import TomlFile
from harmscope.taxonomy import load_system

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

SOURCE: Final = "guard-log"
_SHARED: Final = ("mapping", "columns", "times", "values", "constants", "splits", "filters")


@dataclass(frozen=True, slots=True)
class GuardMapping:
    """A checked mapping file. ``scheme`` is the list that the codes of verdicts are of, or
    empty; ``terms`` say how the lines were drawn."""

    mapping: MappingFile
    scheme: str
    terms: SampleTerms


def read_guard_mapping(path: Path | None) -> GuardMapping:
    """Read and check a file. Raises UserError that names the line, and where there is none."""
    if path is None:
        raise UserError("--mapping", "it is missing", "see docs/importers.md for an example")
    file = TomlFile.read(path, "--mapping")
    check_form(file, _validator(), SOURCE)
    mapping = parsed(file, GUARD_FIELDS)
    for needed, what in (("verdict.at", "when"), ("verdict.on", "on what")):
        if not mapping.has(needed):
            fix = f"give a column the field {needed}"
            if needed == "verdict.on":
                fix += ", or a value in [constants]: prompts or outputs"
            raise file.fault(("columns",), f"nothing says {what} a verdict was given", fix)
    if not mapping.has("verdict.violates", "verdict.code", "category"):
        fix = "give a column the field verdict.violates, verdict.code or category"
        raise file.fault(("columns",), "nothing says what a verdict says", fix)
    scheme = mapping.main.constants.get("verdict.scheme", "")
    if "verdict.scheme" in mapping.columns:
        fix = 'name the list in [constants], such as "verdict.scheme" = "llama-guard@3"'
        raise file.fault(("columns",), "a column cannot name the list of codes", fix)
    if scheme:
        _exists(file, scheme)
    return GuardMapping(mapping, scheme, sample_terms(file))


def _exists(file: TomlFile, scheme: str) -> None:
    from harmscope.taxonomy import systems

    known = [info.ref for info in systems()]
    if scheme not in known:
        fix = offer(scheme, known, "see harmscope taxonomy list")
        raise file.fault(("constants", "verdict.scheme"), "there is no such list of codes", fix)
    load_system(scheme)


@cache
def _validator() -> "Draft202012Validator":
    from jsonschema import Draft202012Validator

    text = files(__package__).joinpath("mapping_schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    shared = {name: schema["properties"][name] for name in _SHARED}
    return Draft202012Validator(
        {
            **schema,
            "title": f"harmscope mapping file 1.0, for --from {SOURCE}",
            "properties": {**shared, "from": {"const": SOURCE}, **TERMS_SCHEMA},
        }
    )


# The version of a safeguard, as records name it: NAME@VERSION.

_NAME: Final = re.compile(r"[^a-z0-9]+")
_VERSION: Final = re.compile(r"[^A-Za-z0-9.]+")
_LONGEST: Final = 64
NO_NAME: Final = "safeguard"


def safeguard_ref(name: str, version: str) -> str:
    """``name@version`` in letters, digits, ``-`` and ``.``; empty where there is no version, or
    where one is so long that it is something else.

    >>> safeguard_ref("Prompt filter", "Llama-Guard-3-8B")
    'prompt-filter@Llama-Guard-3-8B'
    """
    named = _NAME.sub("-", name.strip().lower()).strip("-") or NO_NAME
    versioned = _VERSION.sub("-", version.strip()).strip("-")
    fits = versioned and max(len(named), len(versioned)) <= _LONGEST
    return f"{named}@{versioned}" if fits else ""
