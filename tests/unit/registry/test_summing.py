from harmscope.registry.contributions import Contribution, Plan
from harmscope.registry.summing import Pooled, summed

SERVICE = ("service",)
PLAN = Plan(
    (
        ("notices.received", ()),
        ("notices.received", SERVICE),
        ("notices.acted_share", ()),
        ("time.notice_to_decision.median", ()),
    ),
    (),
    (),
)


def part(service: str, received: int, acted: int | None) -> Contribution:
    counts = {("notices.received", ()): {(): received}}
    counts["notices.received", SERVICE] = {(service,): received}
    missing = set()
    if acted is None:
        missing.add(("notices.acted", ()))
    else:
        counts["notices.acted", ()] = {(): acted}
    return Contribution(service, counts, missing=missing)


def figures(*parts: Contribution, services: int = 3) -> dict[tuple[str, tuple[str, ...]], Pooled]:
    return {(one.metric, one.key): one for one in summed(parts, PLAN, services)}


def test_a_share_counts_the_same_services_above_and_below() -> None:
    found = figures(part("Alpha", 100, 50), part("Beta", 300, None))
    share = found["notices.acted_share", ()]
    assert (share.value, share.behind, share.of) == (0.5, ("Alpha",), 3)
    assert share.narrowed
    assert found["notices.received", ()].value == 400


def test_a_share_of_everybody_is_not_narrowed() -> None:
    share = figures(part("Alpha", 100, 50), part("Beta", 300, 50))["notices.acted_share", ()]
    assert (share.value, share.senders, share.narrowed) == (0.25, 2, False)


def test_a_figure_about_one_service_stands_on_that_one() -> None:
    found = figures(part("Alpha", 100, 50), part("Beta", 300, 50))
    one = found["notices.received", ("Beta",)]
    assert (one.behind, one.senders, one.of) == (("Beta",), 1, 1)


def test_a_median_of_nothing_is_there_without_a_value() -> None:
    median = figures(part("Alpha", 100, 50))["time.notice_to_decision.median", ()]
    assert (median.value, median.cases) == (None, 0)


def test_what_nobody_records_has_nobody_behind_it() -> None:
    share = figures(part("Alpha", 100, None))["notices.acted_share", ()]
    assert (share.value, share.senders) == (None, 0)


def test_a_zero_of_one_service_has_its_place_beside_the_others() -> None:
    split = ("harm_top", "service")
    wanted = Plan((("notices.received", split),), (), ())
    one, other = part("Alpha", 100, 50), part("Beta", 300, 50)
    one.counts["notices.received", split] = {("hate", "Alpha"): 100}
    other.counts["notices.received", split] = {("fraud", "Beta"): 300}
    found = {one.key: one.value for one in summed([one, other], wanted, 3)}
    assert found == {
        ("fraud", "Alpha"): 0,
        ("fraud", "Beta"): 300,
        ("hate", "Alpha"): 100,
        ("hate", "Beta"): 0,
    }


def test_a_service_that_does_not_record_has_no_zeros() -> None:
    wanted = Plan((("notices.received", SERVICE),), (), ())
    one, other = part("Alpha", 100, 50), part("Beta", 0, 50)
    other.missing.add(("notices.received", SERVICE))
    assert {one.key for one in summed([one, other], wanted, 3)} == {("Alpha",)}
