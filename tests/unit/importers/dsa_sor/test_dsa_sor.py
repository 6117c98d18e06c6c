from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.formats import Row
from harmscope.importers.contract import FOREIGN, Importer, Table, Task
from harmscope.importers.dsa_sor import DSA_SOR


def run(task: Task, *rows: dict[str, object]) -> list[dict[str, object]]:
    table = Table("t", iter([Row(2, 10, row) for row in rows]))
    return list(DSA_SOR.records(iter([table]), task))


def test_it_is_an_importer() -> None:
    importer: Importer = DSA_SOR
    assert importer.name == "dsa-sor"
    assert "appeals" in importer.not_recorded


def test_good_and_foreign_rows(statement: Callable) -> None:
    task = Task()
    assert len(run(task, statement(), {"x": 1})) == 1
    assert task.skipped == {FOREIGN: 1}
    assert task.tally.counts == {"IM021": 1}


def test_faults_stand_at_their_row_and_column(statement: Callable) -> None:
    task = Task()
    run(task, statement(application_date="2025-13-01", uuid="", platform_uid=""))
    (finding,) = task.tally.samples("IM023")
    assert (finding.file, finding.line, finding.pointer) == ("t", 2, "application_date")
    assert task.tally.counts["IM025"] == 1


def test_the_digest_is_that_of_the_row(statement: Callable) -> None:
    (first,), (second,) = run(Task(), statement()), run(Task(), statement(content_language="FR"))
    assert first["source"] != second["source"]
    assert run(Task(), statement()) == [first]


def test_a_service_must_be_known(statement: Callable) -> None:
    with pytest.raises(UserError, match="--dataset"):
        run(Task(), statement(platform_name=""))
    assert run(Task(service="Own"), statement(platform_name=""))[0]["service"] == "Own"


def test_a_mapping_is_refused(statement: Callable) -> None:
    with pytest.raises(UserError, match="mapping"):
        run(Task(mapping=Path("m.toml")), statement())
