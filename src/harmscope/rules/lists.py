"""The lists of codes that a rule is about, for ``harmscope rules CODE``, and the rules that a
category brings with it.

The models of records take long to build, so they are loaded only where a list needs them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harmscope.findings import FindingKind
from harmscope.rules import CATALOGUE
from harmscope.taxonomy import Category, codelist, harm
from harmscope.taxonomy.jurisdictions import unions
from harmscope.taxonomy.standards import countries
from harmscope.taxonomy.systems import codelist_names, systems


@dataclass(frozen=True, slots=True)
class AllowedCodes:
    """A list of codes: its name, what it holds, whether other codes may stand beside it, and how
    its labels are shown."""

    name: str
    title: str
    codes: tuple[str, ...]
    open: bool
    more: str

    def as_dict(self) -> dict[str, object]:
        """The list as ``harmscope rules CODE --format json`` shows it."""
        return {
            "name": self.name,
            "title": self.title,
            "codes": list(self.codes),
            "open": self.open,
            "more": self.more,
        }


def allowed_codes(rule: str) -> list[AllowedCodes]:
    """The lists that a rule is about, by its code, each whole; none for a rule on other things."""
    found = _LISTS.get(rule)
    return list(found()) if found else []


def _of_members() -> Iterator[AllowedCodes]:
    for name in codelist_names():
        one = codelist(name)
        more = f"harmscope taxonomy codes {name}"
        yield AllowedCodes(name, one.title, tuple(one.codes), one.open, more)


def _harm() -> Iterator[AllowedCodes]:
    scheme = harm()
    more = "harmscope taxonomy list harm, harmscope taxonomy search WORDS"
    yield AllowedCodes(
        f"harm@{scheme.version}", scheme.title, tuple(scheme.categories), False, more
    )


def _systems() -> Iterator[AllowedCodes]:
    refs = tuple(info.ref for info in systems())
    yield AllowedCodes("systems", "Code systems", refs, True, "harmscope taxonomy list SYSTEM")


def _countries() -> Iterator[AllowedCodes]:
    title = "ISO 3166-1, and XK for Kosovo"
    yield AllowedCodes("country", title, tuple(sorted(countries())), False, "")


def _jurisdictions() -> Iterator[AllowedCodes]:
    yield AllowedCodes("union", "Unions of states", tuple(sorted(unions())), False, "")
    yield from _countries()
    yield AllowedCodes("part of a state", "ISO 3166-2, such as US-CA", (), True, "")


def _kinds() -> Iterator[AllowedCodes]:
    from harmscope.model.kinds import CURRENT

    yield AllowedCodes("record", "Kinds", tuple(CURRENT), False, "harmscope schema list")


def _versions() -> Iterator[AllowedCodes]:
    from harmscope.model.kinds import CURRENT

    newest = tuple(f"{kind}@{version}" for kind, version in CURRENT.items())
    yield AllowedCodes("version", "Newest versions", newest, True, "harmscope schema list")


_LISTS: dict[str, Callable[[], Iterator[AllowedCodes]]] = {
    "HS005": _of_members,
    "HS013": _kinds,
    "HS014": _versions,
    **dict.fromkeys(("HS130", "HS140", "HS141", "HS206"), _harm),
    **dict.fromkeys(("HS133", "HS134", "HS135", "HS136"), _systems),
    "HS144": _countries,
    "HS146": _jurisdictions,
}


# The rules that a record of a category meets because of it.


def rules_about(category: Category) -> list[FindingKind]:
    """The rules that ask more of a record of this category than of others, in the order of codes;
    empty where none does."""
    demands = (*category.required_facets, *category.forbidden_facets)
    wanted = {
        "HS140": bool(category.required_facets),
        "HS141": bool(demands),
        "HS162": any(one.path == "depicted.minor" for one in demands),
        "HS197": category.id.partition(".")[0] == OTHER,
        "HS206": category.id.partition(".")[0] == OTHER,
    }
    return [CATALOGUE[code] for code, applies in wanted.items() if applies]


OTHER = "other"
"""The category of what no other one holds."""
