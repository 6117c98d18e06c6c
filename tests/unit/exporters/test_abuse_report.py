"""Notices as abuse reports in the form of XARF v4."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harmscope.errors import UserError
from harmscope.exporters.abuse_form import all_members, faulty, fits, members_of, typed
from harmscope.exporters.abuse_report import XARF, report_id
from harmscope.exporters.run import Outcome, export, read_each
from harmscope.formats.rows import Row
from harmscope.importers.contract import Table, Task
from harmscope.importers.xarf import XARF as READER
from harmscope.taxonomy import load_system

Make = Callable[..., dict[str, Any]]
CONTACT = {"org": "Harbour", "contact": "abuse@harbour.example", "domain": "harbour.example"}
FILL: dict[str, object] = {
    "reporter": CONTACT,
    "sender": CONTACT,
    "source_identifier": "192.0.2.1",
    "url": "https://a.example/1",
}
AT = {"received_at": "2025-07-02T10:00:00Z", "decided_at": "2025-07-04T10:00:00Z"}


def items(record: Any, fill: dict[str, object] | None = None) -> tuple[list[Any], Outcome]:
    outcome = Outcome()
    return list(XARF.items(record, FILL if fill is None else fill, outcome)), outcome


def harm(name: str) -> dict[str, Any]:
    return {"harm": {"primary": name}, **AT}


def test_a_notice_is_a_report_of_the_type_that_its_harm_leads_to(notice: Make) -> None:
    (item,), _ = items(notice(**harm("fraud.phishing")))
    assert item.missing == ()
    assert item.data == FILL | {
        "xarf_version": "4.2.0",
        "report_id": report_id(notice()),
        "timestamp": "2025-07-02T10:00:00Z",
        "category": "content",
        "type": "phishing",
    }


def test_the_notices_own_type_comes_first(notice: Make) -> None:
    native = [{"scheme": "xarf@4", "code": "copyright/p2p"}]
    (item,), _ = items(notice(native=native, **harm("ip.copyright")))
    assert item.data["type"] == "p2p"
    assert item.missing == ("p2p_protocol", "swarm_info")


def test_an_id_is_kept_where_it_is_a_uuid_of_version_4(notice: Make) -> None:
    own = "0b6a1c1e-1111-4a5b-8c0d-000000000001"
    assert report_id(notice(own)) == own
    made = report_id(notice("n1"))
    assert (made, made[14]) == (report_id(notice("n1")), "4")
    assert made != report_id(notice("n2"))


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("fraud.scam", ("fraud_type",)),
        ("csea.csam", ("classification", "detection_method")),
        ("csea.grooming", ("detection_method",)),
        ("ip.copyright", ("infringing_url",)),
        ("ip.trademark", ("infringement_type", "legitimate_site")),
    ],
)
def test_what_a_type_demands_and_nothing_gives_is_named(
    notice: Make, name: str, missing: tuple[str, ...]
) -> None:
    (item,), _ = items(notice(**harm(name)))
    assert item.missing == missing


def test_a_day_is_no_time_and_a_contact_is_whole(notice: Make) -> None:
    (item,), _ = items(notice(harm={"primary": "fraud.phishing"}), {"reporter": {"org": "H"}})
    assert item.missing == ("reporter", "sender", "source_identifier", "timestamp", "url")


def test_spam_over_mail_needs_a_sender_and_a_port(notice: Make) -> None:
    native = [{"scheme": "xarf@4", "code": "messaging/spam"}]
    record = notice(native=native, languages=["de"], **AT)
    (item,), _ = items(record, FILL | {"protocol": "smtp", "source_port": "25"})
    assert item.missing == ("smtp_from",)
    assert (item.data["source_port"], item.data["language"]) == (25, "de")


def test_what_is_left_out_is_counted(notice: Make, incident: Make) -> None:
    assert items(incident()) == ([], Outcome())
    for record, reason in (
        (notice(kind="authority_order", **harm("fraud.phishing")), "notice of kind"),
        (notice(kind="removal_request", **harm("fraud.phishing")), "notice of kind"),
        (notice(**harm("hate")), "no type in XARF"),
        (notice(), "no type in XARF"),
    ):
        found, outcome = items(record)
        assert found == []
        ((said, count),) = outcome.skipped.items()
        assert (reason in said, count) == (True, 1)


FILLING = """source_identifier = "192.0.2.1"
[reporter]
org = "Harbour"
contact = "abuse@harbour.example"
domain = "harbour.example"
[sender]
org = "Harbour"
contact = "abuse@harbour.example"
domain = "harbour.example"
"""


def test_a_report_is_a_file_of_its_own(
    tmp_path: Path, write_records: Callable[..., Path], header: Make, notice: Make
) -> None:
    fill, each = tmp_path / "fill.toml", tmp_path / "each.csv"
    fill.write_text(FILLING, encoding="utf-8")
    each.write_text("id,url\nn1,https://a.example/1\nn9,https://a.example/9\n", encoding="utf-8")
    phishing = harm("fraud.phishing")
    records = write_records(header(), notice("n1", **phishing), notice("n2", **phishing))
    out = tmp_path / "out.json"
    outcome = export(XARF, [str(records)], out, fill, each=each)
    assert (outcome.written, outcome.files, outcome.incomplete) == (1, 1, 1)
    assert outcome.lacking == {"url": 1}
    assert outcome.skipped == {"row of --each whose id no notice or incident has": 1}
    report = json.loads((tmp_path / "out-0001.json").read_text(encoding="utf-8"))
    assert (report["url"], report["type"]) == ("https://a.example/1", "phishing")
    assert "n2,url" in (tmp_path / "out-missing.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("url\nx\n", "its id is missing"),
        ("id,url\nn1,x\nn1,y\n", "stands twice"),
        ("id,colour\nn1,red\n", "no member of the form"),
        ("id,type\nn1,spam\n", "no member of the form"),
        ('id,url\nn1,"x\n', "not valid CSV"),
    ],
)
def test_faults_of_the_table_are_named(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "each.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=fault):
        read_each(path, XARF)
    assert read_each(None, XARF) == {}


@pytest.mark.parametrize(
    ("code", "demanded"),
    [
        ("connection/ddos", ("first_seen", "protocol", "source_port")),
        ("connection/scraping", ("first_seen", "protocol", "total_requests")),
        ("vulnerability/cve", ("cve_id", "service", "service_port")),
        ("infrastructure/botnet", ("compromise_evidence",)),
        ("reputation/blocklist", ("threat_type",)),
        ("content/remote_compromise", ("compromise_type",)),
        ("content/suspicious_registration", ("registration_date", "suspicious_indicators")),
        ("copyright/usenet", ("message_info", "newsgroup")),
        ("messaging/bulk_messaging", ("protocol", "recipient_count")),
    ],
)
def test_types_that_come_from_other_reports_have_demands_of_their_own(
    notice: Make, code: str, demanded: tuple[str, ...]
) -> None:
    (item,), _ = items(notice(native=[{"scheme": "xarf@4", "code": code}], **AT))
    assert item.missing == demanded


def test_every_type_has_members_and_all_of_them_can_be_filled() -> None:
    assert all(members_of(code).keys() <= all_members() for code in load_system("xarf@4").codes)
    assert members_of("content/csam").keys() - members_of("content/phishing").keys() == {
        *("classification", "detection_method", "media_type", "content_removed"),
        "ncmec_report_id",
    }
    assert not {"report_id", "type"} & XARF.members


@pytest.mark.parametrize(
    ("code", "name", "value", "good"),
    [
        ("content/csam", "classification", "A1", True),
        ("content/csam", "classification", "Z9", False),
        ("content/phishing", "classification", "A1", False),
        ("content/csem", "detection_method", "hash_match", False),
        ("content/phishing", "url", "not a link", False),
        ("content/phishing", "source_port", 0, False),
        ("content/phishing", "source_port", True, False),
        ("content/phishing", "confidence", 0.5, True),
        ("content/phishing", "tags", ["malware:conficker"], True),
        ("content/phishing", "tags", ["conficker"], False),
        ("content/exposed_data", "data_types", ["credentials"], True),
        ("content/exposed_data", "data_types", "credentials", False),
        ("messaging/bulk_messaging", "recipient_count", 99, False),
        ("messaging/spam", "language", "de", True),
        ("messaging/spam", "language", "sr-Latn", False),
    ],
)
def test_a_member_holds_what_the_form_allows(
    code: str, name: str, value: object, *, good: bool
) -> None:
    assert fits(code, name, value) is good
    assert (name in faulty(code, {name: value})) is (not good and name in members_of(code))


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("source_port", "25", 25),
        ("source_port", "many", "many"),
        ("confidence", "0.9", 0.9),
        ("confidence", "high", "high"),
        ("content_removed", "TRUE", True),
        ("content_removed", "perhaps", "perhaps"),
        ("tags", "a:b; c:d", ["a:b", "c:d"]),
        ("url", "25", "25"),
    ],
)
def test_a_cell_becomes_what_its_member_holds(name: str, text: str, value: object) -> None:
    assert typed("content/csam", name, text) == value


def test_a_filling_goes_into_the_reports_whose_type_has_it(notice: Make) -> None:
    more: dict[str, object] = {"classification": "A1", "detection_method": "hash_match"}
    fill = FILL | more | {"ncmec_report_id": "4711"}
    (phishing,), _ = items(notice(**harm("fraud.phishing")), fill)
    assert not {"classification", "ncmec_report_id"} & phishing.data.keys()
    (csam,), _ = items(notice(**harm("csea.csam")), fill)
    assert (csam.missing, csam.data["ncmec_report_id"]) == ((), "4711")
    (wrong,), _ = items(notice(**harm("csea.csam")), fill | {"classification": "Z9"})
    assert wrong.missing == ("classification",)


def test_a_table_fills_members_of_members(notice: Make) -> None:
    native = [{"scheme": "xarf@4", "code": "copyright/p2p"}]
    fill = FILL | {"p2p_protocol": "bittorrent", "swarm_info.info_hash": "a" * 40}
    (item,), _ = items(notice(native=native, **AT), fill)
    assert (item.missing, item.data["swarm_info"]) == ((), {"info_hash": "a" * 40})
    (short,), _ = items(notice(native=native, **AT), fill | {"swarm_info.info_hash": "a"})
    assert short.missing == ("swarm_info",)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("fraud.phishing", {}),
        ("csea.grooming", {"detection_method": "user_report"}),
        ("csea.sextortion", {"detection_method": "user_report"}),
        ("platform-abuse.malware", {}),
        ("fraud.scam", {"fraud_type": "romance"}),
        ("ip.copyright", {"infringing_url": "https://a.example/1"}),
    ],
)
def test_what_is_exported_is_imported_as_the_same_notice(
    notice: Make, name: str, more: dict[str, object]
) -> None:
    own = "0b6a1c1e-1111-4a5b-8c0d-000000000001"
    sent = notice(own, kind="user_flag", item_count=1, **harm(name))
    (item,), _ = items(sent, FILL | more)
    assert item.missing == ()
    row = {"received_at": sent["received_at"], "xarf": item.data}
    task = Task(service=sent["service"])
    (back,) = READER.records(iter([Table("r.jsonl", iter([Row(1, 0, row)]))]), task)
    same = ("notice_id", "service", "kind", "received_at", "harm", "item_count")
    assert {one: dict(back).get(one) for one in same} == {one: sent.get(one) for one in same}
