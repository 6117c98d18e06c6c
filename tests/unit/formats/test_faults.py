import re

from harmscope.formats.faults import FAULTS, RULES


def test_words_are_slugs_and_each_means_one_fault() -> None:
    assert len(FAULTS) == len(RULES)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", word) for word in FAULTS)


def test_a_fault_says_which_rule_speaks_for_it() -> None:
    assert {fault.part_of[:2] for fault in RULES} == {"HS"}
