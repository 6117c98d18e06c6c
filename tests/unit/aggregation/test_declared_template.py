"""The file to fill in."""

import re
import tomllib

import pytest

from harmscope.aggregation.declared_template import declared_template
from harmscope.model.figure import Declared
from harmscope.profiles import load, shipped


@pytest.mark.parametrize("name", shipped())
def test_it_is_valid_and_states_nothing(name: str) -> None:
    text = declared_template(load(name), "Lanternfish", "2025-H2")
    found = Declared.model_validate(tomllib.loads(text))
    assert (found.profile, found.figures, found.texts) == (name, None, None)


def test_every_question_can_be_answered_by_taking_the_mark_away() -> None:
    text = declared_template(load("dsa-harmonised"), "Lanternfish", "2025-H2")
    starts = [match.start() for match in re.finditer(r"^# \[\[", text, re.M)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        block = text[start:end].partition("\n\n")[0]
        bare = "\n".join(line.removeprefix("# ") for line in block.splitlines())
        filled = bare.replace('source = ""', 'source = "Study"')
        head = 'profile = "dsa-harmonised"\nservice = "x"\nperiod = "2025"\n'
        Declared.model_validate(tomllib.loads(head + filled))
    assert len(starts) > 20


def test_it_asks_for_the_tier_and_for_column_g() -> None:
    text = declared_template(load("dsa-harmonised"), "Lanternfish", "2025-H2")
    assert "possibly_exempt" in text
    assert "automated_column" in text
