from pathlib import Path

import pytest

from harmscope.cli.engines import Engine, crew_of, master_of
from harmscope.errors import UserError

MASTER = "spark://127.0.0.1:7077"


@pytest.mark.parametrize(
    ("engine", "master", "jobs", "shared", "option"),
    [
        (Engine.SPARK, None, 0, None, "--master"),
        (Engine.DUCKDB, MASTER, 0, None, "--master"),
        (Engine.SPARK, MASTER, 2, None, "--jobs"),
        (Engine.DUCKDB, None, 0, Path(), "--shared"),
    ],
)
def test_options_that_do_not_fit_together_are_refused(
    engine: Engine, master: str | None, jobs: int, shared: Path | None, option: str
) -> None:
    with pytest.raises(UserError, match=option):
        master_of(engine, master, jobs, shared)


def test_the_work_is_done_here_or_on_a_cluster() -> None:
    assert master_of(Engine.DUCKDB, None, 2) is None
    assert master_of(Engine.SPARK, MASTER, 0, Path()) == MASTER
    with crew_of(Engine.DUCKDB, None, 1) as crew:
        assert crew.most == 1
