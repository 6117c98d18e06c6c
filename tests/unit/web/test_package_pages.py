"""The pages that pack, sign and hand in."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from harmscope.api.submitting import key_pair, pack, put_into, signed_with
from harmscope.errors import UserError
from harmscope.registry.folder import Registry, create
from harmscope.registry.senders import add
from harmscope.submission.keys import read_public
from harmscope.submission.verify import Trust, verify_within
from harmscope.times import day_asked, time_asked

RECORDS = Path(__file__).parents[3] / "examples" / "platform-export" / "records.jsonl"
DAY = "2026-11-30"
ASKED = {"sender": "lanternfish", "service": "Lanternfish", "period": "2026-H1"}


def keys(visitor) -> dict[str, bytes]:
    made = visitor.fill("/package", data={"name": "lanternfish"}, to="/package/key")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(visitor, **change):
    files = [("files", ("records.jsonl", RECORDS.read_bytes()))]
    sent = visitor.fill("/package", data={**ASKED, **change}, files=files)
    way = sent.headers["location"]
    return way, visitor.finished(way)


def sign(visitor, way, pem):
    return visitor.fill(
        way,
        files=[("key", ("k.pem", pem))],
        to=f"/package/sign/{way.rpartition('/')[2]}",
    )


def test_a_package_is_signed_and_verified_and_the_key_lies_nowhere(opened, tmp_path):
    visitor = opened(clock=DAY)
    pair = keys(visitor)
    assert set(pair) == {"lanternfish.key.pem", "lanternfish.public.json"}
    way, shown = packed(visitor)
    assert "Now sign it" in shown.text
    signed = sign(visitor, way, pair["lanternfish.key.pem"])
    done = visitor.finished(signed.headers["location"])
    assert "Signed and ready" in done.text
    package = tmp_path / "package.zip"
    package.write_bytes(visitor.get(f"{signed.headers['location']}/files/0").content)
    public = tmp_path / "public.json"
    public.write_bytes(pair["lanternfish.public.json"])
    assert verify_within(package, Trust([read_public(public)], day_asked(DAY)), 60).ok
    secret = pair["lanternfish.key.pem"].splitlines()[1]
    kept = [one for one in (tmp_path / "app").rglob("*") if one.is_file()]
    assert kept
    assert not [one for one in kept if secret in one.read_bytes()]


def test_what_is_no_key_is_refused_with_a_fix(opened):
    visitor = opened(clock=DAY)
    way, _ = packed(visitor)
    refused = sign(visitor, way, b"no key")
    assert refused.status_code == 422
    assert "this is not a private Ed25519 key" in refused.text
    assert sign(visitor, way, b"x" * 100_000).status_code == 422


@pytest.mark.parametrize("change", [{"period": "2026-H9"}, {"sender": "not a name!"}])
def test_a_package_of_wrong_data_fails_with_a_fix(opened, change):
    _, shown = packed(opened(clock=DAY), **change)
    assert "Failed" in shown.text
    assert "To fix it: " in shown.text


def test_nothing_to_pack_is_said(visitor):
    sent = visitor.fill("/package", data=ASKED)
    shown = visitor.finished(sent.headers["location"])
    assert "There is nothing to submit".casefold() in shown.text.casefold()


def test_without_a_registry_nothing_is_handed_in(opened):
    visitor = opened(clock=DAY)
    way, _ = packed(visitor)
    refused = visitor.fill(way, to=f"/package/hand-in/{way.rpartition('/')[2]}")
    assert refused.status_code == 404


def test_a_signature_is_put_into_a_package(tmp_path):
    pair = key_pair("lanternfish", clock=DAY)
    package, target = tmp_path / "a.zip", tmp_path / "b.zip"
    pack(package, "lanternfish", "Lanternfish", "2026-H1", records=(RECORDS,), clock=DAY)
    put_into(package, signed_with(package, pair.private), target)
    public = tmp_path / pair.public_name
    public.write_bytes(pair.public)
    assert verify_within(target, Trust([read_public(public)], day_asked(DAY)), 60).ok
    with pytest.raises(UserError):
        signed_with(RECORDS, pair.private)


@pytest.mark.parametrize(
    ("period", "answer"),
    [
        ("2025-07-01/2026-06-30", "It was taken in"),
        ("2026-H1", "To fix it: pack it with the period of the records."),
    ],
)
def test_a_package_is_handed_in_to_the_registry_that_is_served(opened, tmp_path, period, answer):
    at = time_asked(DAY)
    folder = tmp_path / "registry"
    with create(folder, "Authority", day_asked(DAY), None, "automatic"):
        pass
    pair = key_pair("lanternfish", clock=DAY)
    public = tmp_path / pair.public_name
    public.write_bytes(pair.public)
    with Registry(folder) as registry:
        add(registry, "lanternfish", ["Lanternfish"], read_public(public), at)
    visitor = opened(clock=DAY, registry=folder)
    way, _ = packed(visitor, period=period)
    sealed = sign(visitor, way, pair.private).headers["location"]
    assert "Hand it in" in visitor.finished(sealed).text
    sent = visitor.fill(sealed, to=f"/package/hand-in/{sealed.rpartition('/')[2]}")
    done = visitor.finished(sent.headers["location"])
    assert answer in done.text
    receipt = visitor.get(f"{sent.headers['location']}/files/0")
    assert b"payload" in receipt.content


def test_a_correction_names_what_it_replaces_and_why(opened, tmp_path):
    visitor = opened(clock=DAY)
    pem = keys(visitor)["lanternfish.key.pem"]
    way, _ = packed(visitor)
    visitor.finished(sign(visitor, way, pem).headers["location"])
    old = re.search(r'<option value="([0-9a-f]{64})">Lanternfish', visitor.get("/package").text)[1]
    files = [("files", ("records.jsonl", RECORDS.read_bytes()))]
    for change in ({"replaces": old}, {"because": "x"}, {"replaces": "12", "because": "x"}):
        refused = visitor.fill("/package", data={**ASKED, **change}, files=files)
        assert (refused.status_code, "correction" in refused.text) == (422, True), change
    way, shown = packed(visitor, replaces=old, because="Two weeks were missing.")
    assert old in shown.text
    signed = sign(visitor, way, pem).headers["location"]
    visitor.finished(signed)
    package = tmp_path / "package.zip"
    package.write_bytes(visitor.get(f"{signed}/files/0").content)
    with zipfile.ZipFile(package) as archive:
        name = next(one for one in archive.namelist() if one.endswith("submission.json"))
        statement = json.loads(archive.read(name))
    assert (statement["replaces"], statement["because"]) == (old, "Two weeks were missing.")


def test_what_a_form_leaves_empty_is_that_of_the_report(opened):
    visitor = opened(clock=DAY)
    sent = visitor.fill("/report", files=[("files", ("records.jsonl", RECORDS.read_bytes()))])
    survey = sent.headers["location"]
    visitor.finished(survey)
    chosen = {"profile": "core", "period": "2026-H1", "tz": "UTC", "disclosure": "statutory"}
    to = f"/report/make/{survey.rpartition('/')[2]}"
    made = visitor.fill(survey, {**chosen, "service": "Lanternfish", "act": "make"}, to=to)
    report = made.headers["location"].rpartition("/")[2]
    visitor.finished(made.headers["location"])
    sent = visitor.fill("/package", {"sender": "lanternfish", "of": report})
    assert "Lanternfish, 2026-H1" in visitor.finished(sent.headers["location"]).text
    assert 'value="lanternfish"' in visitor.get("/package").text
    files = [("files", ("records.jsonl", RECORDS.read_bytes()))]
    for change in ({"service": ""}, {"period": ""}, {"service": "all"}):
        refused = visitor.fill("/package", {**ASKED, **change}, files)
        assert (refused.status_code, "not clear" in refused.text) == (422, True)
