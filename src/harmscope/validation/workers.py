"""Chunks to parts, in one process or in several, in the order of the file."""

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from typing import Protocol, Self

from harmscope.formats import StreamFault
from harmscope.formats.rows import MEBI
from harmscope.machine import FORKS, MOST_JOBS
from harmscope.validation.chunks import Chunk, Examined, Rest, behind
from harmscope.validation.duplicates import agree, seed
from harmscope.validation.examine import ChunkResult, Examiner

BLOCK = MEBI
"""Bytes that one process examines at a time."""

AHEAD = 2
"""Chunks that wait for each process."""

SMALL = 12
"""Chunks up to which a file is not worth starting processes for."""

Given = Iterator[Chunk | Rest]
Result = Callable[[], Examined]
Make = Callable[[], Examiner]
"""Makes an examiner; it can be sent to another process."""

Submit = Callable[[Chunk], Result]

_examiner: Examiner | None = None


def in_turn(chunks: Given, examiner: Examiner) -> Iterator[ChunkResult]:
    """A part for each chunk, and those of a rest, all examined in this process. A fault of
    ``chunks`` passes through after the parts of the chunks before it."""
    return _Order(chunks, examiner).parts()


class Crew(Protocol):
    """Processes somewhere that examine chunks of about ``size`` bytes, ``most`` at a time, of
    members with at least ``fewest`` chunks. ``alike`` says whether all of them hash alike."""

    size: int
    fewest: int

    @property
    def most(self) -> int:
        """How many chunks are given out at a time; 1 where all is done here."""
        ...

    @property
    def alike(self) -> bool:
        """Whether all processes hash alike."""
        ...

    def executor(self, start: Callable[..., None], given: tuple[object, ...]) -> Executor:
        """The processes; ``start`` is called with ``given`` once in each."""
        ...


class Processes:
    """So many processes on this machine, for chunks of about ``size`` bytes."""

    fewest = SMALL
    alike = True

    def __init__(self, jobs: int, size: int = BLOCK) -> None:
        self._jobs = jobs = min(jobs, MOST_JOBS)
        self.size = size
        self.most = jobs * (AHEAD + 1) if jobs > 1 else 1

    def executor(self, start: Callable[..., None], given: tuple[object, ...]) -> Executor:
        """The processes; ``start`` is called with ``given`` once in each."""
        context = multiprocessing.get_context("fork" if FORKS else "spawn")
        return ProcessPoolExecutor(
            self._jobs, mp_context=context, initializer=start, initargs=given
        )


class Workers:
    """A crew with an examiner each; put to work with the first member that is large.

    Use as a context manager.
    """

    def __init__(self, make: Make, crew: Crew) -> None:
        self._make = make
        self.crew = crew
        self._examiner: Examiner | None = None
        self._pool: Executor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def parts(self, chunks: Given) -> Iterator[ChunkResult]:
        """The parts that :func:`in_turn` gives, whatever the number of processes."""
        self._examiner = self._examiner or self._make()
        self._examiner.state = self._examiner.fresh
        if self.crew.most == 1:
            return in_turn(chunks, self._examiner)
        return _Order(chunks, self._examiner, self._submitted, self.crew).parts()

    def _submitted(self, chunk: Chunk) -> Result:
        global _examiner  # noqa: PLW0603 - processes that are forked take it over, warm
        if self._pool is None:
            _examiner = self._examiner
            self._pool = self.crew.executor(_start, (self._make, seed()))
        assert self._examiner is not None
        return self._pool.submit(_examine, chunk, self._examiner.state).result


class _Order:
    """Takes some chunks ahead, and gives their parts in order.

    The first chunk is examined here, since what its header says holds for all others; ``shared``
    then takes those of a member that is large, as many at a time as ``crew`` takes. A header
    further down that changes what follows is waited for: what was read behind it is examined here.
    """

    def __init__(
        self,
        chunks: Given,
        examiner: Examiner,
        shared: Submit | None = None,
        crew: Crew | None = None,
    ) -> None:
        self._shares = chunks
        self._examiner = examiner
        self._shared = shared
        self._most = crew.most if crew else 1
        self._fewest = crew.fewest if crew else 1
        self._spread = False
        self._early: deque[Chunk | Rest] = deque()
        self._waiting: deque[tuple[Chunk, Result]] = deque()
        self._state = examiner.state
        self._rest: Rest | None = None
        self._fault: StreamFault | None = None

    def parts(self) -> Iterator[ChunkResult]:
        """All parts. Raises StreamFault after them."""
        if self._shared is not None and not self._is_large():
            self._shared = None
        while self._filled(self._most if self._spread else 1):
            if not self._waiting:
                assert self._rest is not None
                for part in self._rest.parts(self._examiner):
                    self._examiner.end(part)
                    yield part
                self._rest = None
                continue
            chunk, result = self._waiting.popleft()
            examined = result()
            if not examined.whole and self._prolonged(chunk):
                continue
            if examined.alone and self._spread:
                self._withdraw(chunk)
                continue
            if not self._spread:
                self._state = self._examiner.state
            yield examined.part
            self._spread = self._shared is not None and not examined.alone
        if self._fault is not None:
            raise self._fault

    def _is_large(self) -> bool:
        while len(self._early) < self._fewest and (chunk := self._next()) is not None:
            self._early.append(chunk)
        return len(self._early) == self._fewest

    def _next(self) -> Chunk | Rest | None:
        try:
            return next(self._shares, None)
        except StreamFault as fault:
            self._fault = fault
            return None

    def _filled(self, most: int) -> bool:
        """Take chunks ahead; false where nothing is left."""
        while len(self._waiting) < most and self._rest is None:
            chunk = self._early.popleft() if self._early else self._next()
            if chunk is None:
                break
            if isinstance(chunk, Chunk):
                self._waiting.append((chunk, self._submit(chunk)))
            else:
                self._rest = chunk
        return bool(self._waiting) or self._rest is not None

    def _submit(self, chunk: Chunk) -> Result:
        if self._spread and self._shared is not None:
            return self._shared(chunk)
        return lambda: self._examined(chunk)

    def _examined(self, chunk: Chunk) -> Examined:
        before = self._examiner.state
        examined = chunk.examine(self._examiner)
        self._examiner.end(examined.part)
        if not examined.whole:
            # It may be examined once more, together with what follows.
            self._examiner.state = before
        return examined

    def _prolonged(self, chunk: Chunk) -> bool:
        """Put back a chunk of which the last row goes on, with what follows; false where nothing
        does."""
        self._filled(1)
        if self._waiting:
            joined = chunk.joined(self._waiting.popleft()[0])
            self._waiting.appendleft((joined, self._submit(joined)))
            return True
        if self._rest is not None:
            self._rest = behind(chunk, self._rest)
        return self._rest is not None

    def _withdraw(self, chunk: Chunk) -> None:
        """Examine a chunk and all behind it here."""
        self._spread = False
        self._examiner.state = self._state
        chunks = [chunk, *(each for each, _ in self._waiting)]
        self._waiting = deque((each, self._submit(each)) for each in chunks)


def _start(make: Make, start: int) -> None:
    global _examiner  # noqa: PLW0603 - one for each process, built once
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Records hold no cycles: counting references frees them, and looking for cycles takes time.
    gc.disable()
    agree(start)
    _examiner = _examiner or make()


def _examine(chunk: Chunk, state: object) -> Examined:
    assert _examiner is not None
    _examiner.state = state
    examined = chunk.examine(_examiner)
    _examiner.end(examined.part)
    return examined
