"""Finds categories and codes by what people call them, with typos forgiven."""

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from harmscope.arguments import checked
from harmscope.resources import data_path
from harmscope.taxonomy.harm import harm
from harmscope.taxonomy.systems import load_system, systems

SURE = 78
"""The score from which a hit is a sure one. Others are given where none of the harm taxonomy is
sure."""
_FAINT, _FEW = 50, 5
"""The score from which a category may be meant, and how many such are given at most."""

_EXACT, _NEAR = 100.0, 99.0
_IN_PROSE = 79.0
"""What a literal hit inside a definition is worth: below a good name, above the cut."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One code found. ``score`` runs from 0 to 100; ``matched`` says which field matched."""

    system: str
    key: str
    label: str
    matched: str
    score: float


@checked
def search(text: str, limit: int = 20) -> list[Hit]:
    """The codes that ``text`` may mean: a code or category called exactly so, then categories of
    the harm taxonomy, then codes of other systems, each the best first.

    Names, aliases, synonyms and codes match with typos forgiven; definitions only literally.
    """
    wanted = _plain(text)
    if not wanted:
        return []
    best: dict[tuple[str, str], Hit] = {}
    for hit in (*_of_harm(wanted), *_of_systems(wanted)):
        known = best.get((hit.system, hit.key))
        if known is None or known.score < hit.score:
            best[(hit.system, hit.key)] = hit
    place = {info.ref: at for at, info in enumerate(systems())}

    def rank(hit: Hit) -> tuple[bool, bool, float, int, bool, str]:
        ours = hit.system.startswith("harm@")
        called_so = hit.score == _EXACT and (ours or hit.matched == "code")
        narrow = ours and "." in hit.key
        return not called_so, not ours, -hit.score, place[hit.system], not narrow, hit.key

    hits = sorted(best.values(), key=rank)
    sure = [hit for hit in hits if hit.score >= SURE]
    if any(hit.system.startswith("harm@") for hit in sure):
        return sure[:limit]
    faint = [hit for hit in hits if hit.score < SURE][:_FEW]
    return sorted((*faint, *sure), key=rank)[:limit]


def called(text: str) -> str:
    """The id of the category that has exactly this name, alias or synonym; empty where none has,
    and where several have and no synonym decides."""
    wanted, lexicon = _plain(text), _lexicon()
    if wanted in lexicon.owners:
        return lexicon.owners[wanted]
    found = {one.category for one in lexicon.phrases if one.text == wanted}
    return found.pop() if len(found) == 1 else ""


def meant(text: str) -> Hit | None:
    """The category of the harm taxonomy that a text most likely means; None where no hit is a sure
    one."""
    hits = (hit for hit in search(text, 5) if hit.system.startswith("harm@"))
    best = next(hits, None)
    return best if best is not None and best.score >= SURE else None


# Codes of other systems: by their own words alone.


def _of_systems(wanted: str) -> Iterator[Hit]:
    for system, key, label, field, value in _index():
        score = _score(wanted, field, value)
        if score >= SURE:
            yield Hit(system, key, label, field, round(score, 1))


def _score(wanted: str, field: str, value: str) -> float:
    if not value:
        return 0.0
    if field == "definition":
        return _IN_PROSE if f" {wanted} " in f" {value} " else 0.0
    if wanted == value:
        return _EXACT
    whole = fuzz.ratio(wanted, value)
    if len(wanted) <= 3:
        return whole if whole < _EXACT else _NEAR
    words = fuzz.token_set_ratio(wanted, value)
    if " " not in wanted:
        words = max(words, *(fuzz.ratio(wanted, word) for word in value.split()))
    return float(min(_NEAR, max(whole, words * 0.95)))


@cache
def _index() -> tuple[tuple[str, str, str, str, str], ...]:
    return tuple(
        (info.ref, code.key, code.label, field, _plain(value))
        for info in systems()
        if info.name != "harm"
        for code in load_system(info.ref).codes.values()
        for field, value in (
            ("code", code.code),
            ("label", code.label),
            *(("alias", alias) for alias in code.aliases),
            ("definition", code.definition),
        )
    )


# Categories of the harm taxonomy: by their names and by the words of laws and news.

_FAIR, _LONG = 82.0, 5
"""How like two words are at least, in percent, and how long, to be one word with a typo."""
_PROSE = 0.6
"""What a word of a definition is worth, beside one of a name."""
_OF_PHRASE, _OF_TEXT, _OF_ALL = 0.35, 0.40, 0.25
"""Weights: how much of the phrase is asked for, how much of the text it answers, and how much all
words of the category answer."""
_OF_PLACE = 0.2
"""What a word counts that says where something was seen."""
_UNHEARD = 0.7
"""What a word counts that no category uses, beside the rarest that one uses."""
_PART = 3
"""The fewest letters of a part of a word."""
_ENDINGS = ("ing", "ed", "es", "s", "e")


@dataclass(frozen=True, slots=True)
class _Phrase:
    category: str
    field: str
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Every phrase; what each category says, in names (1) or in prose; the weight of each word: one
    that few categories use says more; the category of each synonym."""

    phrases: tuple[_Phrase, ...]
    said: dict[str, dict[str, float]]
    weights: dict[str, float]
    most: float
    owners: dict[str, str]


def _of_harm(wanted: str) -> Iterator[Hit]:
    scheme, lexicon = harm(), _lexicon()
    ref, asked = f"harm@{scheme.version}", _asked(wanted)
    overall = {key: asked.answered_by(said) for key, said in lexicon.said.items()}
    for one in lexicon.phrases:
        score = _score_of(one, wanted, asked, overall[one.category])
        if score >= _FAINT:
            label = scheme.categories[one.category].label
            yield Hit(ref, one.category, label, one.field, round(score, 1))
    for category in scheme.categories.values():
        if f" {wanted} " in f" {_prose(category.id)} ":
            yield Hit(ref, category.id, category.label, "definition", _IN_PROSE)


def _score_of(one: _Phrase, wanted: str, asked: "_Asked", overall: float) -> float:
    if one.text == wanted:
        # Where two categories have one alias, the one that has it among the synonyms is meant.
        owner = _lexicon().owners.get(wanted, one.category)
        return _EXACT if one.field != "alias" or owner == one.category else _NEAR
    answered = asked.answered_by(dict.fromkeys(one.words, 1.0))
    if not answered:
        return 0.0
    parts = _OF_TEXT * answered + _OF_PHRASE * asked.share_of(one.words) + _OF_ALL * overall
    return min(_NEAR, 100 * parts)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The words of a text: the words of the lexicon that each may be, and what each counts."""

    like: dict[str, dict[str, float]]
    weight: dict[str, float]

    def answered_by(self, said: dict[str, float]) -> float:
        """How much of the text is said by these words."""
        met = sum(self.weight[word] * _best(like, said) for word, like in self.like.items())
        return met / sum(self.weight.values())

    def share_of(self, words: tuple[str, ...]) -> float:
        """How much of a phrase the text asks for."""
        weights = _lexicon().weights
        likes = self.like.values()
        met = sum(weights[one] * max(like.get(one, 0.0) for like in likes) for one in words)
        return met / sum(weights[one] for one in words)


def _asked(wanted: str) -> _Asked:
    lexicon = _lexicon()
    like = {part: _alike(part) for word in _words(wanted) for part in _parts(word)}
    weight = {
        word: max((lexicon.weights[one] * how for one, how in maybe.items()), default=0.0)
        or lexicon.most * _UNHEARD
        for word, maybe in like.items()
    }
    return _Asked(like, weight)


def _best(like: dict[str, float], said: dict[str, float]) -> float:
    return max((how * said[one] for one, how in like.items() if one in said), default=0.0)


@lru_cache(maxsize=4096)
def _alike(word: str) -> dict[str, float]:
    """The words of the lexicon that a word may be, and how surely."""
    weights = _lexicon().weights
    found = {word: 1.0} if word in weights else {}
    if not found and len(word) >= _LONG:
        for one in weights:
            how = fuzz.ratio(word, one, score_cutoff=_FAIR)
            if how:
                found[one] = how / 100
    return found


@cache
def _lexicon() -> _Lexicon:
    phrases = tuple(_phrases())
    said: dict[str, dict[str, float]] = {}
    for key in harm().categories:
        said[key] = dict.fromkeys(_words(_prose(key)), _PROSE)
    for one in phrases:
        said[one.category].update(dict.fromkeys(one.words, 1.0))
    uses = Counter(word for words in said.values() for word in words)
    weights = {word: log(1 + len(said) / count) for word, count in uses.items()}
    for word in _words(_data()["places"]):
        if word in weights:
            weights[word] *= _OF_PLACE
    owners = {one.text: one.category for one in phrases if one.field == "synonym"}
    return _Lexicon(phrases, said, weights, log(1 + len(said)), owners)


def _phrases() -> Iterator[_Phrase]:
    synonyms: dict[str, list[str]] = _data()["synonyms"]
    for category in harm().categories.values():
        named = [("code", category.id), ("label", category.label)]
        named += [("alias", alias) for alias in category.aliases]
        named += [("synonym", phrase) for phrase in synonyms.get(category.id, ())]
        for field, value in named:
            text = _plain(value)
            yield _Phrase(category.id, field, text, _words(text))


@cache
def _data() -> dict[str, Any]:
    path = data_path("taxonomy", "harm", "synonyms.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _filler() -> frozenset[str]:
    return frozenset(_data()["filler"].split())


@cache
def _same() -> dict[str, str]:
    """Words that mean the same, each to the first of its line."""
    lines = [[_stem(word) for word in line.split()] for line in _data()["words"]]
    return {word: line[0] for line in lines for word in line}


@cache
def _prose(key: str) -> str:
    category = harm().categories[key]
    return _plain(" ".join((category.definition, *category.includes, *category.boundary)))


def _plain(text: str) -> str:
    """Lower case, no accents, no signs, one blank between words."""
    bare = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(default_process(bare).split())


def _words(text: str) -> tuple[str, ...]:
    """The words of a plain text that say something, each once, without its ending and as one of
    those that mean the same."""
    same = _same()
    filler = _filler()
    said = [word for word in text.split() if word not in filler] or text.split()
    stems = [_stem(word) for word in said]
    return tuple(dict.fromkeys(same.get(stem, stem) for stem in stems))


def _parts(word: str) -> tuple[str, ...]:
    """A word that no category uses as two that one uses, such as ``dogfight``; else as it is."""
    weights, same = _lexicon().weights, _same()
    for at in range(_PART, len(word) - _PART + 1):
        two = tuple(same.get(one, one) for one in (_stem(word[:at]), _stem(word[at:])))
        if word not in weights and all(one in weights for one in two):
            return two
    return (word,)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and not word.endswith("ss"):
            return _stem(rest) if ending == "s" else rest
    return word.removesuffix("y") + "i" if word.endswith("y") and len(word) > 3 else word
