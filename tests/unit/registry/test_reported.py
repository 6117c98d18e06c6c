import json

from harmscope.registry.plan import plan
from harmscope.registry.reported import reported


def told(desk, report):
    answer = desk.receive(desk.senders["alpha"].packed("r", reports=(report,)))
    assert answer["status"] == "accepted", answer["problems"]
    return reported(desk.last(), desk.registry.store, plan())


def changed(report, *figures):
    body = json.loads(report.read_text())
    body["sections"][0]["panels"][0]["figures"] += figures
    report.write_text(json.dumps(body))
    return report


def count(value: int, **more: object) -> dict[str, object]:
    figure = {"metric": "notices.acted", "value": value, "unit": "notices", "status": "exact"}
    return {**figure, **more}


def test_a_report_gives_what_it_says_and_no_more(desk, report_of) -> None:
    part = told(desk, report_of("Alpha", {"notices.received": 44}))
    assert part.counts["notices.received", ()] == {(): 44}
    assert part.counts["notices.received", ("service",)] == {("Alpha",): 44}
    assert ("notices.acted", ()) in part.missing


def test_two_figures_of_one_place_are_not_guessed_between(desk, report_of) -> None:
    report = changed(report_of("Alpha", {"notices.received": 44}), count(30), count(31))
    part = told(desk, report)
    assert part.contested == {"notices.acted"}
    assert ("notices.acted", ()) in part.missing
    assert part.counts["notices.received", ()] == {(): 44}


def test_the_same_figure_twice_is_one(desk, report_of) -> None:
    part = told(desk, changed(report_of("Alpha", {"notices.received": 44}), count(30), count(30)))
    assert part.counts["notices.acted", ()] == {(): 30}
    assert part.contested == set()


def test_a_rounded_or_estimated_figure_is_no_count(desk, report_of) -> None:
    report = report_of("Alpha", {"notices.received": 44})
    part = told(desk, changed(report, count(30, rounding=5)))
    assert part.inexact == {"notices.acted"}
    assert ("notices.acted", ()) in part.missing


def test_every_report_of_a_submission_is_read(desk, report_of) -> None:
    first = report_of("Alpha", {"notices.received": 44})
    second = first.with_name("second.json")
    second.write_text(first.read_text().replace("notices.received", "notices.acted"))
    answer = desk.receive(desk.senders["alpha"].packed("r", reports=(first, second)))
    assert answer["status"] == "accepted"
    part = reported(desk.last(), desk.registry.store, plan())
    assert part.counts["notices.received", ()] == part.counts["notices.acted", ()] == {(): 44}
