"""The shipped steps know no older report yet; these tests bring a file of steps with them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.model.changes import Step, steps
from harmscope.registry.older import newest_report

CHANGES = """
[[step]]
kind = "report"
from = "0.9"
to = "1.0"

[[step.renamed]]
at = "as_of"
to = "clock"

[[step.renamed]]
at = "sections.*.panels.*.figures.*.metric"
code = "notices.in"
to = "notices.received"

[[step.split]]
at = "disclosure"
code = "hidden"
into = ["public", "public-exact"]
"""


@pytest.fixture
def known(tmp_path: Path) -> tuple[Step, ...]:
    path = tmp_path / "changes.toml"
    path.write_text(CHANGES)
    return steps(path)


def older(report: Path, **more: object) -> bytes:
    """The report as version 0.9 would have written it."""
    body = json.loads(report.read_text().replace("notices.received", "notices.in"))
    body |= {"version": "0.9", "as_of": body.pop("clock"), **more}
    return json.dumps(body).encode()


Made = Callable[[str, dict[str, int]], Path]


def test_an_older_report_is_brought_forward(report_of: Made, known: tuple[Step, ...]) -> None:
    report, unclear = newest_report(older(report_of("Alpha", {"notices.received": 44})), known)
    assert unclear == ()
    assert report is not None
    assert (report.version, report.clock) == ("1.0", "2026-04-20")
    assert report.sections[0].panels[0].figures[0].metric == "notices.received"


def test_what_would_be_a_guess_is_none(report_of: Made, known: tuple[Step, ...]) -> None:
    data = older(report_of("Alpha", {}), disclosure="hidden")
    assert newest_report(data, known) == (None, ("/disclosure",))


def test_without_a_step_an_older_one_is_no_report(report_of: Made) -> None:
    assert newest_report(older(report_of("Alpha", {}))) == (None, ())


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"record":"report"}', b'{"a":1,"a":2}'])
def test_what_is_no_report_is_none(data: bytes) -> None:
    assert newest_report(data) == (None, ())
