"""Real published reports, read, compared and held against changed editions of themselves."""

import csv
import random
from pathlib import Path

import pytest

from harmscope.comparison import Comparison, Options, compare, diff
from harmscope.reading import LoadedReport, load, read, write_published

SERVICES = ["snapchat", "tiktok", "wikipedia", "zalando"]


def loaded(source: Path, kind: str, folder: Path) -> LoadedReport:
    path = folder / f"{source.stem}.json"
    write_published(read([source], kind), path)
    return load(path)


@pytest.fixture(scope="module")
def harmonised(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder = tmp_path_factory.mktemp("dsa")
    reports = [loaded(real_data / "dsa-reports" / s, "dsa-report", folder) for s in SERVICES]
    return compare(reports)


@pytest.fixture(scope="module")
def enforcement(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[LoadedReport]:
    folder = tmp_path_factory.mktemp("cser")
    return [
        loaded(real_data / "meta-cser" / "meta-q2-2022.csv", "meta-cser", folder),
        loaded(real_data / "tiktok-cger" / "tiktok-q3-2022.xlsx", "tiktok-cger", folder),
    ]


def test_four_harmonised_reports_are_compared_and_never_ranked(harmonised: Comparison) -> None:
    assert harmonised.services == ("Snapchat", "TikTok", "Wikipedia", "Zalando")
    assert len(harmonised.groups) > 500
    assert all(not group.ranking.order and group.ranking.refused for group in harmonised.groups)
    assert {pair.verdict for g in harmonised.groups for pair in g.pairs} == {
        "with_care",
        "not_comparable",
    }


def test_totals_that_parts_contradict_are_contested(harmonised: Comparison) -> None:
    contested = {side.service for side in harmonised.sides if side.figure.status == "contested"}
    assert contested == {"TikTok", "Zalando"}
    for group in harmonised.groups:
        for pair in group.pairs:
            if "contested" in (pair.a.figure.status, pair.b.figure.status):
                assert pair.ratio is None


def test_medians_in_the_wrong_unit_fail_the_unit_axis(harmonised: Comparison) -> None:
    medians = [g for g in harmonised.groups if g.concept.id == "notices.action_median"]
    totals = next(g for g in medians if not g.category and not g.splits)
    failed = [pair for pair in totals.pairs if "Zalando" in (pair.a.service, pair.b.service)]
    assert failed
    assert all("unit" in pair.failed() for pair in failed)


def test_prevalence_and_a_removal_share_never_stand_side_by_side(
    enforcement: list[LoadedReport],
) -> None:
    result = compare(enforcement, Options(metrics=("exposure",)))
    assert {side.service for side in result.sides} == {"Facebook", "Instagram", "TikTok"}
    assert not [g for g in result.groups if "TikTok" in {side.service for side in g.sides}]
    assert any("saw" in row.question for row in result.unanswered)


@pytest.mark.parametrize("count", [0, 1, 40, 900])
def test_an_edition_with_known_changes_differs_in_exactly_those(
    real_data: Path, enforcement: list[LoadedReport], tmp_path: Path, count: int
) -> None:
    with (real_data / "meta-cser" / "meta-q2-2022.csv").open(newline="") as file:
        header, *rows = list(csv.reader(file))
    chosen = random.Random(count).sample(range(len(rows)), count)
    for at in chosen:
        value = rows[at][4]
        if value == "N/A":
            rows[at][4] = "0.00%" if "revalence" in rows[at][2] else "0"
        elif value.endswith("%"):
            step = -0.01 if value.startswith("9") else 0.01
            rows[at][4] = f"{float(value[:-1]) + step:.2f}%"
        else:
            rows[at][4] = f"{int(value.replace(',', '')) + 100:,}"
    with (tmp_path / "new.csv").open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    found = diff(enforcement[0], loaded(tmp_path / "new.csv", "meta-cser", tmp_path))
    cells = {
        cell
        for change in found.changes
        for cell in str(change.figure.source.cell).split(", ")  # type: ignore[union-attr]
    }
    assert {change.kind for change in found.changes} <= {"changed"}
    assert {f"E{at + 2}" for at in chosen} <= cells
    pairs = {cell for c in found.changes for cell in [str(c.figure.source.cell)] if "," in cell}  # type: ignore[union-attr]
    assert len(found.changes) == len(cells) - len(pairs)
    assert found.restates == bool(count)
