"""Takes out what must not be counted twice: doubles, contradictions, superseded records.

Records are the same where kind, service and id are. Several with the same content count once;
several with different content contradict each other, and none of them is counted. A record that
another one supersedes is not counted. Which of several equal ones stays does not matter.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import ibis

from harmscope.aggregation.normalise import KEYS, Intake
from harmscope.engine.base import Engine
from harmscope.metrics.tables import TABLES, table
from harmscope.rules import find

DOUBLE = find("duplicate_record").code
CONTRADICTION = find("duplicate_id").code
SUPERSEDED = "superseded"

_DROPPED = "dropped"


def open_tables(engine: Engine, folder: Path) -> Counter[str]:
    """Give the engine the flat tables in ``folder`` without doubles; counts what was taken out."""
    engine.table(KEYS, folder / f"{KEYS}.parquet")
    dropped = folder / f"{_DROPPED}.parquet"
    engine.write(_dropped(), dropped)
    engine.table(_DROPPED, dropped)
    counts = _counts(engine)
    for name in TABLES:
        source = folder / f"{name}.parquet"
        engine.table(name, source)
        if counts:
            clean = folder / f"{name}.clean.parquet"
            engine.write(table(name).anti_join(_drop_table(), "seq"), clean)
            engine.table(name, clean)
    return counts


def kept_exposures(engine: Engine, intake: Intake) -> list[dict[str, Any]]:
    """The exposure records that count, in the order of their ids."""
    rows = engine.rows(table("exposure").select("seq"))
    kept = [intake.exposures[int(row["seq"])] for row in rows]
    return sorted(kept, key=lambda record: str(record["exposure_id"]))


def _dropped() -> Any:
    """(seq, reason) of every record that is not counted."""
    keys = ibis.table(
        {"seq": "int64", "id": "string", "digest": "string", "supersedes": "string"}, name=KEYS
    )
    groups = keys.group_by("id").agg(
        first=keys.seq.min(), rows=keys.count(), contents=keys.digest.nunique()
    )
    several = groups.filter(groups.rows > 1)
    doubles = keys.inner_join(several, "id")
    contradicting = doubles.contents > 1
    reason = ibis.ifelse(contradicting, CONTRADICTION, DOUBLE)
    doubled = doubles.filter(contradicting | (doubles.seq != doubles.first)).select(
        seq=doubles.seq, reason=reason
    )
    replaced = keys.filter(keys.supersedes.notnull()).select(old=keys.supersedes).distinct()
    superseded = keys.semi_join(replaced, keys.id == replaced.old)
    old = superseded.anti_join(doubled, "seq").select("seq", reason=ibis.literal(SUPERSEDED))
    return doubled.union(old)


def _drop_table() -> Any:
    return ibis.table({"seq": "int64", "reason": "string"}, name=_DROPPED)


def _counts(engine: Engine) -> Counter[str]:
    dropped = _drop_table()
    rows = engine.rows(dropped.group_by("reason").agg(records=dropped.count()))
    return Counter({str(row["reason"]): int(row["records"]) for row in rows})
