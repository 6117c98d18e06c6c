"""Which report and which cell of the official template is meant, and what is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

import harmscope as hs
from harmscope.api.explained_folder import check_apart
from harmscope.api.explaining import Asked, find_cell, options_for, read_given
from harmscope.errors import UserError
from harmscope.formats import door
from harmscope.formats.door import open_file
from harmscope.model.report import Report
from harmscope.render.html.explanation_page import page_name

Made = Callable[..., Report]
RECEIVED = "Number of complaints submitted to the internal-complaints mechanism"


@pytest.mark.parametrize(
    ("cell", "metric", "place"),
    [
        ("4!F2", "notices.received", "F2"),
        ("4_notices!f2", "notices.received", "F2"),
        (f"7!{RECEIVED}/Total number", "complaints.received", "G2"),
        ("6!TOTAL/Number of measures taken at the provider's own initiative", "measures.taken", ""),
        ("notices.received", "notices.received", "F2"),
    ],
)
def test_cells_of_the_template(made: Made, cell: str, metric: str, place: str) -> None:
    report = made("dsa-harmonised")
    if not place:
        sheet = next(one for one in report.sections if one.id == "part-6").panels[0].figures[0]
        assert sheet.metric == metric
        return
    one, where = find_cell(report, cell)
    assert one.figure.metric == metric
    assert where is not None
    assert where["cell"] == place


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("12!F2", "no figures on that sheet"),
        ("4!A1", "no figure stands there; write a cell such as "),
        ("7!Median time", "figures fit"),
    ],
)
def test_cells_that_hold_no_figure(made: Made, cell: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        find_cell(made("dsa-harmonised"), cell)


def test_a_report_with_a_profile_of_its_own_asks_for_it(
    tmp_path: Path, write_records: Callable[..., Path], header: Any, notice: Any
) -> None:
    profile = Path(__file__).parents[3] / "examples" / "own-profile" / "notices.toml"
    records = write_records(header(), notice("n1"))
    made = hs.report(records, profile=str(profile), period="2025-07", clock="2026-01-01")
    made.write(tmp_path / "report")
    metric = made.report.definitions[0].metric
    with pytest.raises(UserError, match="give its file with --profile"):
        hs.explain(tmp_path / "report", metric, records=records)
    other = tmp_path / "other.toml"
    other.write_text(profile.read_text("utf-8") + "\n", encoding="utf-8")
    given = read_given(str(tmp_path / "report"))
    with pytest.raises(UserError, match="not the profile of the report"):
        options_for(given.report, Asked(profile=other))
    assert options_for(given.report, Asked(profile=profile)).profile == str(profile)
    name = next(iter(made.report.figures()))
    found = hs.explain(tmp_path / "report", name.metric, records=records, profile=profile)
    assert found.ok


def test_what_is_no_report_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text('{"record": "published"}', encoding="utf-8")
    with pytest.raises(UserError, match="harmscope reconcile"):
        read_given(str(tmp_path))
    path.write_text('{"record": "report"}', encoding="utf-8")
    with pytest.raises(UserError, match="not a report of this version"):
        read_given(str(path))


@pytest.mark.parametrize("form", ["report", "published"])
def test_the_file_of_a_report_is_read_once(
    form: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write_records: Callable[..., Path],
    header: Any,
    notice: Any,
) -> None:
    records = write_records(header(), notice("asked"))
    file = tmp_path / "report" / "report.json"
    hs.report(records, period="2025-07", clock="2026-01-01").write(file.parent)
    if form == "published":
        file = hs.read(file).write(tmp_path / "read.json")[0]
    opened: list[str] = []

    def opening(path: Path) -> BinaryIO:
        opened.append(path.name)
        return open_file(path)

    monkeypatch.setattr(door, "open_file", opening)
    found = hs.explain(file, "notices.received", records=records if form == "report" else ())
    assert found.ok
    assert opened.count(file.name) == 1


def test_explanations_lie_outside_of_the_report(tmp_path: Path) -> None:
    check_apart(tmp_path / "explained", tmp_path / "report")
    check_apart(None, tmp_path)
    for folder in (tmp_path, tmp_path / "inside"):
        with pytest.raises(UserError, match="in the folder of the report"):
            check_apart(folder, tmp_path)


def test_the_page_of_a_report_leads_to_its_explanations(
    tmp_path: Path, write_records: Callable[..., Path], header: Any, incident: Any, notice: Any
) -> None:
    records = write_records(header(), incident("a"), notice("b"))
    folder = tmp_path / "my explanations"
    made = hs.report(records, period="2025-07", clock="2026-01-01", explain=folder)
    made.write(tmp_path / "report")
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    found = hs.explain(tmp_path / "report", "notices.received", records=records)
    panel = (found.explanation.place.section, found.explanation.place.panel)
    assert f'href="../my%20explanations/{page_name(panel)}#f{found.explanation.id}"' in page
    explained = (folder / page_name(panel)).read_text(encoding="utf-8")
    assert f'id="f{found.explanation.id}"' in explained
    assert "<script" not in explained
    one = json.loads((folder / "figures" / f"{found.explanation.id}.json").read_text("utf-8"))
    assert [taken["id"] for taken in one["basis"][0]["counted"]] == ["b"]
    assert page_name(panel) in (folder / "index.html").read_text(encoding="utf-8")
    assert found.table().rows[0][2] == "b"
    assert list(found.to_pandas()["id"]) == ["b"]
    assert found.write(tmp_path / "found.json") == [tmp_path / "found.json"]


def test_a_report_on_the_template_with_declared_figures_asks_for_their_file(made: Made) -> None:
    report = made("dsa-harmonised")
    assert options_for(report, Asked()).declared is None
    panel = report.sections[-1].panels[0]
    stated = panel.figures[0].model_copy(
        update={"estimand": "declared", "metric": "automation.accuracy"}
    )
    panel.figures.append(stated)
    with pytest.raises(UserError, match="the provider stated"):
        options_for(report, Asked())
    path = Path("declared.toml")
    assert options_for(report, Asked(declared=path)).declared == path


def test_a_folder_holds_nothing_of_an_earlier_report(
    tmp_path: Path, write_records: Callable[..., Path], header: Any, incident: Any, notice: Any
) -> None:
    people = [incident(f"person-{number}", harm={"primary": "ncii"}) for number in range(4)]
    records = write_records(header(), notice("asked"), *people)
    made = {"period": "2025-07", "clock": "2026-01-01"}
    folder = tmp_path / "explained"
    hs.report(records, **made, explain=folder).write(tmp_path / "report")
    assert "person-1" in (folder / "records.json").read_text("utf-8")
    (folder / "mine.html").write_text("<p>my notes</p>", encoding="utf-8")
    (folder / "figures" / "mine.json").write_text("{}", encoding="utf-8")
    hs.report(records, **made, explain=folder, disclosure="public").write(tmp_path / "report")
    texts = [one.read_text("utf-8") for one in folder.rglob("*.*")]
    assert not [one for one in texts if "person-" in one]
    assert not (folder / "records.json").exists()
    assert (folder / "mine.html").is_file()
    assert (folder / "figures" / "mine.json").is_file()
    (folder / "records.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UserError, match="of something else"):
        hs.report(records, **made, explain=folder)


def test_only_figures_that_stand_on_records_have_a_file(
    tmp_path: Path, write_records: Callable[..., Path], header: Any, incident: Any, notice: Any
) -> None:
    records = write_records(header(), notice("asked"), incident("a"))
    folder = tmp_path / "explained"
    options = {"profile": "dsa-harmonised", "period": "2025-H2", "clock": "2026-07-10"}
    made = hs.report(records, **options, explain=folder)
    made.write(tmp_path / "report")
    files = list((folder / "figures").glob("*.json"))
    assert 0 < len(files) < sum(1 for _ in made.report.figures()) / 10
    assert all(json.loads(one.read_text("utf-8"))["basis"] for one in files)
    assert sum(one.stat().st_size for one in folder.rglob("*.*")) < 4_000_000
    more = write_records(header(), notice("asked"), incident("a"), incident("b"), name="now.jsonl")
    found = hs.explain(tmp_path / "report", files[0].stem, records=more)
    movers = {one.id for each in found.explanation.moved or () for one in each.records or ()}
    assert movers == {"b"}
    assert all(each.records is not None for each in found.explanation.moved or ())


@pytest.mark.parametrize("cell", ["'4_notices'!F2", "4!$F$2", " 4 ! f2 "])
def test_cells_as_a_spreadsheet_writes_them(made: Made, cell: str) -> None:
    one, _ = find_cell(made("dsa-harmonised"), cell)
    assert one.figure.metric == "notices.received"
