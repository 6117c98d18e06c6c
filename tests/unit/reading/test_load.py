import json
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.reading import load, read, write_published

OWN = {
    "record": "report",
    "clock": "2026-01-15",
    "service": "Example",
    "period": "2025-07-01/2025-12-31",
    "taxonomy": "harm@1.0.0",
    "inputs": [{"name": "records.jsonl", "sha256": "1" * 64}],
    "definitions": [{"metric": "items.actioned", "title": "Items actioned"}],
    "sections": [
        {
            "panels": [
                {
                    "figures": [
                        {
                            "metric": "items.actioned",
                            "unit": "items",
                            "value": 5,
                            "status": "exact",
                            "dimensions": {"harm": "ncii"},
                        }
                    ]
                }
            ]
        }
    ],
}


def test_a_report_that_was_read_comes_back_whole(enforcement: Path, tmp_path: Path) -> None:
    reading = read([enforcement], "meta-cser", edition="1")
    write_published(reading, tmp_path / "m.json")
    loaded = load(tmp_path / "m.json")
    assert loaded.figures == reading.figures
    assert (loaded.services, loaded.edition) == (["Photos", "Videos"], "1")


def test_our_own_report_gives_its_figures_service_period_and_edition(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(OWN))
    loaded = load(path)
    figure = loaded.figures[0]
    assert (figure.period, figure.scheme, figure.assurance) == (
        "2025-07-01/2025-12-31",
        "harm@1.0.0",
        "computed",
    )
    assert figure.scope is not None
    assert (figure.scope.service, loaded.titles) == (
        "Example",
        {"items.actioned": "Items actioned"},
    )


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"record": "report"}', '{"record": "published"}']
)
def test_something_else_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(UserError):
        load(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        load(tmp_path / "none.json")
