"""Makes the modules of the corpus importable, and writes the corpus once."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with every file of the corpus."""
    import corpus

    folder = tmp_path_factory.mktemp("corpus") / "hostile"
    corpus.main(folder)
    return folder
