"""How a figure came to be: who counts, who does not and why, and what changed since."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import harmscope as hs
from harmscope.api.making import Options, counting
from harmscope.errors import UserError
from harmscope.tracing.asked import notation
from harmscope.tracing.inventory import Entry, changes, inventory, read_inventory
from harmscope.tracing.standing import NO_ROW, Standing, condition_text, how_text, rows_text

Make = Callable[..., dict[str, Any]]
Write = Callable[..., Path]
MADE = {"period": "2025-07", "clock": "2026-01-01"}
PROOF = [{"scheme": "dsa@v2", "code": "KEYWORD_HATE_SPEECH", "role": "keyword"}]


@pytest.fixture
def records(header: Make, incident: Make, notice: Make) -> list[dict[str, Any]]:
    """Cases that count, and one for each reason why a case does not."""
    decided = incident()["decisions"][0]
    undecided = incident("undecided", detection={"detected_at": "2025-07-02"})
    del undecided["decisions"]
    return [
        header(),
        incident("counts", harm={"primary": "hate"}, native=PROOF),
        incident("stated", harm={"primary": "fraud"}),
        incident("open"),
        incident("late", decisions=[decided | {"decided_at": "2025-09-01"}]),
        incident("account", subject_kind="account"),
        undecided,
        incident("twice"),
        incident("twice"),
        incident("broken", subject_kind="planet"),
        incident("old"),
        incident("new", supersedes="old"),
        notice("asked"),
    ]


@pytest.fixture
def report(records: list[dict[str, Any]], write_records: Write, tmp_path: Path) -> Path:
    """A report on them."""
    hs.report(write_records(*records), **MADE).write(tmp_path / "report")
    return tmp_path / "report"


def left(found: hs.ExplainResult) -> dict[str, list[str]]:
    [basis] = found.explanation.basis
    return {one.reason: one.ids or [] for one in basis.left_out or ()}


def test_every_case_counts_or_is_left_out_for_a_reason(report: Path, tmp_path: Path) -> None:
    found = hs.explain(report, "items.actioned", records=tmp_path / "records.jsonl")
    [basis] = found.explanation.basis
    assert [one.id for one in basis.counted or ()] == ["counts", "new", "open", "stated", "twice"]
    assert basis.number == found.explanation.figure.value == 5
    assert left(found) == {
        "not_met": ["account"],
        "outside": ["late"],
        NO_ROW: ["undecided"],
        "HS005": ["broken"],
        "HS202": ["twice"],
        "superseded": ["old"],
    }
    assert found.ok
    assert found.explanation.moved == []
    assert "asked" not in str(found)


def test_the_row_of_the_crosswalk_that_carried_each_is_named(report: Path, tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    found = hs.explain(report, "items.actioned[harm=hate]", records=records)
    [basis] = found.explanation.basis
    [step] = basis.carried or ()
    assert (step.crosswalk, step.code, step.to) == ("dsa@v2 to harm", "KEYWORD_HATE_SPEECH", "hate")
    assert left(found)["open_code"] == ["new", "open", "twice"]
    assert left(found)["other_code"] == ["stated"]
    [basis] = hs.explain(report, "items.actioned[harm=fraud]", records=records).explanation.basis
    assert [one.rule for one in basis.carried or ()] == ["stated"]


def test_shares_and_times_name_their_records(report: Path, tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    share = hs.explain(report, "notices.acted_share", records=records).explanation
    assert [(one.role, one.number) for one in share.basis] == [("numerator", 1), ("denominator", 1)]
    time = hs.explain(report, "time.notice_to_decision.median", records=records).explanation
    [basis] = time.basis
    assert [(one.id, one.values) for one in basis.counted or ()] == [("asked", [2])]


def test_without_records_there_is_a_definition_and_no_recount(report: Path) -> None:
    found = hs.explain(report / "report.json", "items.actioned")
    assert found.explanation.definition is not None
    assert found.explanation.recounted is None
    assert found.explanation.basis == []
    assert found.ok
    assert "Give --records" in str(found)


def changed(records: list[dict[str, Any]], incident: Make) -> list[dict[str, Any]]:
    kept = [one for one in records if one.get("incident_id") not in ("stated", "counts")]
    return [*kept, incident("counts", harm={"primary": "fraud"}), incident("added")]


@pytest.mark.parametrize("folder", [False, True])
def test_changed_records_are_named_by_id(
    records: list[dict[str, Any]],
    incident: Make,
    write_records: Write,
    tmp_path: Path,
    folder: bool,
) -> None:
    old = write_records(*records)
    explain = {"explain": tmp_path / "explained"} if folder else {}
    hs.report(old, **MADE, **explain).write(tmp_path / "report")
    new = write_records(*changed(records, incident), name="new.jsonl")
    origin = () if folder else old
    report = tmp_path / "report"
    found = hs.explain(report, "items.actioned[harm=hate]", records=new, original=origin)
    assert not found.ok
    ways = {one.id: one.way for one in found.explanation.changed_records or ()}
    assert ways == {"counts": "changed", "stated": "removed", "added": "added"}
    assert {one.name: one.state for one in found.explanation.inputs or ()} == {
        "records.jsonl": "missing",
        "new.jsonl": "new",
    }
    moved = {
        str(sorted(one.dimensions.items())): one
        for one in found.explanation.moved or ()
        if one.metric == "items.actioned" and "harm" in one.dimensions and one.records
    }
    fraud = moved["[('harm', 'hate')]"].records or []
    assert [(one.id, one.adds_before, one.adds_now) for one in fraud] == [("counts", 1, 0)]
    assert "incident stated: removed (counted before, not there now)" in str(found)


def test_an_earlier_edition_says_what_else_changed(report: Path, tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    hs.report(records, period="2025-Q3", clock="2026-02-01").write(tmp_path / "later")
    found = hs.explain(tmp_path / "later", "items.actioned", before=report).explanation
    assert found.before is not None
    assert found.before.change == "5 then, 6 now."
    assert any("The periods differ" in one for one in found.before.reasons)


def test_a_report_that_protects_people_shows_no_id_and_no_number(
    records: list[dict[str, Any]], incident: Make, write_records: Write, tmp_path: Path
) -> None:
    people = [incident(f"person-{number}", harm={"primary": "ncii"}) for number in range(4)]
    source = write_records(*records, *people)
    made = hs.report(source, **MADE, disclosure="public", explain=tmp_path / "explained")
    made.write(tmp_path / "report")
    hidden = next(one for one in made.report.figures() if one.status == "suppressed")
    cell = notation(hidden.metric, hidden.dimensions or {})
    found = hs.explain(tmp_path / "report", cell, records=source)
    ids = [one[f"{one['record']}_id"] for one in [*records[1:], *people]]
    texts = [json.dumps(found.to_dict()), str(found)]
    texts += [path.read_text("utf-8") for path in (tmp_path / "explained").rglob("*.json")]
    assert not [name for name in ids if any(f'"{name}"' in text for text in texts)]
    assert not [text for text in texts if "person-" in text]
    assert found.ok
    [basis, *_] = found.explanation.basis
    assert (basis.number, basis.counted, basis.left_out) == (None, None, None)
    assert found.explanation.figure.value is None
    assert not (tmp_path / "explained" / "records.json").exists()
    other = write_records(*records[:3], name="other.jsonl")
    found = hs.explain(tmp_path / "report", cell, records=other, original=source)
    assert found.explanation.moved is None
    assert found.explanation.changed_records is None
    assert found.explanation.recounted is not None
    assert found.explanation.recounted.figure is None


@pytest.mark.parametrize("disclosure", ["public", "public-exact"])
def test_an_earlier_report_of_another_level_shows_nothing_that_is_hidden_now(
    records: list[dict[str, Any]], write_records: Write, tmp_path: Path, disclosure: str
) -> None:
    source = write_records(*records)
    hs.report(source, **MADE).write(tmp_path / "exact")
    hs.report(source, **MADE, disclosure=disclosure).write(tmp_path / "hidden")
    cell = "items.actioned"
    found = hs.explain(tmp_path / "hidden", cell, before=tmp_path / "exact")
    assert isinstance(found, hs.ExplainResult)
    before = found.explanation.before
    assert before is not None
    assert (before.figure, before.change) == (
        None,
        "Not shown: that report has another disclosure level.",
    )
    assert not [one for one in before.reasons if "Records counted" in one]
    same = hs.explain(tmp_path / "hidden", cell, before=tmp_path / "hidden").explanation.before
    assert same is not None
    assert same.change == "It is the same."
    back = hs.explain(tmp_path / "exact", cell, before=tmp_path / "hidden").explanation.before
    assert back is not None
    assert back.figure is not None


def test_a_folder_of_another_report_is_refused_or_not_used(
    records: list[dict[str, Any]], write_records: Write, tmp_path: Path
) -> None:
    source = write_records(*records)
    hs.report(source, **MADE, explain=tmp_path / "explained").write(tmp_path / "report")
    hs.report(source, **MADE | {"clock": "2026-01-02"}).write(tmp_path / "other")
    with pytest.raises(UserError, match="it explains another report"):
        hs.explain(
            tmp_path / "other", "items.actioned", records=source, original=tmp_path / "explained"
        )
    (tmp_path / "other" / "run.json").write_text('{"explained": "../explained"}', "utf-8")
    found = hs.explain(tmp_path / "other", "items.actioned", records=source)
    assert found.explanation.changed_records is None
    assert "about another report" in found.notes[0]


def test_an_inventory_names_what_was_read(
    records: list[dict[str, Any]], write_records: Write, tmp_path: Path
) -> None:
    source = write_records(*records)
    with counting([source], Options("core", "2025-07", "all", clock="2026-01-01")) as made:
        found = inventory(made, [source])
        standing = Standing(made)
        assert standing.made is made
    states = {one.id: one.state for one in found if one.state != "counted"}
    assert states == {"broken": "HS005", "twice": "HS202", "old": "superseded"}
    assert len(found) == len(records) - 1
    assert changes(found, found) == []
    now = [Entry(*one.name, "HS101", "0") if one.id == "open" else one for one in found]
    [change] = changes(found, now)
    assert (change.id, change.way, change.before, change.after) == (
        *("open", "changed"),
        *("counted", "HS101"),
    )


def test_a_list_of_records_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    path.write_text('{"records": [["incident"]]}', encoding="utf-8")
    with pytest.raises(UserError, match="no list of records"):
        read_inventory(path)


def test_filters_are_said_in_words() -> None:
    from harmscope.metrics.catalogue import METRICS

    metric = METRICS["items.actioned"]
    condition = "(acts & (on_visibility | on_money)) & (subject_kind != 'account')"
    assert condition_text(metric) == condition
    assert condition_text(METRICS["notices.received"]) is None
    assert rows_text(metric) == "table decision: one row for each decision of a case"
    assert how_text(metric) == "each record counts once with its items"
    assert "0.5 quantile" in how_text(METRICS["time.notice_to_decision.median"])


def test_files_of_one_name_are_told_apart_by_what_they_hold(
    records: list[dict[str, Any]], write_records: Write, tmp_path: Path
) -> None:
    halves = [tmp_path / name / "records.jsonl" for name in ("one", "two")]
    for path, part in zip(halves, (records[1:3], records[3:5]), strict=True):
        path.parent.mkdir()
        text = write_records(records[0], *part, name="part.jsonl").read_text("utf-8")
        path.write_text(text, encoding="utf-8")
    hs.report(halves, **MADE).write(tmp_path / "report")
    found = hs.explain(tmp_path / "report", "items.actioned", records=halves[::-1])
    assert [one.state for one in found.explanation.inputs or ()] == ["same", "same"]
    halves[0].write_text(halves[0].read_text("utf-8") + "\n", encoding="utf-8")
    found = hs.explain(tmp_path / "report", "items.actioned", records=halves)
    assert [one.state for one in found.explanation.inputs or ()] == ["changed", "same"]
    found = hs.explain(tmp_path / "report", "items.actioned", records=halves[1:])
    assert [one.state for one in found.explanation.inputs or ()] == ["missing", "same"]


def test_other_versions_than_those_of_the_report_are_said(
    report: Path, records: list[dict[str, Any]], write_records: Write
) -> None:
    path = report / "report.json"
    document = json.loads(path.read_text("utf-8"))
    document["taxonomy"] = "harm@0.9.0"
    for one in document["definitions"]:
        one["definition"] += " As it was."
    path.write_text(json.dumps(document), encoding="utf-8")
    found = hs.explain(report, "items.actioned", records=write_records(*records))
    told = " ".join(found.explanation.notes)
    assert "counted by harm@0.9.0, and this harmscope has harm@" in told
    assert "defines the metric in other words" in told
