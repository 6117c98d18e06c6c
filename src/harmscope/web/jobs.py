"""Jobs: work that takes longer than a request, kept in the database until it is done.

A job is claimed by one server process, which says at every beat that it still works on it; a job
whose owner has fallen silent is claimed again, so a server that was killed loses nothing.
"""

import json
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import case, delete, func, insert, select, update

from harmscope.errors import UserError
from harmscope.web.shelves import JOBS, Shelves, new_id, now
from harmscope.web.work import failure

WAITING: Final = "waiting"
RUNNING: Final = "running"
DONE: Final = "done"
FAILED: Final = "failed"
STOPPED: Final = "stopped"
ENDED: Final = (DONE, FAILED, STOPPED)

SILENT: Final = 20
"""Seconds without a beat after which a job is taken from its owner."""

TRIES: Final = 3
"""So often a job is started; what ends its process every time is no accident."""

_EACH_TIME: Final = UserError("job", "its process ended each time", "send less at once, or tell us")


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work. ``asked`` is what its task is given; ``outcome`` what it gave, or
    ``{"where", "fault", "fix"}`` where it failed; ``progress`` the last line it said."""

    id: str
    tenant: str
    task: str
    asked: dict[str, Any]
    state: str
    progress: str
    outcome: dict[str, Any]
    made: str
    ended: str | None
    tries: int

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ENDED


class TooManyJobs(UserError):  # noqa: N818 - what is the matter
    """So many jobs of one organisation are open that no other is taken."""


def ask(  # noqa: PLR0917 - each of them is a column
    shelves: Shelves, tenant: str, account: str | None, task: str, asked: dict[str, Any], most: int
) -> Job:
    """Put a job in the queue. Raises TooManyJobs where ``most`` of the tenant are open."""
    made = new_id()
    open_ = select(func.count()).where(
        JOBS.c.tenant == tenant, JOBS.c.state.in_((WAITING, RUNNING))
    )
    with shelves.writing() as connection:
        if connection.execute(open_).scalar_one() >= most:
            raise TooManyJobs("job", "too many jobs are waiting", "try again when some are done")
        connection.execute(
            insert(JOBS).values(
                id=made,
                tenant=tenant,
                account=account,
                task=task,
                asked=json.dumps(asked),
                state=WAITING,
                made=now(),
                tries=0,
                beat=0,
            )
        )
    found = find(shelves, tenant, made)
    assert found is not None
    return found


def find(shelves: Shelves, tenant: str, job: str) -> Job | None:
    """The job with this id, where it is this tenant's."""
    with shelves.reading() as connection:
        row = connection.execute(
            select(JOBS).where(JOBS.c.id == job, JOBS.c.tenant == tenant)
        ).first()
    return None if row is None else _job(row)


def listed(
    shelves: Shelves,
    tenant: str,
    tasks: tuple[str, ...] = (),
    most: int = 50,
    after: Job | None = None,
) -> list[Job]:
    """The last jobs of a tenant, the newest first; those older than ``after`` where it is given."""
    wanted = select(JOBS).where(JOBS.c.tenant == tenant)
    if tasks:
        wanted = wanted.where(JOBS.c.task.in_(tasks))
    if after is not None:
        same = (JOBS.c.made == after.made) & (JOBS.c.id > after.id)
        wanted = wanted.where((JOBS.c.made < after.made) | same)
    with shelves.reading() as connection:
        rows = connection.execute(wanted.order_by(JOBS.c.made.desc(), JOBS.c.id).limit(most)).all()
    return [_job(row) for row in rows]


def claim(shelves: Shelves, owner: str) -> Job | None:
    """Take a job that waits, or whose owner fell silent; None where there is none.

    Of several organisations the one comes first for which the fewest jobs run, then the one that
    was served longest ago, then the oldest job: many jobs of one hold up no other. A job that has
    been started too often fails instead.
    """
    at = int(time.time())
    free = (JOBS.c.state == WAITING) | ((JOBS.c.state == RUNNING) & (JOBS.c.beat < at - SILENT))
    with shelves.reading() as connection:  # most often there is none, and nothing is locked
        if connection.execute(select(JOBS.c.id).where(free).limit(1)).first() is None:
            return None
    other = JOBS.alias()
    runs = (other.c.state == RUNNING) & (other.c.beat >= at - SILENT)
    served = (
        select(
            other.c.tenant,
            func.sum(case((runs, 1), else_=0)).label("running"),
            func.max(other.c.beat).label("last"),
        )
        .group_by(other.c.tenant)
        .subquery()
    )
    with shelves.writing() as connection:
        wanted = (
            select(JOBS)
            .join(served, served.c.tenant == JOBS.c.tenant)
            .where(free)
            .order_by(served.c.running, served.c.last, JOBS.c.made, JOBS.c.id)
            .limit(1)
        )
        row = connection.execute(wanted.with_for_update(skip_locked=True, of=JOBS)).first()
        if row is None:
            return None
        mine = update(JOBS).where(JOBS.c.id == row.id)
        if row.tries >= TRIES:
            fault = failure(_EACH_TIME)
            connection.execute(mine.values(state=FAILED, outcome=fault, ended=now(), owner=None))
            return None
        connection.execute(mine.values(state=RUNNING, owner=owner, beat=at, tries=row.tries + 1))
    return _job(row)


def beat(shelves: Shelves, job: Job, owner: str, progress: str | None) -> bool:
    """Say that ``owner`` still works on the job. False where it was stopped or taken away."""
    values: dict[str, object] = {"beat": int(time.time())}
    if progress is not None:
        values["progress"] = progress
    mine = (JOBS.c.id == job.id) & (JOBS.c.owner == owner) & (JOBS.c.state == RUNNING)
    with shelves.writing() as connection:
        return connection.execute(update(JOBS).where(mine).values(**values)).rowcount == 1


def finish(shelves: Shelves, job: Job, owner: str, state: str, outcome: str) -> bool:
    """Write down how a job ended; False where it is not the owner's any more."""
    mine = (JOBS.c.id == job.id) & (JOBS.c.owner == owner) & (JOBS.c.state == RUNNING)
    ended = update(JOBS).where(mine).values(state=state, outcome=outcome, ended=now(), owner=None)
    with shelves.writing() as connection:
        return connection.execute(ended).rowcount == 1


def give_back(shelves: Shelves, owner: str) -> None:
    """Put everything that ``owner`` works on back into the queue: its server stops. A try that was
    cut off so does not count."""
    mine = (JOBS.c.owner == owner) & (JOBS.c.state == RUNNING)
    with shelves.writing() as connection:
        connection.execute(
            update(JOBS)
            .where(mine)
            .values(state=WAITING, owner=None, beat=0, tries=JOBS.c.tries - 1)
        )


def stop(shelves: Shelves, job: Job) -> None:
    """Stop a job that is not over; its process ends at the next beat."""
    mine = (JOBS.c.id == job.id) & JOBS.c.state.in_((WAITING, RUNNING))
    with shelves.writing() as connection:
        connection.execute(update(JOBS).where(mine).values(state=STOPPED, ended=now(), owner=None))


def drop(shelves: Shelves, job: Job, folder: Path) -> None:
    """Delete a job that is over, with everything in its ``folder``."""
    with shelves.writing() as connection:
        connection.execute(delete(JOBS).where(JOBS.c.id == job.id))
    shutil.rmtree(folder, ignore_errors=True)


def waiting(shelves: Shelves) -> dict[str, int]:
    """How many jobs there are in each state."""
    with shelves.reading() as connection:
        rows = connection.execute(select(JOBS.c.state, func.count()).group_by(JOBS.c.state)).all()
    return {str(state): int(count) for state, count in rows}


def _job(row: Any) -> Job:
    return Job(
        row.id,
        row.tenant,
        row.task,
        json.loads(row.asked),
        row.state,
        row.progress or "",
        json.loads(row.outcome) if row.outcome else {},
        row.made,
        row.ended,
        row.tries,
    )
