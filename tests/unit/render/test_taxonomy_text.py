from pathlib import Path

from harmscope.render.taxonomy_text import (
    carried_text,
    category_text,
    code_text,
    difference_text,
    facet_text,
    hits_text,
    links_text,
    lint_text,
    page,
    system_text,
    systems_text,
)
from harmscope.taxonomy.counts import carry
from harmscope.taxonomy.crosswalks import crosswalk, mapped_systems
from harmscope.taxonomy.diff import diff
from harmscope.taxonomy.harm import FacetDemand, harm
from harmscope.taxonomy.lint import lint
from harmscope.taxonomy.lookup import search
from harmscope.taxonomy.systems import load_system


def test_a_facet_as_words():
    assert facet_text(FacetDemand("a.b", ("c", "d"))) == "a.b: c or d"


def test_a_category_page_has_all_parts():
    scheme = harm()
    shown = category_text(scheme, scheme.categories["ncii.synthetic"], mapped_systems())
    for part in ("Requires the facets", "Includes", "Excludes", "Elsewhere", "no equivalent"):
        assert part in shown
    assert "see csea.csam-synthetic" in shown


def test_a_category_that_is_mapped_through_its_children_says_so():
    scheme = harm()
    shown = category_text(scheme, scheme.categories["self-harm"], mapped_systems())
    assert "through its subcategories" in shown


def test_a_code_page_names_its_successor():
    system = load_system("dsa@v1")
    code = system.codes["KEYWORD_DISINFORMATION"]
    shown = code_text(system, code, [])
    assert "Replaced by KEYWORD_MISINFORMATION_DISINFORMATION (official)" in shown
    assert "2023-09-25 to 2025-06-30" in shown


def test_links_show_relation_rule_and_path():
    links = crosswalk("dsa@v2", "garm").links("KEYWORD_PHISHING")
    shown = links_text(links)
    assert "broadMatch" in shown
    assert "rollup" in shown
    assert "fraud.phishing" in shown


def test_pages_of_both_sorts():
    assert page(load_system("harm"), load_system("harm").codes["ip"]).startswith("ip  ")
    assert page(load_system("garm"), load_system("garm").codes["floor"]).startswith("garm@2022-06")


def test_lists():
    assert "harm@1.0.0" in systems_text()
    assert "KEYWORD_SUICIDE" in system_text("dsa@v2")


def test_hits():
    assert hits_text([]) == "nothing found"
    assert "harassment.cyberflashing" in hits_text(search("cyberflashing"))
    assert hits_text(search("cat pictures")).startswith("no such name; did you mean")


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
    assert "list.csv:4: LT004 added_code" in shown
    assert shown.endswith("3 entries read as garm@2022-06: 1 finding")
    file.write_text("label\nTerrorism\nMisinformation\n", encoding="utf-8")
    assert lint_text(lint(file), "list.csv").endswith("no findings")
