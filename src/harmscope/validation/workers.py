"""Shares to parts, in one process or in several, in the order of the file."""

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Self

from harmscope.formats import StreamFault
from harmscope.validation.chunks import Chunk, Examined, Rest, behind
from harmscope.validation.duplicates import agree, seed
from harmscope.validation.examine import ChunkResult, Examiner
from harmscope.validation.options import Options

AHEAD = 2
"""Shares that wait for each process."""

SMALL = 12
"""Shares up to which a file is not worth starting processes for."""

Given = Iterator[Chunk | Rest]
Result = Callable[[], Examined]
Submit = Callable[[Chunk], Result]

_examiner: Examiner | None = None


def in_turn(shares: Given, examiner: Examiner) -> Iterator[ChunkResult]:
    """A part for each share, and those of a rest, all examined in this process. A fault of
    ``shares`` passes through after the parts of the shares before it."""
    return _Order(shares, examiner).parts()


class Workers:
    """Some processes with an examiner each; started with the first member that is large.

    Use as a context manager.
    """

    def __init__(self, options: Options, jobs: int, *, profiles: bool = False) -> None:
        self._setting = (options, profiles)
        self._jobs = jobs
        self._examiner: Examiner | None = None
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def parts(self, shares: Given) -> Iterator[ChunkResult]:
        """The parts that :func:`in_turn` gives, whatever the number of processes."""
        options, profiles = self._setting
        self._examiner = self._examiner or Examiner(options, profiles=profiles)
        self._examiner.public = False
        return _Order(shares, self._examiner, self._submitted, self._jobs * (AHEAD + 1)).parts()

    @property
    def alike(self) -> bool:
        """Whether all processes hash alike: those that are forked do."""
        return "fork" in multiprocessing.get_all_start_methods()

    def _submitted(self, share: Chunk) -> Result:
        global _examiner  # noqa: PLW0603 - processes that are forked take it over, warm
        if self._pool is None:
            _examiner = self._examiner
            context = multiprocessing.get_context("fork" if self.alike else "spawn")
            self._pool = ProcessPoolExecutor(
                self._jobs,
                mp_context=context,
                initializer=_start,
                initargs=(*self._setting, seed()),
            )
        return self._pool.submit(_examine, share).result


class _Order:
    """Takes some shares ahead, and gives their parts in order.

    The first share is examined here, since what its header says holds for all others; ``shared``
    then takes those of a member that is large, up to ``most`` at a time. A header that makes the
    data public further down changes what follows: from there on all are examined here.
    """

    def __init__(
        self, shares: Given, examiner: Examiner, shared: Submit | None = None, most: int = 1
    ) -> None:
        self._shares = shares
        self._examiner = examiner
        self._shared = shared
        self._most = most
        self._spread = False
        self._early: deque[Chunk | Rest] = deque()
        self._waiting: deque[tuple[Chunk, Result]] = deque()
        self._rest: Rest | None = None
        self._fault: StreamFault | None = None

    def parts(self) -> Iterator[ChunkResult]:
        """All parts. Raises StreamFault after them."""
        if self._shared is not None and not self._is_large():
            self._shared = None
        while self._filled(self._most if self._spread else 1):
            if not self._waiting:
                assert self._rest is not None
                yield from self._rest.parts(self._examiner)
                self._rest = None
                continue
            share, result = self._waiting.popleft()
            examined = result()
            if not examined.whole and self._prolonged(share):
                continue
            if examined.public and self._spread:
                self._withdraw(share)
                continue
            yield examined.part
            self._spread = self._shared is not None and not examined.public
        if self._fault is not None:
            raise self._fault

    def _is_large(self) -> bool:
        while len(self._early) < SMALL and (share := self._next()) is not None:
            self._early.append(share)
        return len(self._early) == SMALL

    def _next(self) -> Chunk | Rest | None:
        try:
            return next(self._shares, None)
        except StreamFault as fault:
            self._fault = fault
            return None

    def _filled(self, most: int) -> bool:
        """Take shares ahead; false where nothing is left."""
        while len(self._waiting) < most and self._rest is None:
            share = self._early.popleft() if self._early else self._next()
            if share is None:
                break
            if isinstance(share, Chunk):
                self._waiting.append((share, self._submit(share)))
            else:
                self._rest = share
        return bool(self._waiting) or self._rest is not None

    def _submit(self, share: Chunk) -> Result:
        if self._spread and self._shared is not None:
            return self._shared(share)
        return lambda: self._examined(share)

    def _examined(self, share: Chunk) -> Examined:
        before = self._examiner.public
        examined = share.examine(self._examiner)
        if not examined.whole:
            # It may be examined once more, together with what follows.
            self._examiner.public = before
        return examined

    def _prolonged(self, share: Chunk) -> bool:
        """Put back a share of which the last row goes on, with what follows; false where nothing
        does."""
        self._filled(1)
        if self._waiting:
            joined = share.joined(self._waiting.popleft()[0])
            self._waiting.appendleft((joined, self._submit(joined)))
            return True
        if self._rest is not None:
            self._rest = behind(share, self._rest)
        return self._rest is not None

    def _withdraw(self, share: Chunk) -> None:
        """Examine a share and all behind it here."""
        self._spread = False
        shares = [share, *(each for each, _ in self._waiting)]
        self._waiting = deque((each, self._submit(each)) for each in shares)


def _start(options: Options, profiles: bool, start: int) -> None:
    global _examiner  # noqa: PLW0603 - one for each process, built once
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Records hold no cycles: counting references frees them, and looking for cycles takes time.
    gc.disable()
    agree(start)
    _examiner = _examiner or Examiner(options, profiles=profiles)


def _examine(share: Chunk) -> Examined:
    assert _examiner is not None
    _examiner.public = False
    return share.examine(_examiner)
