"""Makes the modules of the corpus importable, and writes the corpus once."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import once

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with every file of the corpus."""
    import corpus

    def make(folder: Path) -> None:
        cases = corpus.main(folder / "hostile")
        (folder / "cases.json").write_text(json.dumps(cases), encoding="utf-8")

    return once.made(tmp_path_factory, "corpus", make) / "hostile"


@pytest.fixture(scope="session")
def cases(written: Path) -> list[dict[str, Any]]:
    """Every case of the corpus, without its bytes: see :class:`case.Case`."""
    told: list[dict[str, Any]] = json.loads(written.with_name("cases.json").read_bytes())
    return told
