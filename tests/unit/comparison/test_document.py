from collections.abc import Callable

from harmscope.comparison import compare
from harmscope.comparison.document import document
from harmscope.model.figure import Figure
from harmscope.reading import LoadedReport
from written import held


def test_the_document_has_a_stable_shape(
    make: Callable[..., Figure], report: Callable[..., LoadedReport]
) -> None:
    found = held(document(compare([report(make()), report(make("Beta"), service="Beta")])))
    assert sorted(found) == [
        "axes", "cannot_answer", "coverage", "groups", "left_out", "made_by", "options", "record",
        "reports", "services", "system", "trends", "unmapped", "version",
    ]  # fmt: skip
    pair = found["groups"][0]["pairs"][0]
    assert pair["verdict"] == "with_care"
    assert pair["axes"]["interval"] == {"state": "care", "reason": "the intervals overlap"}
    assert "notice" not in pair["axes"]


def test_a_ranking_is_an_order_or_a_refusal(
    make: Callable[..., Figure], report: Callable[..., LoadedReport]
) -> None:
    ranking = document(compare([report(make(), make("Beta"))]))["groups"][0]["ranking"]
    assert ranking["order"] == []
    assert ranking["refused"]
