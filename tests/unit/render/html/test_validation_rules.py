from harmscope.findings import Finding
from harmscope.render.html.validation_rules import SAMPLES, rule_rows
from harmscope.rules import CATALOGUE
from harmscope.validation import Verdict


def outcome(*found: tuple[str, int]) -> Verdict:
    verdict = Verdict()
    for code, count in found:
        for line in range(1, count + 1):
            verdict.tally.add(CATALOGUE[code].finding("a.jsonl", line, 0, "/a", "of 3"))
    return verdict


def test_the_most_severe_and_frequent_come_first() -> None:
    rows = rule_rows(outcome(("HS203", 50), ("HS102", 2), ("HS005", 3)))
    assert [(row.code, row.count) for row in rows] == [("HS005", 3), ("HS102", 2), ("HS203", 50)]


def test_counts_are_exact_and_places_are_few() -> None:
    (row,) = rule_rows(outcome(("HS102", 900)))
    assert (row.count, len(row.places)) == (900, SAMPLES)
    assert row.places[0] == ("a.jsonl", 1, "/a", "of 3")


def test_a_very_long_place_is_cut_in_the_middle() -> None:
    verdict = Verdict()
    verdict.tally.add(CATALOGUE["HS102"].finding("a" * 9000, 1, 0, "/" + "b" * 9000))
    file, _, pointer, _ = rule_rows(verdict)[0].places[0]
    assert len(file) < 400
    assert len(pointer) < 400


def test_a_finding_without_detail_has_none() -> None:
    verdict = Verdict()
    verdict.tally.add(Finding("HS102", "s", "error", "a", CATALOGUE["HS102"].what, "f"))
    assert rule_rows(verdict)[0].places[0][3] == ""


def test_columns_that_would_be_empty_are_left_out() -> None:
    (row,) = rule_rows(outcome(("HS102", 1)))
    assert (row.lined, row.pointed, row.detailed) == (True, True, True)
    verdict = Verdict()
    verdict.tally.add(CATALOGUE["HS205"].finding("a.jsonl"))
    (row,) = rule_rows(verdict)
    assert (row.lined, row.pointed, row.detailed) == (False, False, False)


def test_what_a_reader_says_again_is_no_detail() -> None:
    what = CATALOGUE["RD050"].what
    message = f"{what[0].lower()}{what[1:]} (10 stated, parts add up to 9)"
    verdict = Verdict()
    verdict.tally.add(Finding("RD050", "s", "error", "a.csv", message, "f", pointer="K2"))
    assert rule_rows(verdict)[0].places[0][3] == "10 stated, parts add up to 9"
