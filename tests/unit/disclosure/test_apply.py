from typing import Any

from harmscope.disclosure.apply import APART, WITHHELD, Layout, apply, tables_of
from harmscope.disclosure.level import level as level_named
from harmscope.model.figure import Figure


def count(value: int, metric: str = "accounts.actioned", **members: Any) -> Figure:
    given = {"metric": metric, "value": value, "unit": "accounts", "status": "exact"}
    return Figure.model_validate(given | members)


def shown(*figures: Figure, level: str = "public") -> list[Figure]:
    found = apply(level_named(level), figures, Layout(lambda figure: figure.place))
    return [found.figure(one) for one in figures]


def test_small_counts_are_withheld_and_others_rounded() -> None:
    small, large, none = shown(
        count(3, dimensions={"service": "a"}),
        count(23, dimensions={"service": "b"}),
        count(0, dimensions={"service": "c"}),
    )
    assert (small.value, small.status, small.notes) == (None, "suppressed", [WITHHELD])
    assert (large.value, large.rounding) == (25, 5)
    assert none.value == 0


def test_nothing_that_tells_exact_counts_stays() -> None:
    noted = count(40, notes=["17 of them do not say it."], bounds={"low": 40, "high": 43})
    figure = shown(noted)[0]
    assert (figure.value, figure.notes, figure.bounds) == (40, None, None)


def test_a_share_is_made_of_what_is_shown() -> None:
    share = Figure(
        metric="appeals.granted_share", unit="share", status="exact", value=0.4286,
        numerator=12, denominator=28,
    )  # fmt: skip
    figure = shown(share)[0]
    assert (figure.numerator, figure.denominator, figure.value) == (10, 30, 0.3333)
    tiny = share.model_copy(update={"numerator": 3, "denominator": 28})
    assert shown(tiny)[0].status == "suppressed"


def test_times_of_few_and_of_one_are_withheld() -> None:
    def time(metric: str, cases: int) -> Figure:
        given = {"metric": metric, "unit": "hours", "status": "exact", "value": 9}
        return shown(Figure.model_validate(given | {"denominator": cases}))[0]

    assert time("requests.time_to_remove.median", 9).status == "suppressed"
    assert time("requests.time_to_remove.median", 43).denominator == 45
    assert time("requests.time_to_remove.max", 43).status == "suppressed"


def test_what_is_not_recorded_declared_or_sampled_is_left_alone() -> None:
    figures = [
        Figure(metric="a.b", unit="accounts", status="not_recorded", notes=["None kept."]),
        count(3, estimand="declared"),
        Figure(
            metric="a.b", unit="share", status="estimate", value=0.001, estimand="sampled_exposure"
        ),
    ]
    assert shown(*figures) == figures


def test_a_reason_for_no_number_tells_of_no_cases() -> None:
    notes = ["4 cases do not say it.", "1,204 of 3,007 cases lack a time.", "Version 19 has none."]
    figure = Figure(metric="a.b", unit="accounts", status="not_recorded", notes=notes)
    assert shown(figure)[0].notes == [
        "Some cases do not say it.",
        "Some cases lack a time.",
        "Version 19 has none.",
    ]
    assert shown(figure, level="statutory")[0].notes == notes


def test_bands_give_limits() -> None:
    figure = shown(count(23), level="bands")[0]
    assert figure.value is None
    assert figure.bounds is not None


def test_the_only_hidden_part_of_a_sum_is_not_left_alone() -> None:
    parts = {"law": 3, "terms": 40, "other": 60}
    figures = [count(103), *(count(n, dimensions={"ground": code}) for code, n in parts.items())]
    found = {str(one.dimensions): one for one in shown(*figures, level="public-exact")}
    hidden = [one for one in found.values() if one.status == "suppressed"]
    assert len(hidden) >= 2


def test_intimate_imagery_is_withheld_whatever_the_unit() -> None:
    dimensions = {"harm": "ncii.synthetic"}
    figure = shown(count(15, "items.actioned", unit="items", dimensions=dimensions))[0]
    assert figure.status == "suppressed"


def test_a_share_of_nothing_tells_no_count_that_is_a_band() -> None:
    share = Figure(
        metric="appeals.granted_share", unit="share", status="not_reported",
        numerator=0, denominator=0, notes=["There were no cases."],
    )  # fmt: skip
    assert shown(share)[0].status == "not_reported"
    banded = shown(share, level="bands")[0]
    assert (banded.status, banded.notes) == ("suppressed", [WITHHELD])


def test_a_time_of_too_few_senders_is_withheld() -> None:
    time = Figure(
        metric="requests.time_to_remove.median", unit="hours", status="exact", value=9,
        denominator=43, senders=2, of=3,
    )  # fmt: skip
    assert shown(time)[0].status == "suppressed"
    assert shown(time.model_copy(update={"senders": 3}))[0].value == 9


def test_a_share_of_other_services_than_its_counts_is_not_made_of_them() -> None:
    counts = [
        count(value, metric, unit="notices", senders=3, of=3)
        for metric, value in (("notices.received", 120), ("notices.acted", 80))
    ]
    share = Figure(
        metric="notices.acted_share", unit="share", status="exact", value=0.5, senders=2, of=3
    )
    apart = frozenset({("notices.acted_share", ())})
    for layout, expected in (
        (Layout(lambda figure: figure.place), (0.6667, "approx", None)),
        (Layout(lambda figure: figure.place, apart=apart), (None, "not_recorded", [APART])),
    ):
        made = apply(level_named("public"), [*counts, share], layout).figure(share)
        assert (made.value, made.status, made.notes) == expected


def test_a_count_with_bounds_alone_is_withheld() -> None:
    figure = Figure(
        metric="accounts.actioned", unit="accounts", status="at_least",
        bounds={"low": 40, "high": 60},
    )  # fmt: skip
    made = shown(figure)[0]
    assert (made.status, made.bounds) == ("suppressed", None)


def test_parts_by_sender_are_open_only_where_the_split_by_service_is_published() -> None:
    total = count(40, "notices.received", unit="notices")
    layout = Layout(
        lambda figure: figure.place, shares={("notices.received", ()): {"alpha": 30, "beta": 10}}
    )
    (alone,) = tables_of([total], layout).cells
    assert (alone.shares, alone.open_sender) == ({"alpha": 30, "beta": 10}, False)
    service = count(30, "notices.received", unit="notices", dimensions={"service": "Alpha"})
    whole, _ = tables_of([total, service], layout).cells
    assert whole.open_sender


def test_a_rounded_count_is_not_called_exact() -> None:
    figures = [count(123, "notices.received", unit="notices", senders=3, of=3)]
    found = apply(level_named("public"), figures, Layout(lambda figure: figure.place))
    made = found.figure(figures[0])
    assert (made.value == 123, made.status, bool(made.rounding)) == (False, "approx", True)
