"""Codes of countries and languages, as ISO 3166, ISO 639 and BCP 47 list them."""

from functools import cache, lru_cache
from typing import Final

from harmscope.taxonomy.jurisdictions import unions

KOSOVO: Final = "XK"
"""Not in ISO 3166-1, but the code that the European institutions and most software use."""

COUNTRIES_MEANT: Final = {"EL": "GR", "UK": "GB"}
"""Codes that look like those of countries, and the ones that are meant."""

_COLLECTIONS: Final = frozenset({"bh"})
"""Collections of languages that BCP 47 keeps and ISO 639-3 does not have."""

_LETTERS: Final = 2
_SCRIPT: Final = 4


@cache
def countries() -> frozenset[str]:
    """Every code of a country: ISO 3166-1 alpha-2, and Kosovo."""
    import pycountry

    return frozenset({one.alpha_2 for one in pycountry.countries} | {KOSOVO})


@cache
def languages() -> dict[str, str]:
    """Every code of a language, of two or three letters, with the one that BCP 47 asks for: that of
    two letters where there is one."""
    import pycountry

    found = {code: code for code in _COLLECTIONS}
    for one in pycountry.languages:
        short = getattr(one, "alpha_2", one.alpha_3)
        codes = {short, one.alpha_3, getattr(one, "bibliographic", short)}
        found.update(dict.fromkeys(codes, short))
    return found


def is_country(code: str) -> bool:
    """Whether it is the code of a country."""
    return code in countries()


@lru_cache(maxsize=4096)
def is_language(tag: str) -> bool:
    """Whether it is a language tag whose language, script and region exist, the language in the
    code that BCP 47 asks for."""
    language, *more = tag.split("-")
    if languages().get(language) != language:
        return False
    for part in more:
        if len(part) == 1:  # an extension, or for private use
            return True
        if len(part) == _LETTERS and not is_country(part.upper()):
            return False
        if len(part) == _SCRIPT and part.isalpha() and part.title() not in _scripts():
            return False
    return True


@lru_cache(maxsize=4096)
def is_jurisdiction(code: str) -> bool:
    """Whether it is the code of a union of states, of a state, or of a part of one."""
    if code in unions():
        return True
    if "-" not in code:
        return is_country(code)
    return code in _subdivisions()


def meant(code: str) -> str | None:
    """The code of a country or language that is meant by one that is not listed: ``GR`` for ``EL``,
    ``de`` for ``deu``, ``en-GB`` for ``en-UK``; None where it is not known."""
    if code in COUNTRIES_MEANT:
        return COUNTRIES_MEANT[code]
    language, *more = code.split("-")
    parts = [
        COUNTRIES_MEANT.get(part.upper(), part) if len(part) == _LETTERS else part for part in more
    ]
    made = "-".join([languages().get(language, language), *parts])
    return made if made != code and is_language(made) else None


@cache
def _scripts() -> frozenset[str]:
    import pycountry

    return frozenset(one.alpha_4 for one in pycountry.scripts)


@cache
def _subdivisions() -> frozenset[str]:
    import pycountry

    return frozenset(one.code for one in pycountry.subdivisions)
