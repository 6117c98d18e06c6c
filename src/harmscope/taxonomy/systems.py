"""Code lists and code systems, by name and version."""

import csv
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, cast

from harmscope.errors import UserError, offer
from harmscope.resources import data_path
from harmscope.taxonomy.harm import HARM_VERSIONS, Category, harm

# Code lists of the record model: closed lists, and open ones that take ``x-<org>.<code>``.

EXTENSION_PATTERN = r"x-[a-z0-9]+\.[a-z0-9][a-z0-9_-]*"
"""How a value outside an open list is written, such as ``x-acme.shadow_limit``."""


@dataclass(frozen=True, slots=True)
class CodeList:
    """One code list; ``codes`` maps each code to its label, in the order of the file."""

    name: str
    title: str
    open: bool
    codes: dict[str, str]


@cache
def codelist(name: str) -> CodeList:
    """The code list ``name``, as in ``taxonomy/codelists/<name>.csv``.

    Raises KeyError for a name that ``codelists.toml`` does not list.
    """
    head = _heads()[name]
    with data_path("taxonomy", "codelists", f"{name}.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        codes = {row["code"]: row["label"] for row in csv.DictReader(file)}
    return CodeList(name, str(head["title"]), bool(head["open"]), codes)


def codelist_names() -> list[str]:
    """Names of all code lists, sorted."""
    return sorted(_heads())


@cache
def _heads() -> dict[str, dict[str, object]]:
    path = data_path("taxonomy", "codelists", "codelists.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


# Code systems as versioned data folders: who says what, since when, official or minted.

Basis = Literal["official", "suggested", "none"]


@dataclass(frozen=True, slots=True)
class Code:
    """One code of one system. ``key`` is ``CODE``, or ``PARENT/CODE`` where CODE has several
    parents. ``origin`` says whether the issuer or we gave the code. Dates are ISO days or ``""``.
    """

    key: str
    code: str
    parent: str
    kind: str
    label: str
    definition: str
    origin: str
    valid_from: str
    valid_to: str
    replaced_by: str
    replaced_basis: Basis
    note: str
    source: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SystemInfo:
    """The head of a system. ``levels`` are the kinds that crosswalks cover, broadest first."""

    name: str
    version: str
    title: str
    issuer: str
    kind: str
    issued: str
    levels: tuple[str, ...]
    source: str
    licence_note: str
    note: str
    family: str = ""

    @property
    def ref(self) -> str:
        """Name and version as one word, such as ``dsa@v2``."""
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True)
class System:
    """A code system: its head and its codes by key, in the order of the file."""

    info: SystemInfo
    codes: dict[str, Code]
    _by_code: dict[str, tuple[str, ...]] = field(repr=False, default_factory=dict)

    @classmethod
    def of(cls, info: SystemInfo, codes: dict[str, Code]) -> "System":
        """A system out of its head and codes."""
        by_code: dict[str, tuple[str, ...]] = {}
        for key, code in codes.items():
            by_code[code.code] = (*by_code.get(code.code, ()), key)
        return cls(info, codes, by_code)

    def find(self, code_or_key: str, parent: str = "") -> Code | None:
        """The code with this key, or with this code and parent; None if unknown or ambiguous.

        ``PARENT/CODE`` also finds a code that the system keeps once for all parents.
        """
        head, _, tail = code_or_key.rpartition("/")
        if code_or_key in self.codes:
            return self.codes[code_or_key]
        keys = self._by_code.get(tail, ())
        wanted = parent or head
        for key in keys:
            if wanted and self.codes[key].parent == wanted:
                return self.codes[key]
        return self.codes[keys[0]] if len(keys) == 1 and not self.codes[keys[0]].parent else None

    def children(self, key: str) -> list[Code]:
        """The codes directly under ``key``."""
        code = self.codes[key].code
        return [child for child in self.codes.values() if child.parent == code]

    def of_kind(self, kind: str) -> list[Code]:
        """All codes of one kind, such as ``keyword``."""
        return [code for code in self.codes.values() if code.kind == kind]


@cache
def systems() -> tuple[SystemInfo, ...]:
    """Heads of all shipped systems, the harm taxonomy first, then by name and date."""
    folders = sorted(data_path("taxonomy", "systems").iterdir())
    heads = [_info(folder) for folder in folders if (folder / "system.toml").is_file()]
    own = [_harm_info(version) for version in HARM_VERSIONS]
    return (*own, *sorted(heads, key=lambda head: (head.name, head.issued)))


def resolve(ref: str) -> SystemInfo:
    """The head that ``name@version`` or ``name`` (the newest version) means, or a UserError."""
    name, _, version = ref.partition("@")
    matches = [head for head in systems() if head.name == name and version in ("", head.version)]
    if not matches:
        fix = offer(ref, [head.ref for head in systems()])
        raise UserError("taxonomy", "there is no system of that name and version", fix)
    return matches[-1]


def load_system(ref: str) -> System:
    """The system ``name@version``, or the newest version of ``name``; UserError if unknown."""
    return _load(resolve(ref))


@cache
def _load(info: SystemInfo) -> System:
    codes = _harm_codes(info.version) if info.name == "harm" else _read_codes(info)
    return System.of(info, codes)


def _info(folder: Path) -> SystemInfo:
    head = tomllib.loads((folder / "system.toml").read_text(encoding="utf-8"))
    return SystemInfo(
        **{**head, "levels": tuple(head["levels"]), "issued": str(head["issued"])},
    )


def _read_codes(info: SystemInfo) -> dict[str, Code]:
    folder = data_path("taxonomy", "systems", info.ref)
    rows = _rows(folder / "codes.csv")
    aliases: dict[str, tuple[str, ...]] = {}
    for row in _rows(folder / "aliases.csv"):
        aliases[row["code"]] = (*aliases.get(row["code"], ()), row["alias"])
    count: dict[str, int] = {}
    for row in rows:
        count[row["code"]] = count.get(row["code"], 0) + 1
    codes = {}
    for row in rows:
        key = row["code"] if count[row["code"]] == 1 else f"{row['parent']}/{row['code']}"
        basis = cast("Basis", row.pop("replaced_basis"))
        known = aliases.get(row["code"], ())
        codes[key] = Code(key=key, replaced_basis=basis, aliases=known, **row)
    return codes


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _harm_info(version: str) -> SystemInfo:
    scheme = harm(version)
    return SystemInfo(
        name="harm",
        version=version,
        title=scheme.title,
        issuer="harmscope",
        kind="minted",
        issued=scheme.issued,
        levels=("category", "subcategory"),
        source="this project",
        licence_note=scheme.licence,
        note=scheme.note,
    )


def _harm_codes(version: str) -> dict[str, Code]:
    return {key: _harm_code(category) for key, category in harm(version).categories.items()}


def _harm_code(category: Category) -> Code:
    return Code(
        key=category.id,
        code=category.id,
        parent=category.parent or "",
        kind="subcategory" if category.parent else "category",
        label=category.label,
        definition=category.definition,
        origin="minted",
        valid_from="",
        valid_to="",
        replaced_by=" ".join(category.replaced_by),
        replaced_basis="official" if category.replaced_by else "none",
        note="",
        source="this project",
        aliases=category.aliases,
    )
