"""Readers of published reports take any bytes: they give figures or say what is wrong."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harmscope.errors import UserError
from harmscope.model.dsa_template import dsa_template
from harmscope.reading import published, read

KINDS = ["dsa-report", "meta-cser", "tiktok-cger", "figures"]
CELLS = st.one_of(
    st.sampled_from(
        [
            "", "0", "12", "1,234", "5.00%", "N/A", "TOTAL", "KEYWORD_OTHER", "EL", "[...]",
            "2022Q2", "2025-07-01/2025-12-31", "2025-12-32", "share", "items", "=1+1", "1e400",
            "\u0000",
        ]
    ),
    st.text(max_size=12),
)  # fmt: skip
quiet = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def headers(kind: str) -> list[list[str]]:
    if kind == "meta-cser":
        return [["app", "policy_area", "metric", "period", "value"]]
    if kind == "figures":
        return [["metric", "unit", "service", "period", "address", "retrieved", "quoted", "value"]]
    sheets = dsa_template().sheets.values()
    return [[column.headers["en"] for column in sheet.columns] for sheet in sheets]


def try_reading(path: Path, kind: str) -> None:
    try:
        reading = read([path], kind)
    except UserError:
        return
    published(reading)


@pytest.mark.parametrize("kind", KINDS)
@quiet
@given(data=st.binary(max_size=400))
def test_any_bytes(tmp_path: Path, kind: str, data: bytes) -> None:
    path = tmp_path / "4_notices.csv"
    path.write_bytes(data)
    try_reading(path, kind)


@pytest.mark.parametrize("kind", ["dsa-report", "meta-cser", "figures"])
@quiet
@given(data=st.data())
def test_any_cells_under_the_right_header(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    header = data.draw(st.sampled_from(headers(kind)))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=3, max_size=len(header) + 1), max_size=6))
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    name = data.draw(st.sampled_from(["4_notices", "7_appeals", "8_automated_means", "x"]))
    path = tmp_path / f"{name}.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    try_reading(path, kind)
