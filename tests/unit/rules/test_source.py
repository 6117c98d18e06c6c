from harmscope.rules import CATALOGUE
from harmscope.rules.source import RULES


def test_what_an_import_finds_is_in_the_catalogue() -> None:
    assert [CATALOGUE[rule.code] for rule in RULES] == list(RULES)
    assert all("IM001" <= rule.code <= "IM019" for rule in RULES)
