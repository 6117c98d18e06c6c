from pathlib import Path

from harmscope.taxonomy.counts import carry
from harmscope.taxonomy.diff import diff
from harmscope.taxonomy.lint import lint
from harmscope.taxonomy.search import search
from harmscope.taxonomy.tables import carried_text, difference_text, hits_text, lint_text


def test_hits():
    assert hits_text([]) == "nothing found"
    assert "harassment.cyberflashing" in hits_text(search("cyberflashing"))


def test_a_difference_starts_with_its_numbers():
    shown = difference_text(diff("dsa@v1", "dsa@v2"))
    for line in ("24  new", "8  dropped", "6  renamed", "9  same code, new label"):
        assert line in shown
    assert '"Hate speech" to "Illegal incitement' in shown
    assert "no successor" in shown


def test_sums_are_shown():
    shown = carried_text(carry("harm", "dsa@v2", {"hate": 2, "ncii.threat": 1, "suitability": 4}))
    assert "allocated 3 + unallocated 4 = input 7" in shown
    assert "unallocated: no_term 4" in shown
    assert "level keyword" in shown


def test_lint_shows_place_rule_and_fix(tmp_path):
    file: Path = tmp_path / "list.csv"
    file.write_text("label\nTerrorism\nMisinformation\nGambling\n", encoding="utf-8")
    shown = lint_text(lint(file), "list.csv")
    assert "list.csv:4: LT004 added-code" in shown
    assert shown.endswith("3 entries read as garm@2022-06: 1 finding")
    file.write_text("label\nTerrorism\nMisinformation\n", encoding="utf-8")
    assert lint_text(lint(file), "list.csv").endswith("no findings")
