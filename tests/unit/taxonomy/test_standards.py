"""Codes of countries and languages."""

import pytest

from harmscope.taxonomy.standards import (
    countries,
    is_country,
    is_jurisdiction,
    is_language,
    languages,
    meant,
)
from harmscope.taxonomy.systems import codelist


@pytest.mark.parametrize("code", ["DE", "GR", "GB", "IN", "US", "XK"])
def test_countries(code: str) -> None:
    assert is_country(code)


@pytest.mark.parametrize("code", ["EL", "UK", "ZZ", "XX", "EU", "SU", "de", ""])
def test_what_is_no_country(code: str) -> None:
    assert not is_country(code)


@pytest.mark.parametrize(
    "tag",
    ["de", "el", "gsw", "en-GB", "pt-BR", "zh-Hant", "sr-Latn-RS", "es-419", "de-x-own", "und"],
)
def test_languages(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize("tag", ["xx", "deu", "ger", "gr", "en-UK", "el-EL", "zz", "zh-Hanz", "EN"])
def test_what_is_no_language(tag: str) -> None:
    assert not is_language(tag)


@pytest.mark.parametrize("code", ["EU", "EEA", "IN", "GB", "US-CA", "GB-SCT", "DE-BY"])
def test_jurisdictions(code: str) -> None:
    assert is_jurisdiction(code)


@pytest.mark.parametrize("code", ["UK", "EL", "ZZ", "US-XX", "UK-SCT"])
def test_what_is_no_jurisdiction(code: str) -> None:
    assert not is_jurisdiction(code)


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("EL", "GR"),
        ("UK", "GB"),
        ("deu", "de"),
        ("ger", "de"),
        ("en-UK", "en-GB"),
        ("ZZ", None),
        ("xx", None),
        ("de", None),
    ],
)
def test_what_is_meant(code: str, right: str | None) -> None:
    assert meant(code) == right


def test_every_code_of_the_european_database_is_known() -> None:
    assert set(codelist("dsa-territorial-scope").codes) <= countries()
    assert all(languages().get(one.lower()) for one in codelist("dsa-language").codes)
