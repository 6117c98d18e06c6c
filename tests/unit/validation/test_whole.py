from collections import Counter

from harmscope.rules.ruleset import load_ruleset
from harmscope.validation.survey import Survey
from harmscope.validation.whole import judged, written

LIMITS = load_ruleset().thresholds


def codes(survey: Survey) -> list[str]:
    return [code for code, _ in judged(survey, LIMITS)]


def test_few_records_are_not_judged_by_shares() -> None:
    assert codes(Survey(Counter(records=99, other=99))) == []


def test_a_share_has_to_be_above_its_limit() -> None:
    usual = {"records": 100, "language": 100, "categorised": 100, "keyword": 100}
    assert codes(Survey(Counter(**usual, other=25))) == []
    found = list(judged(Survey(Counter(**usual, other=26)), LIMITS))
    assert found == [("HS206", "26 of 100, 26.0 %")]


def test_a_gap_and_a_peak() -> None:
    days = Counter({f"2026-01-{day:02d}": 10 for day in range(1, 32)})
    days["2026-02-20"] = 10
    days["2026-01-05"] = 300
    counts = Counter(records=1000, language=1000, keyword=1000)
    found = dict(judged(Survey(counts, days=days), {**LIMITS, "many": 2000}))
    assert found == {
        "HS215": "300 on 2026-01-05, usually 10",
        "HS216": "19 days after 2026-01-31",
    }


def test_strangers_among_the_services_are_counted_and_not_named() -> None:
    survey = Survey(services=Counter(A=2, B=3), headers=[{"service": "A"}])
    assert list(judged(survey, LIMITS)) == [("HS219", "3 of 5 records")]
    assert codes(Survey(services=Counter(A=2, B=3), headers=[{}])) == []


def test_records_outside_the_period() -> None:
    header: dict[str, object] = {"period": {"start": "2026-01-01", "end": "2026-01-31"}}
    survey = Survey(days=Counter({"2026-01-31": 2, "2026-02-01": 1}), headers=[header])
    assert list(judged(survey, LIMITS)) == [("HS220", "1 of 3 records with a day")]


def test_what_headers_say_counts_only_where_each_says_it() -> None:
    one: dict[str, object] = {"counts": {"read": 3, "written": 2}}
    assert written([one, one]) == 4
    assert written([one, {}]) is None
    assert written([]) is None
