from harmscope.formats import Row
from harmscope.importers.contract import Table, Task
from harmscope.importers.summary import as_dict, as_text
from harmscope.rules import CATALOGUE


def task() -> Task:
    made = Task(read=1200, written=1198, records=1198)
    made.skip("why", 2)
    made.notes["twice"] = 2
    made.find(CATALOGUE["HS001"], Table("t.csv", iter(())), Row(3, 7, {}), "column")
    return made


def test_in_words() -> None:
    text = as_text(task(), "o.jsonl")
    assert "1,200 rows read, 1,198 records written to o.jsonl" in text
    assert "skipped 2: why" in text
    assert "first at t.csv:3 column" in text


def test_as_data() -> None:
    found = as_dict(task())
    assert found["skipped"] == {"why": 2}
    assert found["findings"] == {"HS001": 1}
