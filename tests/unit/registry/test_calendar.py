from datetime import date, datetime

from harmscope.model.period import parse_period
from harmscope.registry.calendar import calendar, set_deadline
from harmscope.registry.submissions import decide, withdraw
from senders import TODAY

AT = datetime(2026, 4, 20, 10)


def standings(desk, today: date) -> dict[str, str]:
    return {one.service: one.standing for one in calendar(desk.state, today)}


def test_each_service_stands_to_each_deadline(desk) -> None:
    set_deadline(desk.registry, parse_period("2026-Q1"), date(2026, 4, 20), AT)
    assert set(standings(desk, TODAY).values()) == {"due"}
    assert set(standings(desk, date(2026, 4, 21)).values()) == {"missing"}
    desk.receive(desk.senders["alpha"].submission())
    desk.receive(desk.senders["beta"].submission(), datetime(2026, 4, 21))
    told = desk.receive(desk.senders["gamma"].submission())
    withdraw(desk.registry, told["submission"], "wrong file", AT)
    assert standings(desk, date(2026, 4, 22)) == {
        "Alpha": "received",
        "Beta": "late",
        "Gamma": "withdrawn",
    }


def test_a_rejected_submission_is_called_rejected(desk) -> None:
    set_deadline(desk.registry, parse_period("2026-Q1"), date(2026, 4, 20), AT)
    told = desk.receive(desk.senders["alpha"].submission())
    decision = {"outcome": "reject", "official": "o", "reason": "r", "rules": "v", "remedy": "m"}
    decide(desk.registry, told["submission"], decision, AT)
    beta = desk.senders["beta"]
    desk.receive(beta.submission("a", service="Alpha"))
    assert standings(desk, TODAY) == {"Alpha": "rejected", "Beta": "due", "Gamma": "due"}


def test_a_new_day_for_a_period_takes_the_place_of_the_old(desk) -> None:
    for day in (date(2026, 4, 20), date(2026, 5, 20)):
        set_deadline(desk.registry, parse_period("2026-Q1"), day, AT)
    assert {one.due for one in calendar(desk.state, TODAY)} == {"2026-05-20"}
