"""What is made once in a run, for all of its processes."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def made(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder ``name``, which the first process of the run that asks for it makes with ``make``;
    the others wait. Nobody changes it afterwards."""
    base = factory.getbasetemp()
    top = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (top / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = top / name
        if not folder.exists():
            begun = top / f"{name}.begun"
            make(begun)
            begun.rename(folder)
    return folder
