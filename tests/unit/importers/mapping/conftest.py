"""Mapping files for tests."""

import pytest

BASE = """\
mapping = "1.0"
from = "table"
[columns]
Nr = "id"
Art = "category"
Was = "decision.action"
Wann = "decision.decided_at"
Notiz = ""
"""


@pytest.fixture
def mapping_file(tmp_path):
    """Writes a mapping file: a base of five columns, and more text behind it."""

    def write(more="", base=BASE):
        path = tmp_path / "mapping.toml"
        path.write_text(base + more, encoding="utf-8")
        return path

    return write
