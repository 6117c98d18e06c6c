"""A small invented enforcement file of two services."""

from pathlib import Path

import pytest

ROWS = """app,policy_area,metric,period,value
Photos,Hate Speech,Content Actioned,2022Q1,"3,100"
Photos,Hate Speech,Content Actioned,2022Q2,"3,300"
Videos,Hate Speech,Content Actioned,2022Q2,N/A
"""


@pytest.fixture
def enforcement(tmp_path: Path) -> Path:
    path = tmp_path / "enforcement.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path
