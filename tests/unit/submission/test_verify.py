import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from harmscope.submission import sealing
from harmscope.submission.verify import Outcome, Trust, verify
from senders import TODAY, Sender, sender

Files = dict[str, bytes]


@pytest.fixture
def alpha(tmp_path: Path) -> Sender:
    return sender(tmp_path, "alpha")


def checked(alpha: Sender, path: Path, clock: date = TODAY, **more: object) -> Outcome:
    return verify(path, Trust([alpha.public], clock, **more))


def codes(outcome: Outcome) -> set[str]:
    return {problem.code for problem in outcome.problems}


def changed(path: Path, change: Callable[[Files], object]) -> Path:
    with zipfile.ZipFile(path) as archive:
        files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"bag/{name}", data)
    return path


PAYLOAD = "data/alpha-first.jsonl"


def statement_change(**members: object) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        body = json.loads(files["submission.json"])
        files["submission.json"] = json.dumps({**body, **members}).encode()

    return change


def test_a_sound_submission_is_sound(alpha: Sender) -> None:
    outcome = checked(alpha, alpha.submission())
    assert outcome.ok
    assert outcome.key_id == alpha.public.key_id
    assert outcome.lines()[0].startswith("sound: ")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda f: f.update({PAYLOAD: f[PAYLOAD].replace(b"hate", b"hats", 1)}), {"altered"}),
        (lambda f: f.update({PAYLOAD: b"\n".join(f[PAYLOAD].split(b"\n")[:-3])}), {"altered"}),
        (lambda f: f.pop(PAYLOAD), {"missing"}),
        (lambda f: f.update({"data/more.jsonl": b"{}"}), {"extra"}),
        (lambda f: f.update({"fetch.txt": b"x"}), {"extra"}),
        (lambda f: f.pop("submission.dsse.json"), {"unsigned"}),
        (lambda f: f.update({"submission.dsse.json": b"{}"}), {"bad_signature"}),
        (lambda f: f.update({"bag-info.txt": b"Payload-Oxum: 1.1\n"}), {"altered"}),
        (lambda f: f.pop("bagit.txt"), {"not_a_bag"}),
        (lambda f: f.pop("submission.json"), {"missing"}),
        (lambda f: f.pop("manifest-sha256.txt"), {"missing"}),
        (lambda f: f.update({"manifest-sha256.txt": b"x\n"}), {"bad_manifest"}),
        (statement_change(sender="beta"), {"bad_signature", "altered"}),
        (statement_change(version="2.0"), {"wrong_schema_version"}),
    ],
)
def test_each_way_to_fail_has_its_word(
    alpha: Sender, change: Callable[[Files], object], expected: set[str]
) -> None:
    assert codes(checked(alpha, changed(alpha.submission(), change))) == expected


def test_a_strangers_key_is_the_wrong_key(alpha: Sender, tmp_path: Path) -> None:
    beta = sender(tmp_path, "beta")
    assert codes(checked(beta, alpha.submission())) == {"wrong_key"}


@pytest.mark.parametrize(
    ("clock", "code"), [(date(2028, 1, 1), "expired_key"), (date(2025, 12, 31), "early_key")]
)
def test_a_key_counts_in_its_days_only(alpha: Sender, clock: date, code: str) -> None:
    assert codes(checked(alpha, alpha.submission(), clock)) == {code}


def test_a_revoked_key_counts_until_that_day(alpha: Sender) -> None:
    path = alpha.submission()
    assert codes(checked(alpha, path, revoked={alpha.public.key_id: "2026-04-20"})) == {
        "revoked_key"
    }
    assert checked(alpha, path, revoked={alpha.public.key_id: "2026-04-21"}).ok


def contents(path: Path) -> list[range]:
    """Where the contents of the members lie in the zip file."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    starts = [e.header_offset + 30 + sum(lengths(data, e.header_offset)) for e in entries]
    return [range(s, s + e.file_size) for s, e in zip(starts, entries, strict=True)]


def lengths(data: bytes, place: int) -> tuple[int, int]:
    name, extra = data[place + 26 : place + 28], data[place + 28 : place + 30]
    return int.from_bytes(name, "little"), int.from_bytes(extra, "little")


def test_every_flipped_byte_of_the_contents_is_found(alpha: Sender) -> None:
    path = alpha.submission(notices=2)
    good = path.read_bytes()
    for span in contents(path):
        for place in span[:: max(1, len(span) // 12)]:
            data = bytearray(good)
            data[place] ^= 1
            path.write_bytes(bytes(data))
            assert not checked(alpha, path).ok, place


def test_encrypted_members_verify_without_and_open_with_the_identity(alpha: Sender) -> None:
    identity, recipient = sealing.new_identity()
    path = alpha.submission(encrypt_to=recipient)
    closed = checked(alpha, path)
    assert closed.ok
    assert closed.unread == ["data/alpha-first.jsonl.age"]
    assert checked(alpha, path, identity=identity).unread == []
    stranger, _ = sealing.new_identity()
    assert codes(checked(alpha, path, identity=stranger)) == {"cannot_unseal"}
