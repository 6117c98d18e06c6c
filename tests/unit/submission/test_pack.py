import sys
import zipfile
from pathlib import Path

import bagit
import pytest

from harmscope.api.making import proving
from harmscope.errors import UserError
from harmscope.formats.spool import Spool
from harmscope.formats.write import keeping
from harmscope.submission import Contents, manifest, sign
from harmscope.submission.bag import open_bag
from harmscope.submission.verify import Trust, verify
from senders import TODAY, header, notice, sender


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    alpha = sender(tmp_path, "alpha")
    first = alpha.submission().read_bytes()
    assert alpha.submission().read_bytes() == first


def test_another_program_finds_the_bag_valid(tmp_path: Path) -> None:
    path = sender(tmp_path, "alpha").submission()
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert bag.info["Payload-Oxum"].endswith(".1")


def test_the_statement_counts_rows(tmp_path: Path) -> None:
    with open_bag(sender(tmp_path, "alpha").submission(notices=30)) as bag:
        made = manifest.read_statement(bag.small(manifest.STATEMENT))
    assert [(m.path, m.role, m.rows) for m in made.members] == [
        ("data/alpha-first.jsonl", "records", 31)
    ]


def test_what_cannot_be_packed_is_refused(tmp_path: Path) -> None:
    alpha = sender(tmp_path, "alpha")
    bad = tmp_path / "bad name.jsonl"
    bad.write_text("{}\n")
    with pytest.raises(UserError, match="nothing to submit"):
        alpha.packed("x")
    with pytest.raises(UserError, match="cannot be packed"):
        alpha.packed("x", records=(bad,))
    with pytest.raises(UserError, match="belong together"):
        alpha.submission("x", replaces="0" * 64)
    with pytest.raises(UserError, match="read to its end"):
        alpha.packed("x", records=(empty(tmp_path),))
    with pytest.raises(UserError, match="does not fit"):
        alpha.submission("x", sender="no name")


def empty(folder: Path) -> Path:
    (folder / "empty.jsonl").write_bytes(b"")
    return folder / "empty.jsonl"


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    alpha = sender(tmp_path, "alpha")
    alpha.submission("a")
    (tmp_path / "sub").mkdir()
    twin = tmp_path / "sub" / "alpha-a.jsonl"
    twin.write_bytes((tmp_path / "alpha-a.jsonl").read_bytes())
    with pytest.raises(UserError, match="have this name"):
        alpha.packed("x", records=(tmp_path / "alpha-a.jsonl", twin))


def test_signing_again_replaces_the_signature(tmp_path: Path) -> None:
    alpha, beta = sender(tmp_path, "alpha"), sender(tmp_path, "beta")
    path = alpha.submission()
    assert sign(path, beta.key_file, tmp_path / "other.zip") == beta.public.key_id
    assert verify(path, Trust([alpha.public], TODAY)).ok
    assert verify(tmp_path / "other.zip", Trust([beta.public], TODAY)).ok


def test_only_submissions_can_be_signed(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"hello")
    with pytest.raises(UserError, match="not a BagIt bag"):
        sign(tmp_path / "x.zip", sender(tmp_path, "alpha").key_file)


def kept(folder: Path, notices: int) -> Path:
    """Records of Alpha with a proof."""
    rows = [header("Alpha"), *(notice("Alpha", number) for number in range(notices))]
    with keeping(folder / "kept.parquet", proving(TODAY)) as keep:
        for row in rows:
            keep(row["record"] == "dataset", Spool.line(row))
    return folder / "kept.parquet"


@pytest.mark.parametrize("edited", [False, True])
def test_rows_that_a_proof_names_are_read_only_where_it_does_not_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edited: bool
) -> None:
    alpha, records = sender(tmp_path, "alpha"), kept(tmp_path, 30)
    if edited:
        data = records.read_bytes()
        place = data.rindex(b'"sha256":"') + 10
        records.write_bytes(data[:place] + b"0" * 64 + data[place + 64 :])
    first = alpha.packed("one", records=(records,), check_again=True)
    asked: list[Path] = []

    def rows_of(path: Path) -> int | None:
        asked.append(path)
        return manifest.rows_of(path)

    monkeypatch.setattr(sys.modules[Contents.__module__], "rows_of", rows_of)
    second = alpha.packed("two", records=(records,))
    assert first.read_bytes() == second.read_bytes()
    assert asked == ([records] if edited else [])
    with open_bag(second) as bag:
        assert manifest.read_statement(bag.small(manifest.STATEMENT)).members[0].rows == 31
