import re

from harmscope.formats.faults import FAULTS


def test_codes_are_slugs_and_texts_are_sentences_without_full_stop() -> None:
    for code, (message, fix) in FAULTS.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", code)
        assert message
        assert fix
        assert not message.endswith(".")


def test_every_fault_has_a_rule() -> None:
    from harmscope.rules.shape import OF_FAULT

    assert set(OF_FAULT) == set(FAULTS)
