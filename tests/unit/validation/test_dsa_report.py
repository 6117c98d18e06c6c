""""""

import json
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.model.figure import Figure, Scope
from harmscope.rules.ruleset import load_ruleset
from harmscope.validation import Options, Verdict, validate
from harmscope.validation.dsa_report import (
    against,
    figures_of,
    validate_report,
)

LIMITS = load_ruleset().thresholds
H2, H1 = "2025-07-01/2025-12-31", "2026-01-01/2026-06-30"


def figure_of_previous(metric: str, value: int, period: str, unit: str = "actions") -> Figure:
    return Figure.model_validate(
        {"metric": metric, "value": value, "unit": unit, "status": "exact", "period": period}
    )


def pair(solely: int, other: int, period: str) -> list[Figure]:
    return [
        figure_of_previous("automation.measures_solely", solely, period),
        figure_of_previous("automation.measures_not", other, period),
    ]


def codes(now: list[Figure], then: list[Figure]) -> list[str]:
    return [clash.code for clash in against(now, then, LIMITS)]


def test_a_share_that_turns_into_its_complement() -> None:
    assert codes(pair(90, 10, H1), pair(10, 90, H2)) == ["HS231"]
    assert codes(pair(60, 40, H1), pair(40, 60, H2)) == []
    assert codes(pair(90, 10, H1), pair(85, 15, H2)) == []


def test_another_number_for_the_same_period() -> None:
    (clash,) = against(
        [figure_of_previous("a.b", 7, H2)], [figure_of_previous("a.b", 5, H2)], LIMITS
    )
    assert (clash.code, clash.detail) == ("HS232", "5 before, 7 now")


def test_a_gap_between_periods() -> None:
    assert codes(
        [figure_of_previous("a.b", 7, "2026-02-01/2026-06-30")], [figure_of_previous("a.b", 5, H2)]
    ) == ["HS233"]
    assert codes([figure_of_previous("a.b", 7, H1)], [figure_of_previous("a.b", 5, H2)]) == []


def test_ten_times_as_much() -> None:
    assert codes([figure_of_previous("a.b", 500, H1)], [figure_of_previous("a.b", 50, H2)]) == [
        "HS234"
    ]
    assert codes([figure_of_previous("a.b", 50, H1)], [figure_of_previous("a.b", 5, H2)]) == []


def test_surfaces_are_held_against_their_own_figures() -> None:
    def on(surface: str, value: int) -> Figure:
        scope = Scope(surface=surface)
        return figure_of_previous("a.b", value, H2).model_copy(update={"scope": scope})

    assert codes([on("ads", 1), on("core", 7)], [on("core", 7), on("ads", 1)]) == []
    assert codes([on("ads", 1), on("core", 8)], [on("core", 7), on("ads", 1)]) == ["HS232"]


def test_a_report_of_ours_is_read(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    one = figure_of_previous("a.b", 7, H1)
    path.write_text(json.dumps({"figures": [one.model_dump(exclude_none=True)]}), encoding="utf-8")
    assert figures_of(path) == [one]


@pytest.mark.parametrize("text", ["", "[]", '{"figures": [{"metric": 5}]}'])
def test_what_is_no_report_is_the_users_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError):
        figures_of(path)


ORDERS, NOTICES = "3_member_states_orders.csv", "4_notices.csv"
OWN, APPEALS = "6_own_initiative_TC.csv", "7_appeals_and_recidivism.csv"
AUTOMATED = "8_automated_means.csv"

EXPECTED: dict[str, dict[str, set[tuple[str, str, str]]]] = {
    "tiktok": {
        "HS601": {
            (ORDERS, "K5", "1,111 stated, states add up to 1,109"),
            (ORDERS, "K6", "739 stated, states add up to 737"),
            (ORDERS, "K8", "1,831 stated, states add up to 1,833"),
            (ORDERS, "K9", "379 stated, states add up to 380"),
            (ORDERS, "K10", "1,452 stated, states add up to 1,453"),
            (ORDERS, "K16", "3,815 stated, states add up to 3,817"),
            (ORDERS, "K17", "242 stated, states add up to 241"),
            (ORDERS, "K18", "3,544 stated, states add up to 3,547"),
            (ORDERS, "K27", "1,607 stated, states add up to 1,605"),
            (ORDERS, "K28", "406 stated, states add up to 404"),
            (ORDERS, "K29", "161 stated, states add up to 157"),
        },
        # The total leaves out the 12,450 + 11 complaints about notices without action.
        "HS603": {(APPEALS, "G2", "15,411,338 stated, kinds add up to 15,423,799")},
        "HS602": set(),
        "HS604": set(),
        "HS605": set(),
        "HS607": set(),
        "HS608": {("tiktok", "", "sheet 5")},
    },
    "snapchat": {
        "HS601": {
            (ORDERS, "G27", "0 stated, states add up to 1"),
            (ORDERS, "H27", "0 stated, states add up to 1"),
            (ORDERS, "G28", "1 stated, states add up to 0"),
            (ORDERS, "H28", "1 stated, states add up to 0"),
        },
        "HS602": {(AUTOMATED, "G7", "69,209,841 on sheet 8, 11,279,462 on sheets 5 and 6")},
        "HS603": set(),
        "HS604": set(),
        "HS606": {(AUTOMATED, cell, "") for cell in ("G4", "G5", "G6", "G9", "G10", "G11")},
        "HS607": {(OWN, "F2", "11,279,462 measures, 10,968,114 restrictions")},
        "HS608": {("snapchat", "", "sheet 5")},
        "HS610": set(),
    },
    "wikipedia": {
        "HS601": set(),
        "HS604": set(),
        "HS608": {("wikipedia", "", "sheet 5"), ("wikipedia", "", "sheet 6")},
    },
    "zalando": {
        "HS602": set(),
        "HS603": set(),
        "HS604": {("10_AMAR.csv", "G2", "35,852,803 stated, states add up to 32,319,712")},
        "HS607": set(),
        "HS608": {("zalando", "", "sheet 3"), ("zalando", "", "sheet 5")},
        "HS610": set(),
    },
}

TOTALS = {
    ("tiktok", OWN, "F2"): "258,691,522 stated, parts add up to 230,574,497",
    ("tiktok", NOTICES, "F2"): "714,523 stated, parts add up to 624,339",
    ("zalando", NOTICES, "H2"): "1,558 stated, parts add up to 1,590",
}


def found(folder: Path) -> list[Finding]:
    tally = validate([folder], Options(kind="dsa-report")).tally
    # Twenty samples of a rule are kept; the counts of those asked for here are below that.
    return list(tally.samples())


def detail(finding: Finding) -> str:
    return finding.message.rpartition("(")[2].rstrip(")") if "(" in finding.message else ""


@pytest.mark.parametrize("service", EXPECTED)
def test_every_expected_contradiction_and_no_other(real_data: Path, service: str) -> None:
    findings = found(real_data / "dsa-reports" / service)
    for code, expected in EXPECTED[service].items():
        said = {(one.file, one.pointer, detail(one)) for one in findings if one.rule == code}
        assert said == expected, code


def test_totals_against_their_parts(real_data: Path) -> None:
    for (service, file, cell), words in TOTALS.items():
        findings = found(real_data / "dsa-reports" / service)
        said = [
            one for one in findings if (one.rule, one.file, one.pointer) == ("RD050", file, cell)
        ]
        assert [detail(one) for one in said] == [words]


def test_a_median_of_28942_hours_is_a_slip_of_unit(real_data: Path) -> None:
    tally = validate([real_data / "dsa-reports" / "zalando"], Options(kind="dsa-report")).tally
    assert tally.counts["RD055"] == 41
    assert any("28,942 hours" in one.message for one in tally.samples("RD055"))


def test_a_report_does_not_come_through_standard_input() -> None:
    with pytest.raises(UserError):
        validate_report("-", Verdict(), Options())


def test_a_report_of_another_service_is_no_previous_one(real_data: Path) -> None:
    reports = real_data / "dsa-reports"
    options = Options(kind="dsa-report", previous=reports / "snapchat")
    with pytest.raises(UserError, match="another service"):
        validate([reports / "tiktok"], options)
