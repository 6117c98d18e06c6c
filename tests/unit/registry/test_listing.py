from harmscope.registry.listing import full, line, rows


def test_lists_show_states_and_reasons(desk) -> None:
    alpha = desk.senders["alpha"]
    desk.receive(alpha.submission("a"))
    desk.receive(alpha.submission("b", notices=31))
    first, second = (line(one) for one in rows(desk.state))
    assert "accepted" in first
    assert second.endswith("(already_reported)")


def test_a_nameless_package_has_a_line_too(desk) -> None:
    desk.receive(b"hello")
    assert "corrupt     -  -  (not_a_bag)" in line(rows(desk.state)[0])


def test_full_holds_what_is_on_record(desk) -> None:
    desk.receive(desk.senders["alpha"].submission())
    body = full(desk.last())
    assert body["rows"]["accepted"] == 31
    assert {one["role"] for one in body["objects"]} == {"records", "package"}


def test_figures_without_records_are_told_from_records(desk, report_of) -> None:
    report = report_of("Alpha", {"notices.received": 40})
    desk.receive(desk.senders["alpha"].packed("r", reports=(report,)))
    assert line(rows(desk.state)[0]).endswith("2026-03-31  figures")
