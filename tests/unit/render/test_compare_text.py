from harmscope.comparison import Comparison
from harmscope.render.compare_text import axis_lines, comparison_text, ranking_text


def test_contradictions_and_verdicts_come_first(comparison: Comparison) -> None:
    text = comparison_text(comparison)
    assert text.index("contradicts itself") < text.index("pairs:") < text.index("Notices received")
    assert "no ranking: the metric has no direction" in text
    assert "Did advertisements stand beside violating content?" in text


def test_reasons_and_refusals_are_sentences(comparison: Comparison) -> None:
    group = comparison.groups[0]
    assert "Restatement: editions are named" not in axis_lines(group.pairs[0])
    assert any(line.startswith("Rounding: ") for line in axis_lines(group.pairs[0]))
    assert ranking_text(group).startswith("no ranking: ")
