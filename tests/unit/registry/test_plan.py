from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.dimensions import SPLITS
from harmscope.metrics.metric import Measure, Spread
from harmscope.registry.plan import plan


def test_every_metric_and_split_exists_and_fits() -> None:
    for name, split in plan().wanted:
        assert name in METRICS
        assert all(one in SPLITS for one in split)
        assert isinstance(METRICS[name].how, Spread) or METRICS[name].pooling != "never"


def test_sums_and_links_are_between_counted_measures() -> None:
    counted = {name for names in plan().counted().values() for name in names}
    for whole, parts in (*plan().sums, *plan().links):
        assert {whole, *parts} <= counted


def test_shares_are_counted_as_their_two_measures() -> None:
    totals = plan().counted()[()]
    assert {"notices.acted", "notices.received"} <= set(totals)
    assert all(isinstance(METRICS[name].how, Measure) for name in totals)
