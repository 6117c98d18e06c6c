from harmscope.model.period import parse_period
from harmscope.registry.pooled import lines, pooled


def test_the_pool_as_an_official_reads_it(filled) -> None:
    body = pooled(filled.registry, parse_period("2026-Q1"))
    text = "\n".join(lines(body))
    assert "2026-01-01/2026-03-31 as of entry 6, 3 submissions" in text
    assert "123  3 of 3 services" in text
    assert body["figures"][0]["metric"] == "items.actioned"


def test_absent_services_are_doubts(desk) -> None:
    desk.receive(desk.senders["alpha"].submission())
    text = "\n".join(lines(pooled(desk.registry, parse_period("2026-Q1"))))
    assert "doubt absent: Beta" in text
