from harmscope.importers.dsa_sor.rules import RULES
from harmscope.rules import CATALOGUE


def test_codes_are_their_own() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("HS32") for code in codes)


def test_texts_are_sentences_without_full_stop() -> None:
    for rule in RULES:
        assert rule.what
        assert rule.fix
        assert not rule.what.endswith(".")
        same = CATALOGUE.get(rule.code)
        assert same is None or same == rule
