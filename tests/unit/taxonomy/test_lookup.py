"""People find a category by the words of laws and news."""

import csv
from pathlib import Path

import pytest

from harmscope.taxonomy.harm import harm
from harmscope.taxonomy.lookup import SURE, _data, _lexicon, _plain, called, meant, search

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PHRASES = rows("phrases.csv")
"""What people write and the category that they mean."""


@pytest.mark.parametrize(
    ("text", "system", "key"),
    [
        ("revenge porn", "harm@1.0.0", "ncii.authentic"),
        ("deepfke", "harm@1.0.0", "ncii.synthetic"),
        ("sextorsion", "harm@1.0.0", "ncii.threat"),
        ("Rm3SiT", "iab-content@3.1", "Rm3SiT"),
        ("KEYWORD_HATE_SPEECH", "dsa@v2", "KEYWORD_HATE_SPEECH"),
        ("misinfomation", "garm@2022-06", "misinformation"),
        ("hidden-camera", "harm@1.0.0", "ncii.authentic"),
    ],
)
def test_people_find_what_they_mean(text, system, key):
    assert (system, key) in [(hit.system, hit.key) for hit in search(text)]


def test_phrases_of_law_and_news_find_their_category_first():
    missed = []
    for row in PHRASES:
        first = search(row["phrase"])[:1]
        if [hit.key for hit in first] != [row["category"]]:
            missed.append((row["phrase"], row["category"], first[0].key if first else "nothing"))
    share = 1 - len(missed) / len(PHRASES)
    print(f"{share:.1%} of {len(PHRASES)} phrases; missed: {missed}")
    assert share >= 0.95, missed


def test_the_phrases_are_many_and_of_every_category_and_mostly_not_in_the_data():
    scheme = harm()
    known = {one.text for one in _lexicon().phrases}
    copied = [row for row in PHRASES if _plain(row["phrase"]) in known]
    assert len({row["phrase"] for row in PHRASES}) == len(PHRASES) >= 150
    assert {scheme.top(row["category"]) for row in PHRASES} == set(scheme.precedence)
    assert {row["category"] for row in PHRASES} == set(scheme.categories)
    assert len(copied) < len(PHRASES) / 4


@pytest.mark.parametrize(
    "text", ["deepfake nude", "fake nude", "undress app", "obscene and non-consensual imagery"]
)
def test_words_for_fake_intimate_imagery(text):
    first = search(text)[0]
    assert (first.system, first.key, first.score) == ("harm@1.0.0", "ncii.synthetic", 100)


@pytest.mark.parametrize("text", [row["phrase"] for row in rows("harmless.csv")])
def test_daily_words_give_no_sure_category(text):
    ours = [hit for hit in search(text) if hit.system.startswith("harm@")]
    assert [hit for hit in ours if hit.score >= SURE] == []


def test_synonyms_belong_to_a_category_and_to_one_alone():
    synonyms = _data()["synonyms"]
    assert set(synonyms) == set(harm().categories)
    texts = [_plain(phrase) for phrases in synonyms.values() for phrase in phrases]
    assert sorted(texts) == sorted(set(texts))


def test_an_alias_of_two_categories_belongs_first_to_the_one_with_the_synonym():
    hits = [hit for hit in search("hate speech") if hit.system.startswith("harm@")]
    assert [hit.key for hit in hits][:2] == ["hate", "hate.attack"]


def test_order_a_code_then_ours_then_others_each_the_best_first():
    hits = search("cyberflashing")
    assert hits[0].key == "harassment.cyberflashing"
    ours = [hit.score for hit in hits if hit.system.startswith("harm@")]
    others = [hit.score for hit in hits if not hit.system.startswith("harm@")]
    assert ours == sorted(ours, reverse=True)
    assert others == sorted(others, reverse=True)
    assert search("KEYWORD_SUICIDE")[0].matched == "code"


def test_accents_and_endings_do_not_matter():
    assert search("pedopornographie")[0].key == "csea.csam"
    assert search("Üble Nachrede")[0].key == "defamation"


@pytest.mark.parametrize("text", ["", "   ", "qqzzxxqq"])
def test_nothing_is_found_for_nothing(text):
    assert search(text) == []


def test_the_limit_holds():
    assert len(search("child", limit=3)) == 3


@pytest.mark.parametrize("text", ["cockfighting", "dogfighting", "monkeytorture"])
def test_a_word_of_two_is_taken_apart(text):
    assert search(text)[0].key == "animal.cruelty"


def test_a_category_is_named_by_its_exact_words_alone():
    assert called("Deepfake nude") == "ncii.synthetic"
    assert called("ncii.synthetic") == "ncii.synthetic"
    assert called("banana") == ""


def test_the_category_that_is_meant_is_a_sure_hit_or_none():
    hit = meant("weapons sale")
    assert hit is not None
    assert hit.key == "goods.weapons"
    assert meant("banana") is None
