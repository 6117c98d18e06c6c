"""The page on ISO/IEC 25389 names 35 practices, and only what there is."""

import re
from pathlib import Path

import pytest
import typer

from harmscope.cli.app import app
from harmscope.metrics.catalogue import METRICS
from harmscope.model.dsa_template import dsa_template
from harmscope.profiles import shipped
from harmscope.rules import CATALOGUE

PAGE = Path(__file__).parents[2] / "docs" / "iso-25389.md"
ROW = re.compile(r"^\| (P[DGEIT]\d) \| ([^|]+) \| ([^|]*) ?\| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`([^`]+)`")
ROWS = ROW.findall(PAGE.read_text(encoding="utf-8"))


def commands() -> set[str]:
    """The names of all commands, and of those below them."""

    def below(group: typer.Typer) -> set[str]:
        found = {one.name for one in group.registered_commands if one.name}
        for part in group.registered_groups:
            assert part.typer_instance is not None
            found |= {str(part.typer_instance.info.name)} | below(part.typer_instance)
        return found

    return below(app)


def test_every_practice_stands_there_once() -> None:
    counted = {"PD": 9, "PG": 7, "PE": 9, "PI": 5, "PT": 5}
    wanted = [f"{kind}{n}" for kind, most in counted.items() for n in range(1, most + 1)]
    assert [row[0] for row in ROWS] == wanted
    assert len(wanted) == 35


def test_every_metric_command_profile_and_rule_that_is_named_exists() -> None:
    official = {row.metric for sheet in dsa_template().sheets.values() for row in sheet.rows}
    known = set(METRICS) | official | commands() | set(shipped()) | set(CATALOGUE)
    named = {name for row in ROWS for name in NAMED.findall(f"{row[2]} {row[3]}")}
    assert len(named) > 40
    assert sorted(named - known) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_practice_without_evidence_says_so_and_each_has_its_source(row: tuple[str, ...]) -> None:
    _, _, evidence, silent, source = row
    assert silent.startswith("everything") is not bool(evidence.strip())
    assert re.fullmatch(r"[DRM](?:, R)?(?:; tools M)?", source.strip())
