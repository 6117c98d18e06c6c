import base64
from dataclasses import replace
from itertools import combinations

from harmscope.comparison import Comparison
from harmscope.comparison.groups import Group
from harmscope.comparison.side import Sizes
from harmscope.comparison.verdicts import judge
from harmscope.render.html.comparison_cards import Card, cards, pair_name, rulings, series


def card(comparison: Comparison, group: Group) -> Card:
    (made,) = cards(comparison, [group])
    return made


def test_a_card_says_verdict_axes_and_why_there_is_no_ranking(comparison: Comparison) -> None:
    made = card(comparison, comparison.groups[0])
    assert [ruling.verdict for ruling in made.rulings] == ["with_care"]
    assert "Rounding" in made.rulings[0].axes
    assert made.ranking.startswith("No ranking: ")
    assert "per million" in made.chart
    assert "per million monthly recipients" in made.caption
    assert next(made.table.shown())[6] == "4_notices.csv F2"


def test_figures_that_compare_with_none_get_no_dot(comparison: Comparison) -> None:
    split = next(group for group in comparison.groups if group.category)
    made = card(comparison, split)
    assert "circle" not in made.chart
    assert "not comparable with any other" in made.caption


def test_pairs_are_gathered_by_verdict(comparison: Comparison) -> None:
    group = comparison.groups[0]
    assert rulings(group.pairs)[0].pairs == [pair_name(group.pairs[0])]


def test_the_data_of_a_card_are_numbers_in_a_safe_csv(comparison: Comparison) -> None:
    made = card(comparison, comparison.groups[0])
    lines = base64.b64decode(made.download.partition("base64,")[2]).decode().splitlines()
    assert lines[0].startswith("Service,Metric,Period,Value,Low,High,Unit,")
    assert any(line.startswith("'=<b>Beta") for line in lines)


def test_a_series_shows_its_ends_and_its_table(comparison: Comparison) -> None:
    shown, more = series(comparison)
    assert more == 0
    assert (shown[0].first, shown[0].last) == ("2025-H1: 30", "2025-H2: 40")
    assert [row[0] for row in shown[0].rows] == ["2025-H1", "2025-H2"]
    assert shown[0].breaks == []


def test_a_contested_count_gets_no_dot_and_never_a_raw_one(comparison: Comparison) -> None:
    group = comparison.groups[0]
    first = group.sides[0]
    figure = first.figure.model_copy(update={"status": "contested"})
    sides = (replace(first, figure=figure), *group.sides[1:])
    pairs = tuple(
        judge(a, b, Sizes({})) for a, b in combinations(sides, 2) if a.service != b.service
    )
    made = card(comparison, replace(group, sides=sides, pairs=pairs))
    assert "circle" not in made.chart
    assert f"No dot for {first.service}: contested within its own report." in made.caption


def test_cards_of_one_question_share_a_scale(comparison: Comparison) -> None:
    group = comparison.groups[0]
    ends = [
        made.chart.partition('class="axis-of-dots"')[2]
        for made in cards(comparison, [group, group])
    ]
    assert ends[0] == ends[1] != ""
