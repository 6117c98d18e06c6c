"""Every engine keeps the contract."""

from pathlib import Path

from harmscope.engine.base import Engine
from harmscope.engine.duckdb_ import DuckDb


def test_duckdb_is_an_engine(tmp_path: Path) -> None:
    engine: Engine = DuckDb(tmp_path)
    assert engine.name == "duckdb"
    assert engine.version
    engine.close()
