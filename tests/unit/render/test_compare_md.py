import re

from harmscope.comparison import Comparison
from harmscope.render.compare_md import comparison_md


def test_every_number_has_a_footnote_to_its_source(comparison: Comparison) -> None:
    text = comparison_md(comparison)
    used = re.findall(r"\[\^(\d+)\] \|", text)
    defined = re.findall(r"^\[\^(\d+)\]: (.+)$", text, flags=re.M)
    assert used
    assert sorted(used) == sorted(number for number, _ in defined)
    assert all("4_notices.csv" in note for _, note in defined)


def test_names_cannot_become_markup(comparison: Comparison) -> None:
    assert "<b>" not in comparison_md(comparison)
