"""Reports to NCMEC, all the way to the share of them with enough to act on."""

from pathlib import Path

import harmscope as hs

RAW = Path(__file__).parents[2] / "examples" / "importers" / "cybertip" / "raw"


def test_the_profile_shows_how_many_reports_hold_enough(tmp_path):
    made = hs.import_log(RAW / "submissions.jsonl", "cybertip", output=tmp_path / "r.jsonl")
    assert made.task.records == 3
    report = hs.report(
        tmp_path / "r.jsonl", profile="synthetic-media", period="2026-03", clock="2026-07-10"
    ).to_dict()
    children = next(one for one in report["sections"] if one["id"] == "children")
    panel = next(one for one in children["panels"] if one["id"] == "referrals-described")
    found = {one["metric"].partition(".")[2]: one for one in panel["figures"]}
    # Counted by hand: the first names somebody and a place, the second is marked as informational.
    numbers = {name: one["value"] for name, one in found.items() if name != "actionable_share"}
    assert numbers == {"described": 3, "actionable": 1, "informational": 1}
    share = found["actionable_share"]
    assert (share["numerator"], share["denominator"]) == (1, 3)
