from harmscope.rules import CATALOGUE
from harmscope.rules.source_statement import RULES


def test_what_an_import_of_statements_finds_is_in_the_catalogue() -> None:
    assert [CATALOGUE[rule.code] for rule in RULES] == list(RULES)
    assert all("IM021" <= rule.code <= "IM039" for rule in RULES)
