"""Whether the report of a submission adds up, and agrees with the records beside it: at intake."""

from harmscope.model.period import Period
from harmscope.model.submission import Submission
from harmscope.registry.checks import doubts
from harmscope.registry.contributions import counted, plan, reported
from harmscope.registry.pool import Pool
from harmscope.registry.state import Received
from harmscope.registry.store import Store
from harmscope.times import day_of

Remark = dict[str, str]


def remarks(statement: Submission, objects: list[dict[str, str]], store: Store) -> list[Remark]:
    """What an official should look at, as code, metric and words, without a count.

    Records without a report have none: their counts are our own and add up by themselves.
    """
    if all(one["role"] != "report" for one in objects):
        return []
    shipped = plan()
    start, end = statement.period.start, statement.period.end
    one = Received(
        seq=0,
        at="",
        package="",
        status="received",
        service=statement.service,
        start=start,
        end=end,
        kind=statement.kind,
        objects=list(objects),
    )
    period = Period(day_of(start), day_of(end))
    report = reported(one, store, shipped)
    records = statement.kind == "records"
    made = Pool(
        period=period,
        seq=0,
        head="",
        figures=[],
        used=[one],
        left_out=[],
        absent=[],
        twins={},
        parts=counted([one], store, shipped, period, report.zone) if records else [report],
        checks=[report] if records else [],
    )
    return [
        {"code": doubt.code, "metric": doubt.metric, "words": doubt.words}
        for doubt in doubts(made, shipped)
    ]
