"""Blocks to parts in several processes, in the order of the file."""

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Self

from harmscope.formats import StreamFault
from harmscope.formats.blocks import Block
from harmscope.formats.limits import Limits
from harmscope.validation.examiner import Examiner
from harmscope.validation.identities import agree, seed
from harmscope.validation.options import Options
from harmscope.validation.part import Part

AHEAD = 2
"""Blocks that wait for each process."""

_examiner: Examiner | None = None


class Workers:
    """Some processes with an examiner each; started with the first block that is given to them.

    Use as a context manager.
    """

    def __init__(self, options: Options, jobs: int, *, profiles: bool = False) -> None:
        self._setting = (options, profiles)
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def parts(self, name: str, blocks: Iterable[Block], limits: Limits) -> Iterator[Part]:
        """A part for each block, in their order. A fault of ``blocks`` passes through after the
        parts of the blocks before it."""
        pool = self._started()
        waiting: deque[Future[Part]] = deque()
        fault: StreamFault | None = None
        try:
            for block in blocks:
                waiting.append(pool.submit(_examine, name, block, limits))
                if len(waiting) > self._jobs * AHEAD:
                    yield waiting.popleft().result()
        except StreamFault as met:
            fault = met
        while waiting:
            yield waiting.popleft().result()
        if fault is not None:
            raise fault

    @property
    def alike(self) -> bool:
        """Whether all processes hash alike: those that are forked do."""
        return "fork" in multiprocessing.get_all_start_methods()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("fork" if self.alike else "spawn")
            self._pool = ProcessPoolExecutor(
                self._jobs,
                mp_context=context,
                initializer=_start,
                initargs=(*self._setting, seed()),
            )
        return self._pool


def _start(options: Options, profiles: bool, start: int) -> None:
    global _examiner  # noqa: PLW0603 - one for each process, built once
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Records hold no cycles: counting references frees them, and looking for cycles takes time.
    gc.disable()
    agree(start)
    _examiner = Examiner(options, profiles=profiles)


def _examine(name: str, block: Block, limits: Limits) -> Part:
    assert _examiner is not None
    return _examiner.block(name, block, limits)
