"""The process of one job: ``python -m harmscope.web.job_child FOLDER``.

It reads what is asked from the folder, writes there, and ends when the server that started it is
gone. Its exit code is 0 where the job is done, 2 for a fault of the input, 3 for a full disk.
"""

import json
import os
import sys
import threading
from functools import partial
from pathlib import Path

from harmscope import machine
from harmscope.errors import UserError
from harmscope.formats.write import whole
from harmscope.web.page_words import on_page, without_places
from harmscope.web.tasks import TASKS
from harmscope.web.work import ASKED, FULL, OURS, OUTCOME, SAID, Work, failure


def main(folder: Path) -> int:
    """Do the job; gives the exit code."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    body = json.loads((folder / ASKED).read_text(encoding="utf-8"))
    work = Work(folder / "out", folder.parents[1], body["asked"], partial(_said, folder / SAID))
    data, registry = folder.parents[3], body["asked"].get("registry")
    try:
        work.out.mkdir(exist_ok=True)
        try:
            told = TASKS[body["task"]](work)
            said = {k: v if k in OURS else without_places(v, data) for k, v in told.items()}
            outcome, code = json.dumps(said), 0
        except UserError as error:
            outcome, code = failure(on_page(error, data, registry)), 2
        with whole(folder / OUTCOME) as file:
            file.write(outcome.encode())
    except OSError as error:
        if machine.is_full(error):
            return FULL
        raise
    return code


def _said(place: Path, line: str) -> None:
    with whole(place) as file:
        file.write(line.encode("utf-8", "backslashreplace"))


def _end_with_parent() -> None:
    # Past the buffer of sys.stdin, whose lock would hold up the end of this process.
    while os.read(0, 1):
        pass
    machine.end_own_group()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
