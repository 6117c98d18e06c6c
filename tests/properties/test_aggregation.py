"""Counting on random records: order does not matter, parts add up, and a slow reference agrees."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from harmscope.aggregation.counting import count, histogram
from harmscope.aggregation.normalise import judging, normalise, open_tables
from harmscope.aggregation.parts import Setting
from harmscope.engine import DuckDb
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.metric import Measure
from harmscope.model.period import Period

Record = dict[str, Any]

# Each example opens a database; a third of the profile's examples keeps the test short.
FEWER = settings(max_examples=settings.default.max_examples // 3)

HEADER = {"record": "dataset", "version": "1.1"}
JULY = Period(date(2025, 7, 1), date(2025, 7, 31))
HARMS = ["hate", "hate.attack", "ncii.synthetic", "fraud.scam"]
KINDS = ["visibility.removed", "visibility.demoted", "monetary.suspended", "account.suspended"]
NAMES = ("items.actioned", "accounts.actioned", "decisions.restricting", "decisions.taken",
         "decisions.reversed", "decisions.no_action", "decisions.fully_automated")  # fmt: skip

days = st.integers(-20, 50).map(lambda days: (date(2025, 7, 1) + timedelta(days)).isoformat())


@st.composite
def decisions(draw: st.DrawFn) -> list[Record]:
    made = []
    for number in range(draw(st.integers(0, 3))):
        decision: Record = {"id": f"d{number}"}
        if draw(st.booleans()):
            decision["decided_at"] = draw(days)
        kinds = draw(st.lists(st.sampled_from(KINDS), unique=True, max_size=3))
        if kinds:
            decision["actions"] = [{"kind": kind} for kind in kinds]
        elif number:
            decision["reverses"] = {"decision": "d0", "cause": "error"}
        if draw(st.booleans()):
            decision["automation"] = draw(st.sampled_from(["none", "full"]))
        made.append(decision)
    return made


@st.composite
def incidents(draw: st.DrawFn) -> list[Record]:
    made = []
    for number in range(draw(st.integers(0, 8))):
        record: Record = {
            "record": "incident",
            "incident_id": f"i{number}",
            "service": draw(st.sampled_from(["A", "B"])),
            "subject_kind": draw(st.sampled_from(["content", "account"])),
        }
        if draw(st.booleans()):
            record["harm"] = {"primary": draw(st.sampled_from(HARMS))}
        if draw(st.booleans()):
            record["content"] = {"created_at": draw(days)}
        taken = draw(decisions())
        if taken:
            record["decisions"] = taken
        made.append(record)
    return made


@contextmanager
def engine_on(records: list[Record]) -> Iterator[DuckDb]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "r.jsonl"
        lines = [json.dumps(record) + "\n" for record in [HEADER, *records]]
        source.write_text("".join(lines), encoding="utf-8")
        normalise([source], folder, judging(lambda record: []), Setting())
        engine = DuckDb(folder)
        open_tables(engine, folder, date(2026, 1, 1))
        yield engine
        engine.close()


def counts(records: list[Record], *split: str) -> dict[str, dict[tuple[str, ...], int]]:
    with engine_on(records) as engine:
        found = count(engine, [METRICS[name] for name in NAMES], split, JULY)
    return {
        name: {key: cell.value for key, cell in cells.items() if cell.value}
        for name, cells in found.items()
    }


def reference(records: list[Record]) -> dict[str, dict[tuple[str, ...], int]]:
    """The same by plain loops over records, split by first-level harm."""
    sets: dict[str, set[tuple[str, ...]]] = {name: set() for name in NAMES}
    for record in records:
        harm = record.get("harm", {}).get("primary", "unallocated").split(".")[0]
        for decision in record.get("decisions", []):
            if not JULY.start.isoformat() <= decision.get("decided_at", "") <= JULY.end.isoformat():
                continue
            for name in meant(record, decision):
                whole_record = name in ("items.actioned", "accounts.actioned")
                key = record["incident_id"], "" if whole_record else decision["id"]
                sets[name].add((harm, *key))
    return {name: dict(Counter((key[0],) for key in keys)) for name, keys in sets.items()}


def meant(record: Record, decision: Record) -> Iterator[str]:
    kinds = {action["kind"].split(".")[0] for action in decision.get("actions", [])}
    account = record["subject_kind"] == "account"
    if not account and kinds & {"visibility", "monetary"}:
        yield "items.actioned"
    if kinds & {"account", "service"} or (account and kinds):
        yield "accounts.actioned"
    if kinds:
        yield "decisions.restricting"
        if decision.get("automation") == "full":
            yield "decisions.fully_automated"
    if "reverses" in decision:
        yield "decisions.reversed"
    else:
        yield "decisions.taken"
        if not kinds:
            yield "decisions.no_action"


@FEWER
@given(incidents())
def test_duckdb_agrees_with_plain_loops(records: list[Record]) -> None:
    assert counts(records, "harm_top") == reference(records)


@FEWER
@given(incidents(), st.randoms(use_true_random=False))
def test_order_and_doubles_do_not_matter(records: list[Record], random: Any) -> None:
    shuffled = [*records, *records[:2]]
    random.shuffle(shuffled)
    assert counts(shuffled, "harm", "month") == counts(records, "harm", "month")


@FEWER
@given(incidents(), st.integers(0, 8))
def test_parts_add_up_to_the_whole(records: list[Record], cut: int) -> None:
    whole, one, two = counts(records), counts(records[:cut]), counts(records[cut:])
    for name in NAMES:
        assert METRICS[name].pooling == "sum"
        assert isinstance(METRICS[name].how, Measure)
        parts = one[name].get((), 0) + two[name].get((), 0)
        assert whole[name].get((), 0) == parts


@FEWER
@given(incidents())
def test_a_histogram_has_every_restricting_decision(records: list[Record]) -> None:
    with engine_on(records) as engine:
        found = histogram(engine, METRICS["time.content_to_action.median"], (), JULY)
    total = sum(rows for _, rows in found.get((), []))
    assert total == counts(records)["decisions.restricting"].get((), 0)
