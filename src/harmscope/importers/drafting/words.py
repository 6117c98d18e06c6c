"""Which field a column's name, and which code a value, may stand for."""

import tomllib
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from harmscope.taxonomy.search import search

_CLOSE = 84


@cache
def _words() -> dict[str, dict[str, object]]:
    text = files("harmscope.importers.drafting").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def plain(text: str) -> str:
    """Lower case, without punctuation, sharp s as two letters."""
    return default_process(text).replace("ß", "ss")


def _alike(text: str, word: str) -> float:
    first, second = plain(text), plain(word)
    return 100.0 if first == second else min(99.0, fuzz.ratio(first, second))


def fields_for(column: str) -> list[tuple[str, float]]:
    """Fields that a column's name may mean, best first, with a score up to 100."""
    scored = {
        field: max(_alike(column, word) for word in words)
        for field, words in _words()["fields"].items()
        if isinstance(words, list)
    }
    good = [(field, score) for field, score in scored.items() if score >= _CLOSE]
    return sorted(good, key=lambda pair: (-pair[1], pair[0]))


def code_for(field: str, value: str) -> tuple[str, str]:
    """The code that a value may mean, and why; empty where nothing fits."""
    table = _words()["values"].get(field, {})
    best = ("", 0.0)
    for code, words in table.items() if isinstance(table, dict) else ():
        score = max(_alike(value, word) for word in words)
        if score > best[1]:
            best = (code, score)
    if best[1] >= _CLOSE:
        return best[0], "the same word" if best[1] == 100 else f"a similar word, {best[1]:.0f} %"
    if field == "category":
        for hit in search(value, limit=10):
            if hit.system.startswith("harm@"):
                return hit.key, f"the taxonomy's search, {hit.score:.0f} %"
    return "", ""
