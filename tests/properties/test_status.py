"""No figure is called exact that the log, were its gaps filled, could change."""

import copy
import json
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from harmscope.aggregation.dsa_sections import TemplateWork, template_sections
from harmscope.aggregation.figures import FigureMaker
from harmscope.aggregation.labels import Gaps, gaps_of
from harmscope.aggregation.normalise import judging, normalise, open_tables
from harmscope.aggregation.observed import days_of, evidence_of
from harmscope.aggregation.parts import Setting
from harmscope.engine import DuckDb
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.dsa import DSA
from harmscope.metrics.flat_tables import SPLITS
from harmscope.metrics.metric import Measure, Sampled
from harmscope.model.figure import Figure
from harmscope.model.period import Period
from harmscope.taxonomy.systems import codelist

Record = dict[str, Any]
Key = tuple[str, tuple[tuple[str, str], ...]]

FIRST, LAST = date(2025, 7, 1), date(2025, 9, 30)
PERIOD = Period(FIRST, LAST)
TODAY = date(2026, 1, 10)
WHOLE = {"start": "2025-07-01", "end": "2025-09-30"}

# The first part of the name of a metric that is about the data and not about the service, and the
# clock table, whose states are told from the law.
ABOUT_THE_DATA = "quality."
TEMPLATE = {metric.id for metric in DSA}
Split = tuple[str, ...]
SPLIT: tuple[Split, ...] = (
    ("month",), ("harm",), ("harm_top", "month"), ("ground",), ("automation",), ("language",),
    ("detection_source",), ("item_action",), ("order_kind",), ("minor",), ("native",), ("garm",),
    ("hours_to_act",), ("days_taken",),
)  # fmt: skip


def picked(chance: random.Random, name: str) -> str:
    return chance.choice(sorted(codelist(name).codes))


def some_day(chance: random.Random) -> date:
    return FIRST + timedelta(chance.randrange(PERIOD.days))


def moment(day: date, hour: int) -> str:
    return f"{day.isoformat()}T{hour:02d}:00:00Z"


def full_notice(chance: random.Random, number: int) -> Record:
    """A notice of which everything is known."""
    day, kind = some_day(chance), picked(chance, "notice-kind")
    record: Record = {
        "record": "notice",
        "version": "1.0",
        "notice_id": f"n{number}",
        "service": "Lanternfish",
        "kind": kind,
        "received_at": moment(day, 8),
        "acknowledged_at": moment(day, 9),
        "decided_at": moment(day, chance.randrange(10, 20)),
        "outcome": chance.choice(["acted", "partly", "no_action"]),
        "processing_automation": picked(chance, "automation"),
        "item_count": chance.randrange(1, 4),
        "valid": chance.random() < 0.5,
        "languages": [chance.choice(["de", "fr"])],
        "harm": {"primary": chance.choice(["hate", "ncii.synthetic", "fraud.scam"])},
        "native": [{"scheme": "dsa@v2", "code": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"}],
        "requester": {"relation": "depicted_person", "trusted_flagger": chance.random() < 0.5},
    }
    if record["outcome"] in ("acted", "partly"):
        record["removed_at"] = moment(day, chance.randrange(20, 24))
    if kind == "authority_order":
        record["order"] = {"kind": chance.choice(["act", "inform"]), "state": "DE"}
        record["fulfilled_at"] = moment(day, 21)
    return record


def full_incident(chance: random.Random, number: int) -> Record:
    """A case of which everything is known."""
    day = some_day(chance)
    kinds = chance.sample(
        ["visibility.removed", "visibility.demoted", "monetary.suspended", "account.suspended",
         "account.warned"], chance.randrange(0, 3))  # fmt: skip
    decision: Record = {
        "id": "d1",
        "decided_at": moment(day, 12),
        "ground": chance.choice(["law", "terms"]),
        "automation": picked(chance, "automation"),
        "item_count": chance.randrange(1, 4),
    }
    if kinds:
        decision["actions"] = [{"kind": kind} for kind in kinds]
    decisions = [decision]
    if kinds and chance.random() < 0.4:
        reverses = {"decision": "d1", "cause": picked(chance, "reversal-cause")}
        undone = moment(day + timedelta(chance.randrange(3)), 20)
        decisions.append({"id": "d2", "decided_at": undone, "reverses": reverses})
    return {
        "record": "incident",
        "version": "1.0",
        "incident_id": f"i{number}",
        "service": "Lanternfish",
        "subject_kind": chance.choice(["content", "account", "generation"]),
        "harm": {"primary": chance.choice(["hate", "ncii.synthetic", "fraud.scam"])},
        "native": [
            {
                "scheme": "dsa@v2",
                "code": chance.choice(
                    ["STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "STATEMENT_CATEGORY_VIOLENCE"]
                ),
            }
        ],
        "content": {
            "created_at": moment(day - timedelta(2), 9),
            "languages": [chance.choice(["de", "fr"])],
        },
        "depicted": {"real_person": "yes", "minor": chance.choice(["yes", "no"])},
        "generation": {
            "ai_involvement": chance.choice(["none", "generated", "synthetic"]),
            "safeguard_state": picked(chance, "safeguard-state"),
        },
        "consent": {"distribution": chance.choice(["given", "refused"])},
        **({} if set(kinds) - {"account.warned"} else {"no_harm": "authorised"}),
        "provenance": {
            "c2pa_state": picked(chance, "c2pa-state"),
            "visible_label": chance.choice(["yes", "no"]),
        },
        "detection": {
            "source": chance.choice(["own_initiative", "user_flag", "legal_notice"]),
            "method": picked(chance, "detection-method"),
            "automated": chance.random() < 0.5,
            "detected_at": moment(day, 10),
        },
        "reach": {
            "views_before_action": chance.randrange(9),
            "copies_removed": chance.randrange(3),
            "reuploads_blocked": chance.randrange(3),
        },
        "decisions": decisions,
        "appeals": [
            {
                "id": "a1",
                "against": {"decision": "d1"},
                "channel": chance.choice(["internal", "out_of_court"]),
                "filed_at": moment(day, 15),
                "decided_at": moment(day, 18),
                "outcome": chance.choice(["granted", "partly_granted", "denied"]),
                "implemented": chance.random() < 0.5,
            }
        ],
    }


def full_log(chance: random.Random) -> list[Record]:
    header = {
        "record": "dataset",
        "version": "1.1",
        "service": "Lanternfish",
        "period": WHOLE,
        "time_zone": "UTC",
        "taxonomy": "harm@1.0.0",
        "disclosure": "restricted",
        "capabilities": sorted(codelist("capability").codes),
    }
    notices = [full_notice(chance, number) for number in range(chance.randrange(1, 7))]
    cases = [full_incident(chance, number) for number in range(chance.randrange(1, 7))]
    return [header, *notices, *cases]


# Gaps. Each takes a log and gives one that holds less, as a source would that lacks it.

MEMBERS = (
    "harm", "native", "languages", "valid", "item_count", "processing_automation", "decided_at",
    "removed_at", "acknowledged_at", "fulfilled_at", "requester", "order.kind", "order.state",
    "content", "content.created_at", "content.languages", "depicted", "depicted.minor",
    "generation", "generation.safeguard_state", "generation.ai_involvement", "provenance",
    "provenance.c2pa_state", "provenance.visible_label", "detection", "detection.source",
    "detection.method", "detection.automated", "reach", "consent", "reach.views_before_action",
    "decisions.*.decided_at", "decisions.*.ground", "decisions.*.automation",
    "appeals.*.decided_at", "appeals.*.implemented",
)  # fmt: skip


def without(record: Any, path: list[str]) -> None:
    if path[0] == "*":
        for one in record:
            without(one, path[1:])
    elif path[0] in record:
        if len(path) == 1:
            del record[path[0]]
        else:
            without(record[path[0]], path[1:])


def no_members(log: list[Record], chance: random.Random) -> None:
    """Members are missing from some records."""
    for path in chance.sample(MEMBERS, chance.randrange(1, 6)):
        for record in log[1:]:
            # How many items a decision covers is one where it does not say it; a notice's is open.
            if chance.random() < 0.6:
                without(record, path.split("."))


def day_in(record: Record) -> str:
    days = [record.get("received_at", "9")]
    days += [one["decided_at"] for one in record.get("decisions", ()) if "decided_at" in one]
    return str(min(days))[:10]


def late(log: list[Record], chance: random.Random) -> None:
    """The log starts late; the header does not say it, or says it."""
    start = some_day(chance).isoformat()
    log[1:] = [record for record in log[1:] if day_in(record) >= start]
    stated = log[0].pop("period", None)
    if stated is not None and chance.random() < 0.5:
        log[0]["period"] = stated | {"start": start}


def no_month(log: list[Record], chance: random.Random) -> None:
    """A month is missing from a log whose header states no period."""
    month = chance.choice(["2025-07", "2025-08", "2025-09"])
    log[1:] = [record for record in log[1:] if not day_in(record).startswith(month)]
    log[0].pop("period", None)


def declare(log: list[Record], parts: Iterable[str], **more: bool) -> None:
    gaps = [{"part": part, "reason": "Not in the log."} | more for part in parts]
    log[0].setdefault("not_recorded", []).extend(gaps)


def no_kind(log: list[Record], chance: random.Random) -> None:
    """The notices, or the cases, are in another log; the header says so or names nothing."""
    kind = chance.choice(["notice", "incident"])
    log[1:] = [record for record in log[1:] if record["record"] != kind]
    if chance.random() < 0.5:
        cases = ["decisions", "appeals", "reach", "generation", "provenance", "detection"]
        declare(log, ["notices"] if kind == "notice" else cases)
    else:
        log[0].pop("period", None)
        log[0].pop("capabilities", None)


def no_appeals(log: list[Record], chance: random.Random) -> None:
    """The log keeps no appeals, and the header names nothing that it could hold."""
    for record in log[1:]:
        record.pop("appeals", None)
    log[0].pop("capabilities", None)


def a_hole(log: list[Record], chance: random.Random) -> None:
    """Some decisions on content are missing, and the header says that this may be."""
    log[1:] = [one for one in log[1:] if one.get("subject_kind") != "content"]
    parts = ("decisions", "appeals", "reach", "provenance", "detection")
    declare(log, parts, partly=True)


GAPS: tuple[Callable[[list[Record], random.Random], None], ...] = (
    no_members, late, no_month, no_kind, no_appeals, a_hole,
)  # fmt: skip


def figures(log: list[Record], splits: Iterable[Split]) -> dict[Key, Figure]:
    """What the log gives: the metrics of the catalogue whole and by ``splits``, or, without any,
    the EU template."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "r.jsonl"
        source.write_text("".join(f"{json.dumps(one)}\n" for one in log), encoding="utf-8")
        intake = normalise([source], folder, judging(lambda record: []), Setting())
        engine = DuckDb(folder)
        open_tables(engine, folder, TODAY)
        gaps = gaps_of([head.header for head in intake.heads])
        gaps.days = days_of(intake.heads, TODAY)
        gaps.evidence = evidence_of(engine, METRICS.values())
        made = catalogue(engine, gaps, splits) if splits else template(engine, gaps)
        found = {(one.metric, one.place): one for one in made}
        engine.close()
        return found


def catalogue(engine: DuckDb, gaps: Gaps, splits: Iterable[Split]) -> Iterator[Figure]:
    maker = FigureMaker(engine, PERIOD, gaps)
    wanted = [
        (name, split)
        for name, metric in METRICS.items()
        if not name.startswith(ABOUT_THE_DATA) and metric.table != "clock"
        if name not in TEMPLATE  # they stand in the template alone
        if not isinstance(metric.how, Sampled)
        for split in ((), *(splits if isinstance(metric.how, Measure) else ()))
        if all(SPLITS[one].fits(metric.table) for one in split)
    ]
    maker.prepare(wanted)
    for name, split in wanted:
        yield from maker.figures(name, split)


def template(engine: DuckDb, gaps: Gaps) -> Iterator[Figure]:
    for section in template_sections(TemplateWork(engine, PERIOD, gaps)).sections:
        for figure in section.panels[0].figures:
            yield figure.model_copy(
                update={"dimensions": {**(figure.dimensions or {}), "sheet": section.id}}
            )


def remainder(figure: Figure) -> bool:
    """Whether a figure counts the records that do not say it: it is about the gap itself."""
    return (
        any(name in SPLITS and SPLITS[name].is_open(code) for name, code in figure.place)
        or "No sub-category recorded" in dict(figure.place).values()
    )


@settings(max_examples=max(5, settings.default.max_examples // 10), deadline=None)
@given(st.integers(0, 2**32), st.lists(st.sampled_from(GAPS), min_size=1, max_size=2, unique=True))
def test_no_figure_is_exact_that_a_filled_gap_changes(
    seed: int, gaps: list[Callable[[list[Record], random.Random], None]]
) -> None:
    chance = random.Random(seed)
    whole = full_log(chance)
    less = copy.deepcopy(whole)
    for gap in gaps:
        gap(less, chance)
    splits = () if chance.random() < 0.2 else tuple(chance.sample(SPLIT, 1))
    filled, shown = figures(whole, splits), figures(less, splits)
    for key, figure in shown.items():
        if figure.status == "exact" and figure.text is None and not remainder(figure):
            other = filled.get(key)
            assert figure.value == (0 if other is None else other.value), (key, figure, other)


def test_a_log_without_gaps_is_exact() -> None:
    """The other side: where nothing is missing, a count is exact, and 0 is 0."""
    found = figures(full_log(random.Random(7)), [("month",)])
    plain = [one for (_, place), one in found.items() if not place]
    counts = [one for one in plain if isinstance(METRICS[one.metric].how, Measure)]
    unclear = {one.metric for one in counts if one.status != "exact"}
    # Nothing says that a log could hold any referral.
    kinds = ("sent", "described", "actionable", "informational")
    assert unclear == {f"referrals.{one}" for one in kinds}
