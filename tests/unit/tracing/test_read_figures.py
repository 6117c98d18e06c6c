"""Figures that were read: where they stand, what they mean, and what reading met there."""

import json
from pathlib import Path

import pytest

import harmscope as hs
from harmscope.errors import UserError
from harmscope.reading import LoadedReport, load
from harmscope.tracing.asked import narrowed
from harmscope.tracing.read_figures import explained_figure, find_figure, placed_figures

ROOT = Path(__file__).parents[3]
COMPARE = ROOT / "examples" / "advertiser-compare"


def written(path: Path, source: str, kind: str, edition: str) -> Path:
    hs.read(COMPARE / source, kind, edition=edition).write(path)
    return path


@pytest.fixture
def halcyon(tmp_path: Path) -> Path:
    return written(tmp_path / "halcyon.json", "halcyon", "dsa-report", "2026-02")


@pytest.fixture
def quarters(tmp_path: Path) -> list[Path]:
    return [
        written(tmp_path / f"{one}.json", f"enforcement-{one}.csv", "meta-cser", one)
        for one in ("2025Q3", "2025Q4")
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "10!G2",
        "10_AMAR!g2",
        "10_amar.csv!G2",
        "recipients.monthly_active[]",
        "recipients.monthly_active[period=2025-H2]",
        "recipients.monthly_active[service=Halcyon,edition=2026-02]",
    ],
)
def test_each_notation_finds_the_figure(halcyon: Path, cell: str) -> None:
    report = load(halcyon)
    assert find_figure(report, cell).figure.value == 18_400_000


def test_the_answer_names_the_place_and_what_reading_met(halcyon: Path) -> None:
    found = hs.explain(halcyon, "10!G2")
    assert found.ok
    told = found.explanation
    assert (told.place.file, told.place.sheet, told.place.cell) == ("10_AMAR.csv", "10_AMAR", "G2")
    assert told.place.quoted == "18400000"
    assert (told.report.format, told.report.edition) == ("dsa-report", "2026-02")
    assert told.report.profile is None
    assert [one.rule for one in told.remarks or ()] == ["HS604"]
    text = str(found)
    assert "read from: 10_AMAR.csv G2" in text
    assert "as it stands there: “18400000”" in text
    assert "HS604, G2: Recipients of the member states together" in text
    assert "the publisher states, definition: Implementing Regulation (EU) 2024/2835" in text
    assert found.to_dict()["place"]["cell"] == "G2"
    assert found.table().rows == []
    notices = str(hs.explain(halcyon, "notices.received[]"))
    assert "The definition above is that of harmscope; the publisher counts by" in notices


def test_a_figure_by_service_and_period_and_an_earlier_edition(quarters: list[Path]) -> None:
    cell = "items.actioned[category=hate_speech,service=Aperture,period=2025-Q2]"
    report = load(quarters[1])
    own = next(
        one
        for one in placed_figures(report)
        if one.figure.metric == "items.actioned" and one.figure.value == 1_600_000
    )
    ((name, code),) = own.figure.place
    cell = f"items.actioned[{name}={code},service=Aperture,period=2025-Q2]"
    found = hs.explain(quarters[1], cell, before=quarters[0])
    assert found.explanation.id == own.id
    assert found.explanation.before is not None
    assert found.explanation.before.change == "1,300,000 then, 1,600,000 now."
    assert found.explanation.before.reasons == ["The editions differ: 2025Q3 then, 2025Q4 now."]
    same = explained_figure(report, own, report)
    assert same.before is not None
    assert same.before.change == "It is the same."
    with pytest.raises(UserError, match="figures fit") as error:
        hs.explain(quarters[1], f"items.actioned[{name}={code}]")
    assert "of Aperture, 2025-" in error.value.fix


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("11!G2", "no figure was read from that file or sheet"),
        ("10!ZZ9", "no figure was read from that cell"),
        ("recipients.monthly_active[period=2024]", "no figure is of that period"),
        ("recipients.monthly_active[service=Nobody]", "no figure is of that service"),
        ("no.such", "no figure of that name"),
        ("", "no figure of that name"),
        ("0123456789ab", "no figure with that id"),
    ],
)
def test_what_was_not_read_is_refused(halcyon: Path, cell: str, fault: str) -> None:
    with pytest.raises(UserError, match=fault):
        hs.explain(halcyon, cell)


def test_records_are_of_no_use_for_it(halcyon: Path) -> None:
    records = ROOT / "examples" / "platform-export" / "records.jsonl"
    with pytest.raises(UserError, match="read, not counted") as error:
        hs.explain(halcyon, "10!G2", records=records)
    assert "harmscope reconcile" in error.value.fix


def test_a_report_without_places_says_so(halcyon: Path, tmp_path: Path) -> None:
    record = json.loads(halcyon.read_text("utf-8"))
    for one in record["figures"]:
        one.pop("source", None)
    path = tmp_path / "bare.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    text = str(hs.explain(path, "recipients.monthly_active[]"))
    assert "read from: a place that is not stated" in text


def test_what_a_figure_is_about_is_taken_out_of_the_cell(quarters: list[Path]) -> None:
    report: LoadedReport = load(quarters[0])
    figures = placed_figures(report)
    left, cell = narrowed(figures, "items.actioned[service=Cinema, period=2025-Q3]")
    assert cell == "items.actioned"
    assert {one.figure.period for one in left} == {"2025-07-01/2025-09-30"}
    assert narrowed(figures, "?") == (figures, "?")
