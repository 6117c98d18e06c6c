"""The lists of codes that a rule is about, for ``harmscope rules CODE``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harmscope.model.kinds import CURRENT
from harmscope.taxonomy import codelist, harm
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
    yield AllowedCodes("record", "Kinds", tuple(CURRENT), False, "harmscope schema list")


def _versions() -> Iterator[AllowedCodes]:
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
