from pathlib import Path

import pytest

from harmscope.cli.engines import Engine, crew_of, engine_of, master_of
from harmscope.errors import UserError

MASTER = "spark://127.0.0.1:7077"


@pytest.mark.parametrize(
    ("engine", "master", "jobs", "shared", "option"),
    [
        (Engine.SPARK, None, 0, None, "--master"),
        (Engine.DUCKDB, MASTER, 0, None, "--master"),
        (Engine.SPARK, MASTER, 2, None, "--jobs"),
        (Engine.DUCKDB, None, 0, "work", "--shared"),
    ],
)
def test_options_that_do_not_fit_together_are_refused(
    engine: Engine, master: str | None, jobs: int, shared: str | None, option: str
) -> None:
    with pytest.raises(UserError, match=option):
        master_of(engine, master, jobs, shared)


def test_the_work_is_done_here_or_on_a_cluster() -> None:
    assert master_of(Engine.DUCKDB, None, 2) is None
    assert master_of(Engine.SPARK, MASTER, 0, "work") == MASTER
    with crew_of(Engine.DUCKDB, None, 1) as crew:
        assert crew.most == 1


def test_what_counts_is_opened_on_a_folder(tmp_path: Path) -> None:
    with engine_of(Engine.DUCKDB, None, "500MB", None) as open_engine:
        opened = open_engine(tmp_path)
    assert opened.name == "duckdb"
    opened.close()
    with pytest.raises(UserError, match="--shared"), engine_of(Engine.DUCKDB, None, None, "work"):
        pass
