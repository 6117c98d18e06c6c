"""Verdicts of a safeguard, all the way to a report on synthetic media: the shipped example, counted
by hand, and a log of a hundred thousand lines against what its generator did."""

import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app
from harmscope.metrics.estimators import simple

EXAMPLE = Path(__file__).parents[2] / "examples" / "guard-log"
OLD, NEW = "gate@llama-guard-3-8b", "gate@llama-guard-3-8b-r2"
LINES = 100_000
SECRET = "A paper boat on a lake"


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def brought_in(log, folder, mapping=EXAMPLE / "mapping.toml"):
    """The records of a log, as lines, and the summary of the import."""
    target = folder / "records.jsonl"
    options = ["--from", "guard-log", "--mapping", mapping, "-o", target, "--format", "json"]
    result = run("import", log, *options, "--dataset", EXAMPLE / "dataset.toml")
    assert result.exit_code == 0, result.output
    return target, json.loads(result.stdout)


def reported(records, folder):
    """The report's section on safeguards: figures by metric and dimensions, and the breaks."""
    options = ["--profile", "synthetic-media", "--period", "2026-Q1", "--service", "Lanternfish"]
    result = run("report", records, *options, "--clock", "2026-07-10", "-o", folder)
    assert result.exit_code == 0, result.output
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    section = next(one for one in report["sections"] if one["id"] == "safeguards")
    figures = {
        (one["metric"], *(one.get("dimensions") or {}).values()): one
        for panel in section["panels"]
        for one in panel["figures"]
    }
    return figures, report.get("breaks", [])


def test_the_example_gives_what_was_counted_by_hand(tmp_path):
    records, summary = brought_in(EXAMPLE / "verdicts.jsonl", tmp_path)
    assert (summary["read"], summary["written"], summary["findings"]) == (62, 62, {})
    result = run("validate", records, "--clock", "2026-07-10")
    assert result.exit_code == 0, result.output
    figures, breaks = reported(records, tmp_path / "report")
    assert figures["generation.requests_refused",]["value"] == 6
    assert figures["generation.outputs_violating",]["value"] == 1
    # Three outputs were blocked, none of them over intimate imagery or children.
    assert figures["generation.outputs_blocked",]["value"] == 0
    january = figures["generation.refused_share", "2026-01", OLD, "image-maker"]
    assert (january["numerator"], january["denominator"]) == (2, 11)
    assert (january["status"], "interval" in january) == ("exact", False)
    assert [(one["versions"], one["since"]) for one in breaks] == [([OLD, NEW], "2026-02-20")]


class Truth:
    """What the generator did: counts by kind of unit, month and version."""

    def __init__(self, path, share=1.0):
        self.size, self.bad, self.stopped = Counter(), Counter(), Counter()
        self.refused = self.blocked = self.passed = 0
        dice = random.Random(17)
        start, change = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 15, tzinfo=UTC)
        with path.open("w", encoding="utf-8") as file:
            for number in range(LINES):
                at = start + timedelta(seconds=dice.randrange(90 * 24 * 3600))
                row = self._row(dice, number, at, "-r2" if at >= change else "")
                if dice.random() < share:
                    self._count(row)
                    file.write(json.dumps(row) + "\n")

    def _row(self, dice, number, at, version):
        bad = dice.random() < (0.03 if version else 0.05)
        stops = bad and dice.random() < (0.95 if version else 0.8)
        return {
            "id": str(number),
            "at": at.isoformat(),
            "stage": dice.choice(["prompt", "output"]),
            "feature": "image-maker",
            "input": dice.choice(["words", "photo"]),
            "verdict": "unsafe" if bad else "safe",
            "hazards": [dice.choice(["S4", "S10", "S12"])] if bad else [],
            "action": "stop" if stops else "pass",
            "guard": {"model": "llama-guard-3-8b", "version": f"llama-guard-3-8b{version}"},
            "text": SECRET,
        }

    def _count(self, row):
        key = (row["stage"], row["at"][:7], f"gate@{row['guard']['version']}")
        bad, stops = row["verdict"] == "unsafe", row["action"] == "stop"
        self.size[key] += 1
        self.bad[key] += bad
        self.stopped[key] += stops
        children = row["hazards"] == ["S4"]
        self.refused += children and stops and row["stage"] == "prompt"
        self.blocked += children and stops and row["stage"] == "output"
        self.passed += children and not stops and row["stage"] == "output"

    def shares(self):
        """Numerator and denominator of each share, by the metric and its dimensions."""
        metrics = {
            "generation.refused_share": ("prompt", self.stopped),
            "generation.prompts_violative_share": ("prompt", self.bad),
            "generation.outputs_violative_share": ("output", self.bad),
        }
        return {
            (name, month, version, "image-maker"): (counts[stage, month, version], size)
            for name, (unit, counts) in metrics.items()
            for (stage, month, version), size in self.size.items()
            if stage == unit
        }

    def by_version(self):
        """The same of each version, its months taken together."""
        found = {}
        for (name, _, *rest), counts in self.shares().items():
            before = found.get((name, *rest), (0, 0))
            found[name, *rest] = tuple(a + b for a, b in zip(before, counts, strict=True))
        return found


@pytest.fixture(scope="module")
def complete(tmp_path_factory):
    """A log of a hundred thousand lines: its truth, records, figures and breaks."""
    folder = tmp_path_factory.mktemp("guard")
    truth = Truth(folder / "log.jsonl")
    records, summary = brought_in(folder / "log.jsonl", folder)
    return truth, records, summary, *reported(records, folder / "report")


def test_every_line_is_part_of_a_record(complete):
    _, _, summary, _, _ = complete
    assert (summary["read"], summary["written"], summary["skipped"]) == (LINES, LINES, {})


def test_cases_are_those_of_the_generator(complete):
    truth, _, _, figures, _ = complete
    wanted = {
        "generation.requests_refused": truth.refused,
        "generation.outputs_blocked": truth.blocked,
        "generation.outputs_violating": truth.passed,
    }
    found = {name: (figures[name,]["value"], figures[name,]["status"]) for name in wanted}
    assert found == {name: (value, "exact") for name, value in wanted.items()}
    assert min(wanted.values()) > 50


def test_shares_are_those_of_the_generator(complete):
    truth, _, _, figures, _ = complete
    found = {
        key: (one["numerator"], one["denominator"])
        for key, one in figures.items()
        if key[0].endswith("_share")
    }
    assert found == truth.shares() | truth.by_version()
    assert len(found) == 3 * (4 + 2)
    for key, (part, whole) in found.items():
        assert figures[key]["value"] == pytest.approx(part / whole, abs=1e-6)
        assert (figures[key]["status"], figures[key]["estimand"]) == ("exact", "census_of_received")


def test_the_series_breaks_where_the_safeguard_changes(complete):
    _, _, _, figures, breaks = complete
    assert [(one["what"], one["versions"], one["since"]) for one in breaks] == [
        ("safeguard", [OLD, NEW], "2026-02-15")
    ]
    assert "Break: from 2026-02-15" in str(figures["generation.requests_refused",]["notes"])
    for version, span in ((OLD, "2026-01-01/2026-02-14"), (NEW, "2026-02-15/2026-03-31")):
        pooled = figures["generation.refused_share", version, "image-maker"]
        assert pooled["period"] == span
        assert "Break" not in str(pooled["notes"])


def test_no_text_of_a_line_is_in_a_record(complete):
    _, records, _, _, _ = complete
    assert SECRET not in records.read_text(encoding="utf-8")


def test_a_sampled_log_gives_intervals_and_lower_limits(tmp_path):
    truth = Truth(tmp_path / "log.jsonl", share=0.05)
    mapping = tmp_path / "mapping.toml"
    text = (EXAMPLE / "mapping.toml").read_text(encoding="utf-8")
    mapping.write_text(text + 'design = "simple"\n', encoding="utf-8")
    records, _ = brought_in(tmp_path / "log.jsonl", tmp_path, mapping)
    figures, _ = reported(records, tmp_path / "report")
    for key, (part, whole) in truth.shares().items():
        wanted, interval = simple(part, whole), figures[key]["interval"]
        assert figures[key]["status"] == "estimate"
        assert interval["low"] == pytest.approx(wanted.low, abs=1e-6)
        assert interval["high"] == pytest.approx(wanted.high, abs=1e-6)
    assert not truth.by_version().keys() & figures.keys()
    refused = figures["generation.requests_refused",]
    assert (refused["value"], refused["status"]) == (truth.refused, "at_least")
    mapping.write_text(text + 'design = "simple"\n[exposure]\nevery = "log"\n', encoding="utf-8")
    records, _ = brought_in(tmp_path / "log.jsonl", tmp_path, mapping)
    figures, _ = reported(records, tmp_path / "whole")
    for key, (part, whole) in truth.by_version().items():
        wanted, interval = simple(part, whole), figures[key]["interval"]
        assert (figures[key]["numerator"], figures[key]["denominator"]) == (part, whole)
        assert interval["low"] == pytest.approx(wanted.low, abs=1e-6)
        assert interval["high"] == pytest.approx(wanted.high, abs=1e-6)
