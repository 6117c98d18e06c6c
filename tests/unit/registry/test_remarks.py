import json

from senders import header, notice, write_records


def both(desk, report, notices: int = 40) -> dict[str, object]:
    alpha = desk.senders["alpha"]
    rows = [header("Alpha"), *(notice("Alpha", i) for i in range(notices))]
    records = write_records(alpha.folder / "both.jsonl", rows)
    return desk.receive(alpha.packed("both", records=(records,), reports=(report,)))


def test_a_report_that_says_something_else_than_its_records_is_remarked(desk, report_of) -> None:
    told = both(desk, report_of("Alpha", {"notices.received": 41}))
    assert [(one["code"], one["metric"]) for one in told["remarks"]] == [
        ("report_differs", "notices.received")
    ]
    assert (told["status"], told["code"]) == ("warning", "WARN")
    assert desk.last().status == "accepted"
    assert desk.last().remarks == told["remarks"]


def test_a_report_that_agrees_has_no_remark(desk, report_of) -> None:
    told = both(desk, report_of("Alpha", {"notices.received": 40}))
    assert (told["remarks"], told["code"]) == ([], "ACPT")


def test_records_are_counted_in_the_time_zone_of_the_report(desk, report_of) -> None:
    report = report_of("Alpha", {"notices.received": 1})
    report.write_text(report.read_text().replace('"UTC"', '"Asia/Tokyo"'))
    alpha = desk.senders["alpha"]
    # In Tokyo the second one lies in April already.
    rows = [header("Alpha"), notice("Alpha", 1)]
    late = {"received_at": "2026-03-31T20:00:00Z", "decided_at": "2026-03-31T21:00:00Z"}
    rows.append({**notice("Alpha", 2), **late})
    records = write_records(alpha.folder / "both.jsonl", rows)
    told = desk.receive(alpha.packed("both", records=(records,), reports=(report,)))
    assert (told["rows"]["accepted"], told["remarks"]) == (3, [])


def test_figures_that_contradict_themselves_are_remarked(desk, report_of) -> None:
    totals = {
        "measures.taken": 100,
        "automation.measures_solely": 60,
        "automation.measures_not": 30,
    }
    report = report_of("Alpha", totals)
    told = desk.receive(desk.senders["alpha"].packed("r", reports=(report,)))
    assert [one["code"] for one in told["remarks"]] == ["sum_fails"]
    assert "60" not in json.dumps(told["remarks"])


def test_records_alone_have_no_remark(desk) -> None:
    assert desk.receive(desk.senders["alpha"].submission())["remarks"] == []
