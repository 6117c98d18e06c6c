"""Words that may mean several claims are refused, with each of them."""

import pytest

from harmscope.claims import parse
from harmscope.claims.claim import NotKnownError
from harmscope.claims.meanings import meanings, spans_meant


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        (
            "Halcyon received fewer orders from authorities than Lantern in 2025-H2",
            (
                "Halcyon received fewer orders to act than Lantern in 2025-H2",
                "Halcyon received fewer orders to inform than Lantern in 2025-H2",
            ),
        ),
        (
            "Halcyon got at least 20 orders in 2025",
            (
                "Halcyon got at least 20 orders to act in 2025",
                "Halcyon got at least 20 orders to inform in 2025",
            ),
        ),
        (
            "Halcyon employs more human moderators than Lantern",
            (
                "Halcyon employs more internal moderators than Lantern",
                "Halcyon employs more external moderators than Lantern",
            ),
        ),
        (
            "The prevalence of hate speech on Aperture fell in 2025",
            (
                "The prevalence of hate speech on Aperture fell from 2024 to 2025",
                "The prevalence of hate speech on Aperture fell from 2025-Q1 to 2025-Q4",
            ),
        ),
        (
            "In H1 2024, Lantern's notices received rose in the EU.",
            (
                "Lantern's notices received rose in the EU from 2023-H2 to 2024-H1",
                "Lantern's notices received rose in the EU from 2024-Q1 to 2024-Q2",
            ),
        ),
        (
            "Lantern's removals fell in Q1 2025",
            (
                "Lantern's removals fell from 2024-Q4 to 2025-Q1",
                "Lantern's removals fell from 2025-01 to 2025-03",
            ),
        ),
    ],
)
def test_each_meaning_is_offered(text: str, offers: tuple[str, ...]) -> None:
    with pytest.raises(NotKnownError) as error:
        parse(text, ["Halcyon", "Lantern"])
    assert error.value.nearest == offers
    assert error.value.fix == f"say which: “{offers[0]}” or “{offers[1]}”"
    first, second = (parse(one) for one in offers)
    assert (first.measure, first.periods) != (second.measure, second.periods)


@pytest.mark.parametrize(
    "text",
    [
        "Halcyon received more removal orders than Lantern",
        "Halcyon received more orders to remain silent than Lantern",
        "Halcyon employs more junior moderators than Lantern",
    ],
)
def test_other_words_are_not_read_as_a_measure(text: str) -> None:
    with pytest.raises(NotKnownError) as error:
        parse(text, ["Halcyon", "Lantern"])
    assert "may mean" not in error.value.fault


def test_what_has_one_meaning() -> None:
    assert meanings("Halcyon received more orders to act than Lantern") == []
    assert meanings("Halcyon employs more internal moderators than Lantern") == []
    assert spans_meant("Halcyon removed more scams in 2025") == []
    assert spans_meant("Halcyon's removals fell since 2024") == []
    assert spans_meant("Halcyon's removals fell in 2025-07") == [
        "Halcyon's removals fell from 2025-06 to 2025-07"
    ]
    assert spans_meant("Halcyon's removals fell in 2025-01-05/2025-02-10") == []


@pytest.mark.parametrize(
    ("text", "measure", "what"),
    [
        ("Most of A's moderation decisions were automated", "share_automated", ""),
        ("Most of the content moderation decisions at A were automated", "share_automated", ""),
        ("The prevalence of hate speech on A was lower than on B", "share_views", "hate speech"),
        ("The prevalence of hate speech was lower on A than on B", "share_views", "hate speech"),
        ("Fewer than 0.05 % of views on A were of hate speech", "share_views", "hate speech"),
        ("A higher share of views on A were of bullying than on B", "share_views", "bullying"),
        ("A took more measures on its own initiative than B", "measures_own", ""),
        ("A took more measures against spam on its own initiative than B", "measures_own", "spam"),
        ("A took more measures against illegal content on its own initiative than B",
         "measures_illegal", ""),
        ("A took more measures on its own initiative against illegal content than B",
         "measures_illegal", ""),
        ("A took more measures on its own initiative under its terms than B", "measures_terms", ""),
        ("A removed more spam on its own initiative than B", "removed_own", "spam"),
        ("A removed more spam on its own initiative under its terms than B", "removed_terms",
         "spam"),
        ("A has more monthly users than B", "recipients", ""),
        ("A received more orders to act from authorities than B", "orders", ""),
        ("A employs more internal human moderators than B", "moderators_internal", ""),
    ],
)  # fmt: skip
def test_ways_in_which_people_say_it(text: str, measure: str, what: str) -> None:
    found = parse(text)
    assert found.measure is not None
    assert (found.measure.id, found.what, found.a) == (measure, what, "A")
    assert found.b == ("B" if " B" in text else None)
