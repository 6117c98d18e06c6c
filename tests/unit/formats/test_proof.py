"""A proof in the footer tells every change of the file, and hides from no other reader."""

import io
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from harmscope.formats.parquet_write import write
from harmscope.formats.proof import KEY, Proven, proof_of
from harmscope.formats.spool import Spool
from harmscope.formats.write import keeping, records

SAID = {"checked": "yes"}


def prove(spool: Spool) -> Proven:
    return Proven(SAID, io.BytesIO(b"what was made of it" * 100))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "kept.parquet"
    with keeping(path, prove) as keep:
        keep(True, b'{"record":"dataset","service":"Example"}\n')
        for number in range(100):
            keep(False, b'{"record":"incident","number":%d}\n' % number)
    return path


def test_a_file_as_it_was_written_holds(kept: Path) -> None:
    proof = proof_of(kept)
    assert proof is not None
    with proof.file:
        assert proof.said == SAID
        assert proof.holds()
        proof.file.seek(proof.start)
        assert proof.file.read(proof.size) == b"what was made of it" * 100


def test_any_changed_byte_is_noticed(kept: Path) -> None:
    whole = kept.read_bytes()
    for place in range(0, len(whole), 7):
        kept.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        proof = proof_of(kept)
        if proof is not None:
            with proof.file:
                assert not proof.holds(), place


def test_other_programs_read_the_records_and_nothing_else(kept: Path) -> None:
    numbers = list(range(100))
    assert pq.read_table(kept)["number"].to_pylist() == numbers
    found = duckdb.sql(f"SELECT number FROM '{kept}' ORDER BY number").fetchall()
    assert [number for (number,) in found] == numbers
    assert KEY in pq.ParquetFile(kept).metadata.metadata


def test_a_file_without_a_proof_has_none(tmp_path: Path) -> None:
    for name, data in [("a", b""), ("b", b"PAR1"), ("c", b"PAR1harmscope-proof-1:{}\nPAR1")]:
        (tmp_path / name).write_bytes(data)
        assert proof_of(tmp_path / name) is None
    plain = tmp_path / "plain.parquet"
    with records(plain) as writer:
        writer.write({"record": "incident"})
    assert proof_of(plain) is None


@pytest.mark.parametrize("size", ["-1", "99999999", '"x"', "1e3"])
def test_a_forged_size_is_no_proof(tmp_path: Path, size: str) -> None:
    said = f'harmscope-proof-1:{{"sha256":"{"0" * 64}","attached":{size},"said":{{}}}}\n'.encode()
    path = tmp_path / "forged.parquet"
    path.write_bytes(b"PAR1" + said + len(said).to_bytes(4, "little") + b"PAR1")
    assert proof_of(path) is None


def test_nothing_is_attached_where_nothing_is_proved() -> None:
    one, other = io.BytesIO(), io.BytesIO()
    with Spool() as spool:
        spool.write({"a": 1})
        write(one, spool)
        write(other, spool, lambda spool: None)
    assert one.getvalue() == other.getvalue()
