from harmscope.model.period import parse_period


def codes(told: dict[str, object]) -> list[str]:
    return [one["code"] for one in told["problems"]]


def test_a_period_is_reported_once(desk) -> None:
    alpha = desk.senders["alpha"]
    assert codes(desk.receive(alpha.submission("a"))) == []
    assert codes(desk.receive(alpha.submission("b", notices=31))) == ["already_reported"]


def test_a_correction_takes_its_place(desk) -> None:
    alpha = desk.senders["alpha"]
    first = desk.receive(alpha.submission("a"))["submission"]
    told = desk.receive(alpha.submission("b", notices=31, replaces=first, because="one more"))
    assert told["status"] == "accepted"
    again = alpha.submission("c", notices=32, replaces=first, because="two more")
    assert codes(desk.receive(again)) == ["replaces_not_current"]


def test_what_is_replaced_must_be_there_and_ones_own(desk) -> None:
    alpha, beta = desk.senders["alpha"], desk.senders["beta"]
    first = desk.receive(alpha.submission("a"))["submission"]
    unknown = beta.submission("b", replaces="0" * 64, because="x")
    assert codes(desk.receive(unknown)) == ["replaces_unknown"]
    other = beta.submission("c", replaces=first, because="x")
    assert codes(desk.receive(other)) == ["replaces_other"]


def test_overlapping_periods_are_refused(desk) -> None:
    alpha = desk.senders["alpha"]
    desk.receive(alpha.submission("a"))
    from senders import header, notice, write_records

    late = {**header("Alpha"), "period": {"start": "2026-03-01", "end": "2026-04-30"}}
    records = write_records(alpha.folder / "o.jsonl", [late, notice("Alpha", 1)])
    period = parse_period("2026-03-01/2026-04-30")
    told = desk.receive(alpha.packed("o", records=(records,), period=period))
    assert codes(told) == ["overlap"]


def test_services_belong_to_their_sender(desk) -> None:
    alpha = desk.senders["alpha"]
    from senders import header, notice, write_records

    records = write_records(alpha.folder / "o.jsonl", [header("Beta"), notice("Beta", 1)])
    assert codes(desk.receive(alpha.packed("o", records=(records,), service="Beta"))) == [
        "unknown_service"
    ]
