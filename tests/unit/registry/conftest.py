"""A registry with three invented senders."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desks import Desk
from harmscope.registry.folder import create
from senders import TODAY


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with create(tmp_path / "registry", "authority", TODAY, None, "automatic") as registry:
        made = Desk(registry, tmp_path)
        for name in ("alpha", "beta", "gamma"):
            made.add(name)
        yield made
