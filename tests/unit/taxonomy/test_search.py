import pytest

from harmscope.taxonomy.search import search


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


def test_the_best_hit_comes_first():
    hits = search("cyberflashing")
    assert hits[0].key in ("harassment.cyberflashing", "IH18")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("text", ["", "   ", "qqzzxxqq"])
def test_nothing_is_found_for_nothing(text):
    assert search(text) == []


def test_the_limit_holds():
    assert len(search("child", limit=3)) == 3
