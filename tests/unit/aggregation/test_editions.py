"""Corrected editions."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harmscope.aggregation.editions import read_edition, replaces
from harmscope.errors import UserError
from harmscope.model.report import Report

Run = Callable[..., Report]
Make = Callable[..., dict[str, Any]]


@pytest.fixture
def earlier(tmp_path: Path, report: Run, header: Make, incident: Make) -> Path:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report(header(), incident("a")).as_dict()), encoding="utf-8")
    return path


def test_every_changed_figure_is_listed(
    earlier: Path, report: Run, header: Make, incident: Make
) -> None:
    new = report(header(), incident("a"), incident("b"))
    found = replaces(read_edition(earlier), new.sections, "all", new.period, "One was missing.")
    changes = {change.metric: change for change in found.changes if not change.dimensions}
    assert (changes["items.actioned"].before, changes["items.actioned"].after) == (1, 2)
    assert "notices.received" not in changes
    assert len(found.sha256) == 64


def test_nothing_changed_is_an_empty_list(
    earlier: Path, report: Run, header: Make, incident: Make
) -> None:
    same = report(header(), incident("a"))
    assert replaces(read_edition(earlier), same.sections, "all", same.period, "No.").changes == []


def test_another_service_or_period_is_no_edition(earlier: Path) -> None:
    with pytest.raises(UserError, match="another service or period"):
        replaces(read_edition(earlier), [], "Other", "2025-07-01/2025-07-31", "Why.")


def test_what_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"record": "incident"}', encoding="utf-8")
    with pytest.raises(UserError, match="not a report"):
        read_edition(path)
    with pytest.raises(UserError, match="cannot be read"):
        read_edition(tmp_path / "none.json")
