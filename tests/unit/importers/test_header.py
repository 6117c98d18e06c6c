from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.importers.contract import Task
from harmscope.importers.dsa_sor import DSA_SOR
from harmscope.importers.header import given, header
from harmscope.model.dataset import Dataset


def test_the_header_is_what_the_model_asks_for(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(b"a\n1\n2\n")
    task = Task(read=2, written=1, services={"Plazza"})
    task.skip("why")
    found = header(DSA_SOR, [str(path)], task, {})
    assert Dataset.model_validate(found).as_dict() == found
    assert found["service"] == "Plazza"
    assert found["counts"] == {
        "read": 2,
        "written": 1,
        "skipped": [{"reason": "why", "count": 1}],
    }


def test_several_services_have_no_common_name() -> None:
    assert "service" not in header(DSA_SOR, [], Task(services={"a", "b"}), {})


def test_what_is_given_wins(tmp_path: Path) -> None:
    path = tmp_path / "d.toml"
    path.write_text('operator = "O"\ncapabilities = ["labelling"]\n')
    found = header(DSA_SOR, [], Task(), given(path))
    assert (found["operator"], found["capabilities"]) == ("O", ["labelling"])
    assert given(None) == {}


@pytest.mark.parametrize("text", ["a = ", "counts = 1", "\udcff"])
def test_files_that_are_no_header(tmp_path: Path, text: str) -> None:
    path = tmp_path / "d.toml"
    path.write_text(text, errors="surrogateescape")
    with pytest.raises(UserError, match="--dataset"):
        given(path)
