"""The taxonomy's data holds what it promises, whoever edits it."""

import re
from collections import Counter, defaultdict
from typing import get_args

import pytest

from harmscope.resources import data_path
from harmscope.taxonomy.crosswalks import (
    COUNTING,
    NO_TERM,
    CountRule,
    Relation,
    crosswalk,
    mapped_systems,
    read_rows,
    travels,
)
from harmscope.taxonomy.harm import harm
from harmscope.taxonomy.systems import load_system, systems

FILES = sorted(data_path("taxonomy", "crosswalks").glob("*.sssom.tsv"))
REFS = [info.ref for info in systems()]
MAPPED = [system.info.ref for system in mapped_systems()]
WANTED = [
    "garm@2020-09", "garm@2022-06", "dsa@v1", "dsa@v2", "ofcom@2026-06", "osa-children@2023",
    "esafety@2026", "wef@2023-08", "ncmec@2026", "inhope@3", "ozone@2026", "mastodon@4",
    "discourse@2026", "lemmy@0.19", "lemmy@1.0", "coral@2026", "coop@2026", "iab-content@3.1",
    "iptc-dst@2024-10", "c2pa@2.2", "ailuminate@1.0", "llama-guard@3", "openai-moderation@2024-09",
]  # fmt: skip


def test_every_promised_system_is_there():
    assert set(WANTED) <= set(REFS)


@pytest.mark.parametrize("ref", REFS)
def test_codes_are_complete(ref):
    system = load_system(ref)
    assert system.info.kind in ("official", "minted", "mixed")
    for code in system.codes.values():
        assert code.label
        assert code.source
        assert code.origin in ("official", "minted")
        assert code.replaced_basis in ("official", "suggested", "none")
        for day in (code.valid_from, code.valid_to):
            assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", day)
        assert not code.valid_to or code.valid_from <= code.valid_to


@pytest.mark.parametrize("ref", REFS)
def test_parents_exist_and_make_no_cycle(ref):
    system = load_system(ref)
    parent = {code.code: code.parent for code in system.codes.values() if code.parent}
    known = {code.code for code in system.codes.values()}
    assert set(parent.values()) <= known
    for start, first in parent.items():
        seen, at = {start}, first
        while at:
            assert at not in seen
            seen.add(at)
            at = parent.get(at, "")


@pytest.mark.parametrize("ref", REFS)
def test_a_code_out_of_use_has_a_successor_or_says_there_is_none(ref):
    system = load_system(ref)
    own = {code.code for code in system.codes.values()} | set(system.codes)
    later = {
        code
        for info in systems()
        if info.name == system.info.name
        for code in load_system(info.ref).codes
    }
    for code in system.codes.values():
        if code.replaced_by:
            assert code.replaced_by in own | later
            assert code.replaced_basis != "none"
        elif code.valid_to:
            assert "no single successor" in code.note


@pytest.mark.parametrize("ref", REFS)
def test_no_system_is_in_two_kinds_of_level(ref):
    system = load_system(ref)
    kinds = {code.kind for code in system.codes.values()}
    assert set(system.info.levels) <= kinds


def test_official_and_minted_match_the_head():
    for ref in REFS:
        system = load_system(ref)
        origins = {code.origin for code in system.codes.values()}
        if system.info.kind == "minted":
            assert origins == {"minted"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rows_name_codes_with_their_labels(path):
    first, ref = path.name.removesuffix(".sssom.tsv").split("--")
    own, other = load_system(first), load_system(ref)
    for row in read_rows(path):
        if row["subject_id"] != NO_TERM:
            subject = row["subject_id"].removeprefix(f"{own.info.name}:")
            assert row["subject_label"] == own.codes[subject].label
        if row["object_id"] == NO_TERM:
            assert row["object_category"] in other.info.levels
        else:
            code = other.codes[row["object_id"].removeprefix(f"{other.info.name}:")]
            assert (row["object_label"], row["object_category"]) == (code.label, code.kind)
        assert row["predicate_id"].removeprefix("skos:") in get_args(Relation)
        assert row["count_rule"] in get_args(CountRule)
        assert 0 < float(row["confidence"]) <= 1
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"
        assert row["source"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_head_names_both_versions(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    first, ref = path.name.removesuffix(".sssom.tsv").split("--")
    assert f'#mapping_set_id: "{path.name.removesuffix(".sssom.tsv")}"' in head
    assert f'#subject_source: "harmscope:{first}"' in head
    assert f'#object_source: "harmscope:{ref}"' in head
    assert len({line.count("\t") for line in lines if not line.startswith("#")}) == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_relation_and_count_rule_agree(path):
    allowed = {
        "skos:exactMatch": {"equal", "none"},
        "skos:closeMatch": {"approx", "alternate"},
        "skos:broadMatch": {"rollup", "alternate"},
        "skos:narrowMatch": {"split", "facet"},
        "skos:relatedMatch": {"none", "facet", "alternate"},
    }
    for row in read_rows(path):
        assert row["count_rule"] in allowed[row["predicate_id"]]
        missing = NO_TERM in (row["subject_id"], row["object_id"])
        assert missing == (row["predicate_id"] == "skos:exactMatch" and row["count_rule"] == "none")
        assert bool(row["condition"]) == (row["count_rule"] == "facet")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_pair_stands_twice(path):
    pairs = Counter(
        (
            row["subject_id"],
            row["object_id"],
            row["object_category"] * (NO_TERM in row["object_id"]),
        )
        for row in read_rows(path)
    )
    assert max(pairs.values()) == 1


@pytest.mark.parametrize("version", ["2020-09", "2022-06"])
def test_rows_of_garm_are_those_of_the_iab(version):
    """Eleven topics and four levels of risk were taken over as they are; the row that GARM added
    later has no topic."""
    there, back = (
        crosswalk(f"garm@{version}", "iab-content@3.1"),
        crosswalk("iab-content@3.1", f"garm@{version}"),
    )
    found = {code: there.counting(code) for code in there.by_code}
    assert len(found) == len(load_system(f"garm@{version}").codes)
    assert {code for code, link in found.items() if link is None} == (
        {"misinformation"} if version == "2022-06" else set()
    )
    equal = {code: link.object for code, link in found.items() if link is not None}
    assert all(link.count_rule == "equal" for link in found.values() if link is not None)
    assert (equal["adult_sexual"], equal["floor"]) == ("Rm3SiT", "bsr001")
    ways = [link for code in back.by_code if (link := back.counting(code)) is not None]
    assert {link.object: link.subject for link in ways} == equal


@pytest.mark.parametrize("ref", MAPPED)
def test_one_counting_link_a_subject_and_level_both_ways(ref):
    for walk in (crosswalk("harm", ref), crosswalk(ref, "harm")):
        for code, links in walk.by_code.items():
            there = walk.origin.name == "harm"
            found = Counter(
                link.level if there else "any" for link in links if link.count_rule in COUNTING
            )
            assert all(count == 1 for count in found.values()), code


@pytest.mark.parametrize("ref", MAPPED)
def test_complete_in_both_directions(ref):
    there, back, scheme = crosswalk("harm", ref), crosswalk(ref, "harm"), harm()
    for level in there.target.levels:
        answered = {
            code for code, links in there.by_code.items() if level in {link.level for link in links}
        }
        for category in scheme.categories.values():
            children = {child.id for child in scheme.children(category.id)}
            assert category.id in answered or (children and children <= answered)
        assert {code.key for code in load_system(ref).of_kind(level)} <= set(back.by_code)


@pytest.mark.parametrize("ref", MAPPED)
def test_narrow_has_its_inverse_broad(ref):
    back = crosswalk(ref, "harm")
    for code, links in crosswalk("harm", ref).by_code.items():
        for link in links:
            if link.relation in ("narrowMatch", "broadMatch") and link.object is not None:
                inverse = next(one for one in back.links(link.object) if one.object == code)
                assert {link.relation, inverse.relation} == {"narrowMatch", "broadMatch"}


@pytest.mark.parametrize("ref", MAPPED)
def test_an_equal_code_receives_from_nobody_else(ref):
    given = defaultdict(list)
    for code, links in crosswalk("harm", ref).by_code.items():
        for link in links:
            if link.count_rule in COUNTING:
                given[link.object].append((code, link.count_rule))
    for pairs in given.values():
        equal = [code for code, rule in pairs if rule == "equal"]
        for one in equal:
            assert all(code == one or code.startswith(f"{one}.") for code, _ in pairs)


@pytest.mark.parametrize("ref", MAPPED)
def test_a_first_level_rollup_holds_all_its_children(ref):
    walk, scheme = crosswalk("harm", ref), harm()
    for category in scheme.categories.values():
        for link in walk.links(category.id):
            if category.parent is None and link.count_rule in ("equal", "rollup"):
                for child in scheme.children(category.id):
                    below = {one.object for one in walk.links(child.id) if one.count_rule != "none"}
                    assert link.object in below, (category.id, child.id, link.object)


@pytest.mark.parametrize("one", MAPPED)
def test_a_count_travels_only_where_every_link_lets_it(one):
    """Over one path whose links both count, or where every candidate leads to the same code."""
    for other in ("garm@2022-06", "dsa@v2"):
        if one == other:
            continue
        first, second = crosswalk(one, "harm"), crosswalk("harm", other)
        for code, links in crosswalk(one, other).by_code.items():
            for link in links:
                if link.count_rule in COUNTING and link.via:
                    a = next(x for x in first.links(link.subject) if x.object == link.via[0])
                    ends = [link.via[0]] if travels(a) else [x.object for x in first.links(code)]
                    for end in ends:
                        onward = [x.object for x in second.links(end) if travels(x)]
                        assert link.object in onward, (code, link.object)


def test_conditions_name_facets_and_values_of_the_record():
    facets = {"facets.target": "target", "generation.ai_involvement": "ai-involvement"}
    facets["content.medium"] = "medium"
    from harmscope.taxonomy.systems import codelist

    for path in FILES:
        for row in read_rows(path):
            if row["condition"]:
                facet, _, values = row["condition"].partition("=")
                assert set(values.split("|")) <= set(codelist(facets[facet]).codes)


def test_facet_demands_name_values_of_the_record():
    from harmscope.taxonomy.systems import codelist

    lists = {
        "depicted.minor": "answer",
        "depicted.real_person": "answer",
        "generation.ai_involvement": "ai-involvement",
        "consent.distribution": "consent",
        "facets.legality": "legality",
    }
    for category in harm().categories.values():
        for demand in (*category.required_facets, *category.forbidden_facets):
            assert set(demand.one_of) <= set(codelist(lists[demand.path]).codes)
            assert demand.implied in ("", *demand.one_of)
            assert demand.path in harm().facets


def test_every_category_has_its_prose():
    known = set(harm().categories)
    for category in harm().categories.values():
        assert category.definition.endswith(".")
        assert 60 <= len(category.definition) <= 600
        assert category.includes
        assert category.excludes
        assert category.boundary
        assert {one.see for one in category.excludes} <= known | {""}
        assert category.id not in {one.see for one in category.excludes}
        assert category.mode in ("content", "contact", "conduct")
        assert category.introduced == "1.0.0"


def test_precedence_and_order_name_every_first_level_category():
    scheme = harm()
    tops = [one.id for one in scheme.categories.values() if one.parent is None]
    assert sorted(scheme.precedence) == sorted(tops)
    assert scheme.precedence[0] == "csea"


def test_labels_are_unique():
    labels = Counter(one.label for one in harm().categories.values())
    assert max(labels.values()) == 1
