"""Validations of delivered advertisements become totals of what stood beside advertisements."""

import pytest

from harmscope.errors import UserError
from harmscope.formats.rows import Row
from harmscope.importers import importer
from harmscope.importers.adcp import (
    ADCP,
    AdcpTerms,
    Validations,
    read_adcp_mapping,
    tier_named,
    tiers_to_give,
)
from harmscope.importers.contract import FOREIGN, Table, Task
from harmscope.importers.log.entry import Entry
from harmscope.importers.pseudonyms import Pseudonyms

REQUEST = {
    "standards_id": "acme_safety",
    "records": [
        {"record_id": f"imp_{number}", "timestamp": f"2026-0{month}-1{number}T10:00:00Z"}
        | {"channel": "social", "artifact": {"assets": []}}
        for number, month in ((1, 1), (2, 1), (3, 2), (4, 2))
    ],
}


def feature(status="failed", name="brand_suitability", **members):
    return {"feature_id": name, "status": status, **members}


def result(number, *features):
    verdict = "fail" if any(one["status"] == "failed" for one in features) else "pass"
    return {"record_id": f"imp_{number}", "verdict": verdict, "features": list(features)}


def answer(*results, omitted=0):
    failed = sum(one["verdict"] == "fail" for one in results)
    total = len(results) + omitted
    summary = {"total_records": total, "passed_records": total - failed, "failed_records": failed}
    return {"summary": summary, "results": list(results)}


@pytest.fixture
def made(tmp_path):
    """``made(*documents)``: the exposures and the task of an import."""

    def make(*documents, mapping="", period=None):
        path = None
        if mapping:
            path = tmp_path / "mapping.toml"
            path.write_text('mapping = "1.0"\nfrom = "adcp"\n' + mapping, encoding="utf-8")
        task = Task(service="Lanternfish", mapping=path, period=period)
        task.read = len(documents)
        rows = iter([Row(number, 0, one) for number, one in enumerate(documents, start=1)])
        return list(ADCP.records(iter([Table("a.json", rows)]), task)), task

    return make


def codes(task):
    return {rule: task.tally.counts[rule] for rule in task.tally.rules()}


def counted(records):
    return [
        (one["period"]["start"][:7], one["sample"]["size"], one["sample"]["violating"])
        for one in records
        if "suitability_tier" not in one
    ]


def test_requests_say_when_and_answers_say_what(made):
    records, task = made(
        REQUEST, answer(result(1), result(2, feature()), result(3), result(4, feature()))
    )
    assert counted(records) == [("2026-01", 2, 1), ("2026-02", 2, 1)]
    first = records[0]
    assert (first["unit"], first["surface"], first["sample"]["design"]) == (
        "ad_adjacency",
        "social",
        "unknown",
    )
    assert first["sample"]["policies"].startswith("AdCP content standards ")
    assert "acme" not in str(records)
    assert (task.read, task.written, codes(task)) == (8, 8, {})
    assert any("artifact" in note for note in task.notes)


def test_answers_may_leave_out_what_passed(made):
    records, _ = made(REQUEST, answer(result(4, feature()), omitted=3))
    assert counted(records) == [("2026-01", 2, 0), ("2026-02", 2, 1)]


def test_deliveries_without_a_verdict_are_not_judged(made):
    records, task = made(REQUEST, answer(result(1), result(2)))
    assert [one["sample"].get("unjudged") for one in records] == [None, 2]
    assert task.notes["deliveries without a verdict, counted as not judged"] == 2


def test_answers_alone_need_the_period_of_the_header(made):
    documents = [answer(result(1), result(2, feature()), omitted=5)]
    with pytest.raises(UserError, match="when some of the advertisements were delivered"):
        made(*documents)
    (one,), _ = made(*documents, period=("2026-01-01", "2026-03-31"))
    assert one["period"] == {"start": "2026-01-01", "end": "2026-03-31"}
    assert (one["sample"]["size"], one["sample"]["violating"]) == (7, 1)


def test_all_deliveries_are_a_census_and_a_stated_design_is_kept(made):
    collected = {"total_deliveries": 4, "total_collected": 4}
    artifacts = {
        "media_buy_id": "b1",
        "artifacts": [
            {"record_id": f"imp_{number}", "timestamp": "2026-01-10T10:00:00Z"}
            for number in range(1, 5)
        ],
        "collection_info": collected,
    }
    verdicts = answer(*(result(number) for number in range(1, 5)))
    (one,), _ = made(artifacts, verdicts)
    assert (one["sample"]["design"], one["total"]) == ("census", 4)
    more = artifacts | {"collection_info": collected | {"total_deliveries": 900}}
    (one,), _ = made(more, verdicts, mapping='[sample]\ndesign = "simple"\n')
    assert (one["sample"]["design"], one["total"]) == ("simple", 900)
    hook = {"media_buy_id": "b1", "artifacts": [{"impression_id": "imp_1"}]}
    hook["artifacts"][0]["delivered_at"] = "2026-02-03T10:00:00Z"
    assert counted(made(hook, answer(result(1)))[0]) == [("2026-02", 1, 0)]


def test_tiers_come_from_values_or_from_policies(made):
    failures = [
        result(1, feature(value="high_risk"), feature(value="low_risk")),
        result(2, feature(policy_id="garm:brand_safety:violence")),
        result(3),
        result(4),
    ]
    mapping = '[exposure]\nevery = "log"\n[tiers]\n"garm:brand_safety:violence" = "floor"\n'
    records, _ = made(REQUEST, answer(*failures), mapping=mapping)
    tiers = {one["suitability_tier"]: one["sample"]["violating"] for one in records[1:]}
    assert tiers == {"floor": 1, "high": 1}
    assert all(one["sample"]["size"] == 4 for one in records)
    assert len(made(REQUEST, answer(*failures))[0]) == 2


def test_policies_without_a_tier_give_the_line_to_write(made):
    public, own = "garm:brand_safety:violence", "acme_only"
    failures = answer(
        *(result(1, feature(policy_id=public)), result(2, feature(policy_id=own))),
        *(result(3, feature()), result(4)),
    )
    _, task = made(REQUEST, failures)
    (note,) = (one for one in task.notes if "suitability tier" in one)
    assert note.endswith(f'tiers = {{ "{public}" = "?" }} (and 1 other policies)')
    assert "acme" not in str(task.notes)
    line = note[note.index("tiers = {") : note.index(" (and")]
    with pytest.raises(UserError, match="give floor, high, medium, low"):
        made(REQUEST, failures, mapping=line + "\n")
    filled = line.replace('"?"', '"high"') + "\n"
    _, task = made(REQUEST, answer(result(1, feature(policy_id=public))), mapping=filled)
    assert not any("suitability tier" in one for one in task.notes)
    assert '"policy_id" = "?"' in tiers_to_give([own, ""])


def test_days_are_those_of_the_time_zone_that_the_mapping_names(made):
    late = {"record_id": "imp_1", "timestamp": "2026-01-31T23:30:00Z"}
    documents = [{"standards_id": "s", "records": [late]}, answer(result(1))]
    assert counted(made(*documents)[0]) == [("2026-01", 1, 0)]
    zone = '[exposure]\nzone = "Europe/Dublin"\n'
    assert counted(made(*documents, mapping=zone)[0]) == [("2026-01", 1, 0)]
    zone = '[exposure]\nzone = "Europe/Berlin"\n'
    assert counted(made(*documents, mapping=zone)[0]) == [("2026-02", 1, 0)]


@pytest.mark.parametrize(
    ("word", "tier"),
    [("high_risk", "high"), ("Low Risk", "low"), ("bsr001", "floor"), ("safe", ""), ("Rm3SiT", "")],
)
def test_words_for_tiers(word, tier):
    assert tier_named(word) == tier


def test_a_record_that_could_not_be_evaluated_was_not_judged(made):
    (one,), _ = made(
        answer(result(1, feature(name="record:malformed_artifact")), result(2)),
        period=("2026-01-01", "2026-01-31"),
    )
    assert one["sample"] | {"policies": ""} == {
        "design": "unknown",
        "size": 1,
        "violating": 0,
        "unjudged": 1,
        "policies": "",
    }


def test_failures_of_other_features_are_said(made):
    _, task = made(
        answer(result(1, feature(name="image_dpi"))), period=("2026-01-01", "2026-01-31")
    )
    assert sum(n for note, n in task.notes.items() if "other than brand safety" in note) == 1


def test_what_is_wrong_is_said_and_counted(made):
    wrong = answer(result(1), result(1, feature()), {"record_id": "imp_2", "verdict": "maybe"})
    wrong["results"].append("x")
    wrong["summary"]["failed_records"] = 2
    request = {
        "standards_id": "s",
        "records": [
            {"record_id": "imp_1", "timestamp": "soon"},
            {"timestamp": "2026-01-02T00:00:00Z"},
            {"record_id": "imp_3", "timestamp": "2999-01-02T00:00:00Z"},
        ],
    }
    records, task = made(
        request, wrong, {"errors": [{}]}, {"other": 1}, period=("2026-01-01", "2026-01-31")
    )
    assert codes(task) == {"IM001": 2, "IM003": 2, "IM031": 1, "IM038": 1, "IM039": 1}
    assert task.skipped == {
        "row without the id of a delivery": 1,
        "row without a verdict on a delivery": 1,
        "further verdict on a delivery": 1,
        "row that is no object": 1,
        "answer that reports an error": 1,
        FOREIGN: 1,
    }
    assert task.read == task.written + task.skipped.total()
    assert sum(one["sample"]["size"] for one in records) == 1


def test_mapping_files(tmp_path):
    assert read_adcp_mapping(None) == AdcpTerms()
    path = tmp_path / "mapping.toml"
    path.write_text('mapping = "1.0"\nfrom = "adcp"\n[tiers]\n"x" = "grave"\n', encoding="utf-8")
    with pytest.raises(UserError, match="give floor, high, medium, low"):
        read_adcp_mapping(path)


def test_a_store_of_validations_is_closed_and_says_its_total():
    page = Entry("documents", {"media_buy_id": "b", "artifacts": []}, "a.json", 1, 0)
    with Validations(Task(read=1), AdcpTerms(), Pseudonyms(bytes(32))) as found:
        found.take(page)
        assert found.total is None


def test_what_the_importer_offers():
    assert importer("adcp") is ADCP
    assert "reach" in ADCP.not_recorded
    assert "What is the suitability tier?" in ADCP.choices
    assert "validate_content_delivery" in ADCP.reads
