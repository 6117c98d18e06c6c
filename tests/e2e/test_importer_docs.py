"""The page on importers names every importer, and its mapping files are good ones."""

import re
from pathlib import Path

import pytest

from harmscope.importers import IMPORTERS
from harmscope.importers.adcp import read_adcp_mapping
from harmscope.importers.guard_mapping import read_guard_mapping
from harmscope.importers.mapping_file import read_mapping
from harmscope.importers.platform_codes import read_own_codes

PAGE = (Path(__file__).parents[2] / "docs" / "importers.md").read_text(encoding="utf-8")
FILES = [text for text in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL) if "mapping =" in text]


@pytest.mark.parametrize("name", sorted(IMPORTERS))
def test_every_importer_is_on_the_page(name):
    assert f"| `{name}` |" in PAGE


@pytest.mark.parametrize("text", FILES, ids=range(len(FILES)))
def test_its_mapping_files_can_be_read(tmp_path, text):
    path = tmp_path / "mapping.toml"
    if 'from = "table"' in text:
        text = text.replace("[columns]", '[columns]\n"Kategorie" = "category"', 1)
        path.write_text(text, encoding="utf-8")
        assert read_mapping(path).columns
    elif 'from = "guard-log"' in text:
        path.write_text(text, encoding="utf-8")
        assert read_guard_mapping(path).scheme == "llama-guard@3"
    elif 'from = "adcp"' in text:
        path.write_text(text, encoding="utf-8")
        assert read_adcp_mapping(path).terms.design == "simple"
    else:
        path.write_text(text, encoding="utf-8")
        assert read_own_codes(path, "coop").actions
