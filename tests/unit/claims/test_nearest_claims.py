"""What is offered in place of a sentence that is no claim keeps what the sentence says."""

import pickle

import pytest

from harmscope.claims import parse
from harmscope.claims.claim import NotKnownError
from harmscope.claims.nearest_claims import Wanted, examples, nearest_claims

SERVICES = ["Halcyon", "Lantern"]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        (
            "Lantern was sent fewer notices than Halcyon in 2024-H1",
            "Lantern received fewer notices than Halcyon in 2024-H1",
        ),
        (
            "Lantern was sent more notices than Halcyon",
            "Lantern received more notices than Halcyon",
        ),
        (
            "In the EU, Lantern was sent more notices than Halcyon in Q3 2025",
            "Lantern received more notices than Halcyon in the EU in 2025-Q3",
        ),
        ("Lantern got about 1,900 notices in 2025", "Lantern received 1,900 notices in 2025"),
        (
            "Lantern deleted almost 5,000 hate speech posts in 2025",
            "Lantern removed 5,000 pieces of hate speech in 2025",
        ),
        (
            "Halcyon acts on less hate speech then Lantern in 2025",
            "Halcyon acted on less hate speech than Lantern in 2025",
        ),
        (
            "Halcyon acts on fewer scams than Lantern in 2025",
            "Halcyon acted on fewer scams than Lantern in 2025",
        ),
        (
            "Lantern's share of granted appeals has been rising since 2024",
            "Lantern's share of appeals that were granted rose since 2024",
        ),
        (
            "Lantern's notices received really dropped from 2024 to 2025",
            "Lantern's notices received fell from 2024 to 2025",
        ),
    ],
)
def test_an_offer_keeps_services_periods_place_direction_limit_and_category(
    text: str, near: str
) -> None:
    with pytest.raises(NotKnownError) as error:
        parse(text, SERVICES)
    assert error.value.nearest[0] == near
    assert f"“{near}”" in error.value.fix
    parse(near, SERVICES)


def test_a_name_within_a_word_is_no_service() -> None:
    assert nearest_claims("Halcyons got few notices, not Lantern", SERVICES)[0].startswith(
        "Lantern"
    )


def test_words_of_an_example_are_those_that_are_asked_for() -> None:
    wanted = Wanted(" in 2024", " since 2023", "fraud", True, {"count": "no"})
    found = set(examples("A", "B", wanted))
    assert {
        "A removed less fraud than B in 2024",
        "A removed no fraud in 2024",
        "A removed no content in 2024",
        "A reports fraud separately",
        "A's notices received fell since 2023",
    } <= found
    assert (wanted.verb, wanted.compared("share")) == ("fell", "a lower share")
    assert wanted.limit("time") == "below 24 hours"


def test_a_wrong_name_is_corrected_in_its_place() -> None:
    error = NotKnownError("claim", "not known", "did you mean B?", ("Beta", "Bet"), "Bete")
    assert error.instead_of("Bete removed more than Betel") == (
        "Beta removed more than Betel",
        "Bet removed more than Betel",
    )
    assert error.instead_of("nothing of the kind") == ()
    again = pickle.loads(pickle.dumps(error))
    assert (again.nearest, again.word, str(again)) == (error.nearest, "Bete", str(error))


@pytest.mark.parametrize(
    "text",
    [
        "Halcyon is safer than Lantern",
        "Halcyon cares more than Lantern in 2025",
        "We think both are fine.",
        "Hate speech is worse on Lantern",
        "",
    ],
)
def test_nothing_is_offered_for_what_is_like_no_claim(text: str) -> None:
    with pytest.raises(NotKnownError) as error:
        parse(text, SERVICES)
    assert error.value.nearest == ()
    assert error.value.fix == "docs/howto-claim.md lists the claims that it knows"
