from harmscope.taxonomy.crosswalks import crosswalk
from harmscope.taxonomy.succession import succession
from harmscope.taxonomy.systems import load_system


def rules(walk, code):
    return [(link.object, link.count_rule) for link in walk[code]]


def test_every_case_of_a_new_version():
    walk = succession(load_system("dsa@v1"), load_system("dsa@v2"))
    assert rules(walk, "KEYWORD_SUICIDE") == [("KEYWORD_SUICIDE", "equal")]
    assert rules(walk, "KEYWORD_HATE_SPEECH") == [("KEYWORD_HATE_SPEECH", "approx")]
    assert rules(walk, "KEYWORD_DISINFORMATION") == [
        ("KEYWORD_MISINFORMATION_DISINFORMATION", "approx")
    ]
    assert rules(walk, "KEYWORD_DANGEROUS_TOYS") == [("KEYWORD_UNSAFE_PRODUCTS", "alternate")]
    assert rules(walk, "KEYWORD_GENDER_BASED_VIOLENCE") == [(None, "none")]
    assert {rule for _, rule in rules(walk, "KEYWORD_OTHER")} == {"split"}


def test_all_codes_of_the_levels_are_answered():
    walk = succession(load_system("garm@2020-09"), load_system("garm@2022-06"))
    assert len(walk) == 11
    assert {links[0].count_rule for links in walk.values()} == {"equal"}


def test_the_crosswalk_runs_both_ways():
    back = crosswalk("dsa@v2", "dsa@v1")
    other = back.links("STATEMENT_CATEGORY_SELF_HARM/KEYWORD_OTHER")
    assert [(link.object, link.count_rule) for link in other] == [("KEYWORD_OTHER", "rollup")]
    assert back.links("KEYWORD_CYBER_HARASSMENT")[0].object is None
    assert crosswalk("dsa@v1", "dsa@v2").counting("KEYWORD_SUICIDE") is not None
