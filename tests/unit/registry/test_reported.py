import json

from harmscope.model.changes import Change, Step
from harmscope.registry.plan import plan
from harmscope.registry.reported import reported
from harmscope.registry.state import Received


def told(desk, report):
    answer = desk.receive(desk.senders["alpha"].packed("r", reports=(report,)))
    assert answer["status"] in {"accepted", "warning"}, answer["problems"]
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


def kept(desk, report, **more: object) -> Received:
    """A submission from a time when the version of its report was the newest."""
    body = json.loads(report.read_text())
    body |= {"version": "0.9", "as_of": body.pop("clock"), **more}
    report.write_text(json.dumps(body))
    name = desk.registry.store.put(report, ".json")
    objects = [{"name": name, "role": "report", "member": "data/report.json"}]
    return Received(1, "2026-04-20T10:00:00Z", "", "accepted", service="Alpha", objects=objects)


STEPS = (
    Step(
        "report",
        "0.9",
        "1.0",
        (
            Change("renamed", "as_of", into=("clock",)),
            Change("split", "disclosure", ("hidden",), ("public", "public-exact")),
        ),
    ),
)


def test_an_older_report_is_brought_forward_and_counted(desk, report_of) -> None:
    one = kept(desk, report_of("Alpha", {"notices.received": 44}))
    part = reported(one, desk.registry.store, plan(), STEPS)
    assert part.counts["notices.received", ()] == {(): 44}
    assert not part.unclear


def test_an_older_report_that_would_be_a_guess_counts_for_nothing(desk, report_of) -> None:
    one = kept(desk, report_of("Alpha", {"notices.received": 44}), disclosure="hidden")
    part = reported(one, desk.registry.store, plan(), STEPS)
    assert part.unclear
    assert part.counts == {}
    assert ("notices.received", ()) in part.missing
