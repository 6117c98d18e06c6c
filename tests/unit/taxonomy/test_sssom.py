import pytest

from harmscope.resources import data_path
from harmscope.taxonomy.sssom import NO_TERM, Link, read_links, read_rows

FILE = data_path("taxonomy", "crosswalks", "harm@1.0.0--garm@2022-06.sssom.tsv")


def test_rows_are_read_without_the_head():
    rows = read_rows(FILE)
    assert rows[0]["subject_id"] == "harm:csea"
    assert NO_TERM in {row["object_id"] for row in rows}


def test_a_link_has_local_ids_and_a_level():
    subject, link = next(iter(read_links(FILE)))
    assert subject == "csea"
    assert link.object == "adult_sexual"
    assert link.level == "category"
    assert 0 < link.confidence <= 1


def test_inverse_swaps_ends():
    link = Link("a", "b", "broadMatch", "rollup", "category")
    back = link.inverse("subcategory")
    assert (back.subject, back.object, back.count_rule) == ("b", "a", "split")
    assert back.level == "subcategory"


def test_a_missing_term_has_no_inverse():
    with pytest.raises(ValueError, match="no inverse"):
        Link("a", None, "exactMatch", "none", "category").inverse("category")
