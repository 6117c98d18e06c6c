from harmscope.rules import lists
from harmscope.taxonomy import lint


def test_every_rule_of_lint_is_one_of_the_catalogue() -> None:
    assert {rule.code for rule in lists.RULES} == set(lint.RULES)


def test_the_catalogue_says_what_lint_says() -> None:
    for rule in lists.RULES:
        slug, what = lint.RULES[rule.code]
        assert rule.slug == slug.replace("-", "_")
        assert f"{rule.what}." == what
