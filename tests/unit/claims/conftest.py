"""Reports for claims: shipped examples, real data and small invented figures, each read once."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import harmscope as hs
from harmscope.api.surface import loaded_edition
from harmscope.reading import LoadedReport

ROOT = Path(__file__).parents[3]
COMPARE = ROOT / "examples" / "advertiser-compare"
EXPORT = ROOT / "examples" / "platform-export" / "records.jsonl"
SMALL = Path(__file__).with_name("small.csv")
Reports = Callable[[str], list[LoadedReport]]


def _read(path: Path, kind: str, edition: str | None = None) -> LoadedReport:
    return loaded_edition(hs.read(path, kind, edition=edition))


@cache
def _own(period: str) -> LoadedReport:
    made = hs.report(EXPORT, period=period, service="Lanternfish", clock="2026-07-10")
    return loaded_edition(made)


@cache
def _reports(name: str, data: Path) -> list[LoadedReport]:
    """The reports that ``sixty.toml`` names so."""
    quarters = {
        "third_quarter": ("2025Q3",), "fourth_quarter": ("2025Q4",),
        "both_quarters": ("2025Q3", "2025Q4"),
    }  # fmt: skip
    if name in quarters:
        files = {edition: COMPARE / f"enforcement-{edition}.csv" for edition in quarters[name]}
        return [_read(path, "meta-cser", edition) for edition, path in files.items()]
    if name == "template":
        return [_read(COMPARE / one, "dsa-report", "2026-02") for one in ("halcyon", "lantern")]
    if name == "by_hand":
        return [_read(COMPARE / "figures.csv", "figures")]
    if name == "small":
        return [_read(SMALL, "figures")]
    if name == "counted":
        return [_own("2025-H2"), _own("2026-H1")]
    if name == "real_template":
        folder = data / "dsa-reports"
        return [_read(one, "dsa-report", "2026-02") for one in sorted(folder.iterdir())]
    meta = _read(data / "meta-cser" / "meta-q2-2022.csv", "meta-cser", "2022Q2")
    return [meta, _read(data / "tiktok-cger" / "tiktok-q3-2022.xlsx", "tiktok-cger")]


@pytest.fixture(scope="session")
def reports(real_data: Path) -> Reports:
    """Reports by the name of their set."""

    def named(name: str) -> list[LoadedReport]:
        return _reports(name, real_data)

    return named
