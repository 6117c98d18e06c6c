from harmscope.render.html.crossed import WIDEST, crossed

SERVICES = ("Alpha", "Beta")


def row(
    value: int | None, harm: str | None = None, service: str | None = None
) -> dict[str, object]:
    return {"value": value, "harm": harm, "service": service, "senders": 2, "of": 3}


def groups(*services: str) -> dict[tuple[str, ...], list[dict[str, object]]]:
    return {
        (): [row(9)],
        ("harm",): [row(9, "hate")],
        ("service",): [row(i, None, name) for i, name in enumerate(services)],
        ("harm", "service"): [row(7, "hate", services[0])],
    }


def table(*services: str) -> dict[str, object] | None:
    return crossed(groups(*services), lambda one: str(one["value"]), lambda _, code: code.upper())


def test_totals_stand_along_the_edges() -> None:
    made = table(*SERVICES)
    assert made is not None
    assert made["heads"] == ["All services", "Alpha", "Beta", "Services behind"]
    assert made["rows"] == [
        {"codes": ["All harms"], "cells": ["9", "0", "1", "2 of 3"]},
        {"codes": ["HATE"], "cells": ["9", "7", "", "2 of 3"]},
    ]


def test_too_many_services_are_listed_instead() -> None:
    assert table(*(f"S{i}" for i in range(WIDEST + 1))) is None


def test_without_a_split_by_both_there_is_no_such_table() -> None:
    assert crossed({(): [row(9)], ("harm",): [row(9, "hate")]}, str, lambda _, code: code) is None
