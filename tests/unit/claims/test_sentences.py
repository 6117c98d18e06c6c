"""Sentences as claims: phrasings, periods, and what is refused."""

import pytest

from harmscope.claims.claim import Claim, Condition
from harmscope.claims.forms import claimed, forms, name_of
from harmscope.claims.grammar import measurements
from harmscope.claims.nearest_claims import examples
from harmscope.claims.sentences import parse, sentence
from harmscope.errors import UserError
from harmscope.model.period import parse_period

HALF = parse_period("2025-H2")


def of(claim: Claim) -> tuple[object, ...]:
    measure = claim.measure.id if claim.measure else None
    return claim.form, claim.a, claim.b, measure, claim.what


@pytest.mark.parametrize("example", sorted(set(examples("Alpha", "Beta"))))
def test_every_claim_that_is_offered_is_understood(example: str) -> None:
    found = parse(example)
    assert found.a == "Alpha"
    assert found.b in (None, "Beta")
    assert found.form == "reports" or found.conditions


@pytest.mark.parametrize(
    "text",
    [
        "Alpha removed more hate speech than Beta in 2025-H2",
        "Alpha took down more hate speech than Beta in H2 2025.",
        "In the second half of 2025, Alpha deleted more hate speech than Beta did",
        "alpha removed more hate speech than beta during July to December 2025".replace(
            "alpha", "Alpha"
        ).replace("beta", "Beta"),
        "Alpha removed more hate speech than Beta in 2025-07-01/2025-12-31!",
        "“Alpha removed more hate speech than Beta for 2025-07-01 to 2025-12-31”",
    ],
)
def test_one_claim_has_many_wordings(text: str) -> None:
    found = parse(text)
    assert of(found) == ("compare", "Alpha", "Beta", "removed", "hate speech")
    assert found.periods == (HALF,)
    assert found.conditions == (Condition("gt", 1),)


@pytest.mark.parametrize(
    ("text", "measure", "conditions"),
    [
        ("fewer than 5 % of Beta's decisions were automated", "share_automated", [("lt", 0, 0.05)]),
        ("Most of Beta\u2019s notices led to action", "share_notices_acted", [("gt", 0, 0.5)]),
        ("less than half of Beta's complaints were granted", "share_granted", [("lt", 0, 0.5)]),
        ("Beta granted one in five of its appeals", None, []),
        ("Beta granted at least one in five of its appeals", "share_granted", [("ge", 0, 0.2)]),
        ("Beta removed 1.5 million posts", "removed", [("ge", 0, 1.45e6), ("le", 0, 1.55e6)]),
        ("Beta removed 1,234 posts", "removed", [("eq", 0, 1234)]),
        ("Beta removed no posts", "removed", [("eq", 0, 0)]),
        ("Beta removed 300 or more posts", "removed", [("ge", 0, 300)]),
        ("Beta removed up to 300 posts", "removed", [("le", 0, 300)]),
        ("Beta's median time to act on notices was below 2 days", "time_notice", [("lt", 0, 48)]),
        ("Beta's share of fake accounts was at least 5 %", "share_fake", [("ge", 0, 0.05)]),
        ("The accuracy of automated means at Beta was above 90%", "accuracy", [("gt", 0, 0.9)]),
    ],
)
def test_a_limit_is_a_number_in_the_unit_of_the_figure(
    text: str, measure: str | None, conditions: list[tuple[str, float, float]]
) -> None:
    if measure is None:
        with pytest.raises(UserError, match="nearest"):
            parse(text)
        return
    found = parse(text)
    assert (found.form, found.a) == ("limit", "Beta")
    assert found.measure is not None
    assert found.measure.id == measure
    assert [(one.op, one.factor) for one in found.conditions] == [c[:2] for c in conditions]
    assert [one.shift for one in found.conditions] == pytest.approx([c[2] for c in conditions])


@pytest.mark.parametrize(
    ("words", "conditions"),
    [
        ("rose since 2025-H2", [Condition("gt", 1)]),
        ("went down since H2 2025", [Condition("lt", 1)]),
        ("doubled since 2025-H2", [Condition("ge", 2), Condition("lt", 3)]),
        ("more than doubled since 2025-H2", [Condition("gt", 2)]),
        ("fell by at least 20 % since 2025-H2", [Condition("le", 0.8)]),
        ("rose by more than 50 per cent since 2025-H2", [Condition("gt", 1.5)]),
        ("did not change since 2025-H2", [Condition("eq", 1)]),
    ],
)
def test_a_change_compares_the_newest_with_the_period_named(
    words: str, conditions: list[Condition]
) -> None:
    found = parse(f"Alpha's removals of hate speech {words}")
    assert (found.form, found.what, found.since) == ("change", "hate speech", True)
    assert found.periods == (HALF,)
    assert list(found.conditions) == conditions


def test_two_periods_are_the_earlier_and_the_later_as_the_words_say() -> None:
    first, second = parse_period("2024"), parse_period("2025")
    assert parse("Alpha removed more posts in 2025 than in 2024").periods == (first, second)
    assert parse("Alpha removed more posts in 2024 than in 2025").periods == (second, first)
    assert parse("Alpha's removals fell from 2024 to 2025").periods == (first, second)
    assert parse("Between 2024 and 2025, Alpha's removals fell").periods == (first, second)


def test_of_a_share_only_points_are_an_amount() -> None:
    found = parse("Alpha's share of appeals granted fell by at least 3 points since 2025-H1")
    assert found.conditions == (Condition("le", 1, -0.03),)
    with pytest.raises(UserError):
        parse("Alpha's share of appeals granted fell by at least 3 % since 2025-H1")


@pytest.mark.parametrize(
    ("text", "measure", "what", "denies"),
    [
        ("Alpha reports non-consensual imagery separately", None, "non-consensual imagery", False),
        ("Alpha doesn't break out deepfake nudes", None, "deepfake nudes", True),
        ("Alpha did not report the share of appeals granted", "share_granted", "", True),
        ("Alpha publishes notices about hate speech", "notices", "hate speech", False),
        ("Alpha reports its removals by hate speech", "removed", "hate speech", False),
    ],
)
def test_claims_about_reporting(text: str, measure: str | None, what: str, denies: bool) -> None:
    found = parse(text)
    assert of(found) == ("reports", "Alpha", None, measure, what)
    assert found.not_ == denies


def test_a_place_stands_anywhere() -> None:
    assert parse("In the EU, Alpha removed more posts than Beta").place == "EU"
    assert parse("Alpha removed more posts worldwide than Beta in 2025").place == "world"
    assert parse("Alpha removed more posts than Beta in the European Union in 2025").place == "EU"


@pytest.mark.parametrize(
    "text",
    [
        "Alpha removed nearly 1,000 posts",
        "Alpha removed about as many posts as Beta",
        "Alpha removed hate speech",
        "Alpha removed more posts than Beta since 2025-H1 in 2025",
    ],
)
def test_what_is_not_known_is_refused_with_the_nearest_claims(text: str) -> None:
    with pytest.raises(UserError) as error:
        parse(text, ["Robin", "Swift"])
    assert "nearest claims that it knows: “" in error.value.fix
    assert text not in str(error.value)


def test_a_period_is_not_compared_with_itself_and_must_exist() -> None:
    with pytest.raises(UserError, match="with itself"):
        parse("Alpha removed more posts in 2025 than in 2025")
    with pytest.raises(UserError, match="a period that there is not"):
        parse("Alpha removed more posts than Beta in 2025-H3")


def test_a_long_text_is_no_claim() -> None:
    with pytest.raises(UserError, match="longer than 400 characters"):
        parse("Alpha removed more posts than Beta and so on " * 20)


def test_a_narrower_claim_in_the_same_words() -> None:
    found = parse("Alpha removed more hate speech than Beta in 2025-H2")
    narrower = sentence(found, measurements()["removed_terms"], "2025-H2")
    initiative = "at its own initiative under its terms"
    assert narrower == f"Alpha removed more hate speech {initiative} than Beta in 2025-H2"
    assert parse(narrower).measure == measurements()["removed_terms"]
    assert not sentence(parse("Alpha reports removals"), measurements()["removed_terms"], "2025")


def test_a_match_is_a_claim() -> None:
    measure = measurements()["removed"]
    first = next(one for one in forms("removed", False) if one.form == "compare")
    given = {"a": "Alpha's", "b": "Beta", "what": "posts", "q": "more"}
    found = claimed("core", first, measure, given)
    assert of(found) == ("compare", "Alpha", "Beta", "removed", "posts")
    assert name_of(" Alpha's ") == "Alpha"
