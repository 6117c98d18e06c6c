"""The catalogue of rules: filtered, and one address a rule."""

from html import unescape

from harmscope.rules import CATALOGUE


def test_every_rule_has_its_page(visitor):
    for rule in CATALOGUE.values():
        text = unescape(visitor.get(f"/rules/{rule.code}").text)
        for words in (rule.what, rule.why, rule.fix[1:], rule.source):
            assert words in text, rule.code


def test_a_rule_shows_its_example_and_its_lists(visitor):
    text = visitor.get("/rules/HS102").text
    assert 'class="gone"' in text
    assert 'class="come"' in text
    assert "tested where it occurs" in visitor.get("/rules/SP001").text
    assert 'href="/taxonomy/hate"' in visitor.get("/rules/HS130").text
    assert 'href="/systems/dsa@v2"' in visitor.get("/rules/HS133").text


def test_a_slug_leads_to_the_code(visitor):
    rule = CATALOGUE["HS130"]
    for name in (rule.slug, "hs130"):
        answer = visitor.get(f"/rules/{name}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (308, "/rules/HS130")


def test_an_unknown_rule_offers_the_nearest(visitor):
    answer = visitor.get("/rules/harm_unknwon")
    assert answer.status_code == 404
    assert "harm_unknown" in answer.text


def listed(visitor, **asked: str) -> list[str]:
    text = visitor.get("/rules", params=asked).text
    return [code for code in CATALOGUE if f'href="/rules/{code}"' in text]


def test_rules_are_found_by_words_kind_and_severity(visitor):
    assert listed(visitor) == list(CATALOGUE)
    found = listed(visitor, kind="notice", severity="warning")
    assert found == [
        code
        for code, rule in CATALOGUE.items()
        if "notice" in rule.kinds and rule.severity == "warning"
    ]
    assert "HS140" in listed(visitor, q="facet requires")
    assert listed(visitor, q="hs102") == ["HS102"]
    assert listed(visitor, q="zzzq") == []
    assert "No rule found" in visitor.get("/rules?q=zzzq").text
