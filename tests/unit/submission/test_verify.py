import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.submission import envelope
from harmscope.submission.verify import Outcome, Trust, verify, verify_within
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
    assert outcome.as_dict()["ok"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda f: f.update({PAYLOAD: f[PAYLOAD].replace(b"hate", b"hats", 1)}), {"altered"}),
        (lambda f: f.update({PAYLOAD: b"\n".join(f[PAYLOAD].split(b"\n")[:-3])}), {"altered"}),
        (lambda f: f.pop(PAYLOAD), {"missing"}),
        (lambda f: f.update({"data/more.jsonl": b"{}"}), {"extra"}),
        (lambda f: f.update({"fetch.txt": b"x"}), {"extra"}),
        (lambda f: f.pop("submission.dsse.json"), {"unsigned"}),
        (lambda f: f.update({"submission.dsse.json": b"{}"}), {"bad_envelope"}),
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
    identity, recipient = envelope.new_identity()
    path = alpha.submission(encrypt_to=recipient)
    closed = checked(alpha, path)
    assert closed.ok
    assert closed.unread == ["data/alpha-first.jsonl.age"]
    assert checked(alpha, path, identity=identity).unread == []
    stranger, _ = envelope.new_identity()
    assert codes(checked(alpha, path, identity=stranger)) == {"cannot_unseal"}


def listed(files: Files) -> None:
    """Write the tag manifest anew, as somebody would who wants the bag to pass."""
    tags = [n for n in files if "/" not in n and not n.startswith(("tagmanifest", "submission.d"))]
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(tags)]
    files["tagmanifest-sha256.txt"] = "".join(lines).encode()


def tag(name: str, data: bytes) -> Callable[[Files], None]:
    """Another tag file, listed as it must be."""

    def change(files: Files) -> None:
        files[name] = data
        listed(files)

    return change


def path_in_manifest(path: str) -> Callable[[Files], None]:
    return lambda files: tag("manifest-sha256.txt", files[MANIFEST] + f"{SUM}  {path}\n".encode())(
        files
    )


def line_again(digest: str | None) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        text = files[MANIFEST].decode()
        more = text if digest is None else f"{digest}  {PAYLOAD}\n"
        tag(MANIFEST, (text + more).encode())(files)

    return change


def starred(files: Files) -> None:
    tag(MANIFEST, files[MANIFEST].replace(b"  data/", b" *data/"))(files)


def without_info(files: Files) -> None:
    files.pop("bag-info.txt")
    listed(files)


MANIFEST, SUM = "manifest-sha256.txt", "ab" * 32
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
INFO = b"Contact-Name: A\nContact-Name :   B\n  and more\n"

SUITE: dict[str, tuple[Callable[[Files], object], str | None]] = {
    # v1.0 and v0.97, invalid
    "bagit-with-invalid-whitespace": (
        tag("bagit.txt", DECLARED.replace(b":", b" :")),
        "not_a_bag",
    ),
    "baginfo-missing-encoding": (tag("bagit.txt", DECLARED[:19]), "not_a_bag"),
    "bom-in-bagit.txt": (tag("bagit.txt", b"\xef\xbb\xbf" + DECLARED), "not_a_bag"),
    "invalid-version-number": (
        tag("bagit.txt", DECLARED.replace(b"1.0", b"0.97.1")),
        "not_a_bag",
    ),
    "missing-bagit.txt": (lambda f: f.pop("bagit.txt"), "not_a_bag"),
    "missing-baginfo": (lambda f: f.pop("bag-info.txt"), "missing"),
    "corrupt-data-file": (lambda f: f.update({PAYLOAD: b"{}\n"}), "altered"),
    "corrupt-tag-file": (lambda f: f.update({"bag-info.txt": b"Contact-Name: X\n"}), "altered"),
    "extra-file-in-bag": (lambda f: f.update({"data/extra.txt": b"x"}), "extra"),
    "notAllManifestsListAllFiles": (tag("manifest-sha512.txt", b"ab  data/x\n"), "extra"),
    "same-filename-listed-twice-with-different-hashes": (line_again(SUM), "bad_manifest"),
    "same-filename-listed-twice-with-the-same-hash": (line_again(None), "bad_manifest"),
    "out-of-scope-file-paths-using-dot-notation": (path_in_manifest("../../x"), "altered"),
    "out-of-scope-file-paths-using-absolute-path": (path_in_manifest("/etc/passwd"), "altered"),
    "out-of-scope-file-paths-using-shortcut": (path_in_manifest("~/x"), "altered"),
    "out-of-scope-file-paths-using-shortcut-username": (path_in_manifest("~root/x"), "altered"),
    "out-of-scope-file-paths-using-unc": (path_in_manifest("\\\\host\\x"), "altered"),
    "out-of-scope-file-paths-for-fetch": (tag("fetch.txt", b"file:///x 1 /etc/x\n"), "extra"),
    # warnings of the suite, which a court would not accept
    "duplicate-file-with-different-case": (
        lambda f: f.update({PAYLOAD.upper().replace("DATA", "data"): b"x"}),
        "alike_names",
    ),
    "same-filename-with-different-normalization": (
        lambda f: f.update({"data/caf\u00e9": b"x", "data/cafe\u0301": b"x"}),
        "alike_names",
    ),
    "relative-path": (path_in_manifest("./data/x"), "altered"),
    "special-system-files": (lambda f: f.update({"data/Thumbs.db": b"x"}), "extra"),
    # valid
    "basicBag": (lambda f: None, None),
    "made-with-md5sum-tools": (starred, None),
    "duplicate-metadata-entries": (tag("bag-info.txt", INFO), None),
    "minimal-bag": (without_info, None),
    # valid for the suite, and more than a submission may hold
    "UTF-16-encoded-tag-files": (
        tag("bagit.txt", DECLARED.replace(b"UTF-8", b"UTF-16")),
        "not_a_bag",
    ),
    "bag-in-a-bag": (lambda f: f.update({"data/bag/bagit.txt": DECLARED}), "too_deep"),
    "holey-bag": (tag("fetch.txt", b"https://host.invalid/x 1 data/x\n"), "extra"),
}
"""Cases of the Library of Congress's BagIt conformance suite, by their names there."""


@pytest.mark.parametrize("name", SUITE)
def test_bags_as_the_conformance_suite_has_them(alpha: Sender, name: str) -> None:
    change, code = SUITE[name]
    found = codes(checked(alpha, changed(alpha.submission(notices=2), change)))
    assert code in found if code else found == set()


def test_a_sound_submission_is_sound_in_time(alpha: Sender) -> None:
    outcome = verify_within(alpha.submission(), Trust([alpha.public], TODAY), 60)
    assert outcome.ok
    assert outcome.key_id == alpha.public.key_id


def test_a_slow_one_is_refused_in_words(
    alpha: Sender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = alpha.submission(notices=60_000)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())
    outcome = verify_within(path, Trust([alpha.public], TODAY), 0.2)
    (problem,) = outcome.problems
    assert problem.words.startswith("checking it took longer than the limit")
    assert set(tmp_path.iterdir()) == before


def test_nothing_there_is_still_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        verify_within(tmp_path / "none.zip", Trust([], TODAY))
