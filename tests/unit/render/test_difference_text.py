""""""

import csv
import io
from dataclasses import replace

from harmscope.comparison import Difference
from harmscope.render.difference_text import (
    change_line,
    change_size,
    difference_document,
    difference_table,
    difference_text,
    side_words,
)
from harmscope.render.html.comparison_page import difference_page
from harmscope.render.writers.to_csv import table_csv
from written import held


def test_each_change_is_a_line_and_the_last_counts(difference: Difference) -> None:
    lines = difference_text(difference).splitlines()
    assert lines[0] == "dropped Alpha, Notices: received, 2025-H2: 1 → absent"
    assert "40 → 50 (by 10; 25 %)" in lines[1]
    assert lines[-1] == "1 changed, 1 dropped, 1 added; 1 figure is equal"


def test_a_new_name_of_a_service_is_called_an_assumption(difference: Difference) -> None:
    found = replace(difference, renamed=("Alpha", "Beta"))
    line = "assumed renamed: Alpha is now Beta; their figures count the same things"
    assert line in difference_text(found).splitlines()
    assert held(difference_document(found))["renamed"] == {"old": "Alpha", "new": "Beta"}
    assert line[1:] in difference_page(found)


def test_publications_of_two_authorities_are_said_to_be_no_editions(difference: Difference) -> None:
    def sides(old: str, new: str) -> Difference:
        one, two = (
            replace(side, format="publication", service=name)
            for side, name in ((difference.old, old), (difference.new, new))
        )
        return replace(difference, old=one, new=two)

    line = "the publishers differ, North and South: these are no two editions of one"
    assert difference_text(sides("North", "South")).splitlines()[-1] == line
    assert line[1:] in difference_page(sides("North", "South"))
    assert "publishers" not in difference_text(sides("North", "North"))
    assert "publishers" not in difference_text(difference)


def test_the_document_holds_both_figures_whole(difference: Difference) -> None:
    found = held(difference_document(difference))
    assert found["restates"] is True
    assert [change["kind"] for change in found["changes"]] == ["dropped", "changed", "added"]
    assert found["changes"][1]["new"]["value"] == 50


def test_the_table_has_a_row_for_each_change(difference: Difference) -> None:
    rows = list(csv.DictReader(io.StringIO(table_csv(difference_table(difference)))))
    assert [(row["old"], row["new"]) for row in rows] == [("1", ""), ("40", "50"), ("", "3")]


def test_words_for_sides_and_sizes(difference: Difference) -> None:
    assert side_words(None) == "absent"
    assert change_size(difference.changes[0]) == "no number on one side"
    assert change_line(difference.changes[2]).startswith("added   Alpha, Orders: act, received")
