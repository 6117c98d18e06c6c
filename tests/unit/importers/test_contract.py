from harmscope.formats import Row
from harmscope.importers.contract import FOREIGN, Table, Task
from harmscope.rules import CATALOGUE


def test_a_task_counts_what_is_skipped_and_found() -> None:
    task = Task()
    task.skip(FOREIGN)
    task.skip(FOREIGN, 2)
    task.finding(CATALOGUE["HS001"], Table("t", iter(())), Row(3, 7, {}), "column")
    assert task.skipped == {FOREIGN: 3}
    (finding,) = task.tally.samples()
    assert (finding.file, finding.line, finding.offset, finding.pointer) == ("t", 3, 7, "column")
