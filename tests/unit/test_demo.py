import json
from pathlib import Path

from harmscope.demo import PERIOD, SERVICE, demonstrate


def test_all_steps_make_a_report_of_one_service(tmp_path: Path) -> None:
    steps = list(demonstrate(tmp_path))
    assert [step.title for step in steps] == ["examples", "import", "validate", "report"]
    assert all(path.is_file() for step in steps for path in step.made)
    assert (tmp_path / "dataset.toml") in steps[0].made
    report = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    assert report["service"] == SERVICE
    assert report["period"] == "2025-07-01/2025-12-31"
    assert PERIOD == "2025-H2"
    figures = report["sections"][0]["panels"][0]["figures"]
    totals = {one["metric"]: (one.get("value"), one["status"]) for one in figures}
    assert totals["decisions.restricting"] == (109, "exact")
    assert totals["notices.received"] == (None, "not_recorded")


def test_it_is_reproducible_to_the_byte(tmp_path: Path) -> None:
    contents = []
    for name in ("a", "b"):
        list(demonstrate(tmp_path / name))
        files = sorted((tmp_path / name).rglob("*.*"))
        contents.append([(path.name, path.read_bytes()) for path in files])
    assert contents[0] == contents[1]
    names = {name for name, _ in contents[0]}
    assert names >= {"records.jsonl", "report.html", "report.json", "figures.csv", "run.json"}
