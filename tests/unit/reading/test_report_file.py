""""""

import json
from pathlib import Path

import pytest

from harmscope.comparison import diff
from harmscope.errors import UserError
from harmscope.reading import load, published, read, write_published
from harmscope.reading.report_file import span_of, title_of
from harmscope.render.difference_text import difference_text


def test_an_id_becomes_words() -> None:
    assert title_of("orders.act.effect_median") == "Orders: act, effect median"
    assert title_of("items.removed_share") == "Items: removed share"


def test_names_sources_and_the_span_of_all_figures(enforcement: Path) -> None:
    record = published(read([enforcement], "meta-cser"))
    assert record["period"] == "2022-01-01/2022-06-30"
    assert record["sources"] == [
        {"name": "enforcement.csv", "sha256": record["figures"][0]["source"]["sha256"],  # type: ignore[index]
         "bytes": enforcement.stat().st_size}
    ]  # fmt: skip


def test_equal_input_gives_equal_bytes(enforcement: Path, tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        write_published(read([enforcement], "meta-cser"), tmp_path / name)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert str(tmp_path) not in (tmp_path / "a.json").read_text()
    assert json.loads((tmp_path / "a.json").read_text())["record"] == "published"


def test_no_figures_have_no_span() -> None:
    assert span_of([]) is None


OWN = {
    "record": "report",
    "profile": {"id": "core", "version": "1.0", "title": "Core"},
    "clock": "2026-01-15",
    "service": "Example",
    "period": "2025-07-01/2025-12-31",
    "taxonomy": "harm@1.0.0",
    "inputs": [{"name": "records.jsonl", "sha256": "1" * 64}],
    "definitions": [
        {"metric": "items.actioned", "title": "Items actioned", "definition": "Items acted on."}
    ],
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
    with pytest.raises(UserError, match="there is no such file"):
        load(tmp_path / "none.json")


def test_what_a_damaged_report_says_of_a_person_is_never_shown(
    enforcement: Path, tmp_path: Path
) -> None:
    record = json.loads(json.dumps(published(read([enforcement], "meta-cser"))))
    planted = "jane@mail.example"
    record["service"] = record["edition"] = planted
    figure = record["figures"][0]
    figure["dimensions"] = {planted: "x", "category": planted, "a\u202eb": "y"}
    figure["scope"] = {"service": planted}
    figure["basis"] = {"definition": planted}
    record["remarks"] = [
        {"rule": "RD050", "severity": "error", "file": planted, "message": planted}
    ]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    report = load(path)
    assert planted not in repr(report)
    assert report.figures[0].dimensions == {
        "unknown_1": "x", "category": "[not shown]", "unknown_3": "y",
    }  # fmt: skip
    assert planted not in difference_text(diff(report, load(path)))


def test_a_sound_report_is_left_as_it_is(enforcement: Path, tmp_path: Path) -> None:
    reading = read([enforcement], "meta-cser")
    write_published(reading, tmp_path / "a.json")
    assert load(tmp_path / "a.json").figures == reading.figures
