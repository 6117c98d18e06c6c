import json
from pathlib import Path

from prov.model import ProvActivity, ProvDocument, ProvEntity
from rocrate.rocrate import ROCrate

from harmscope.model.period import parse_period
from harmscope.registry.pool import pool
from harmscope.registry.provenance import crate, prov

Q1 = parse_period("2026-Q1")


def test_another_program_reads_the_provenance(filled) -> None:
    body = prov("authority", pool(filled.registry, Q1), "Pooled")
    document = ProvDocument.deserialize(content=json.dumps(body), format="json")
    assert len(list(document.get_records(ProvEntity))) == 4
    assert len(list(document.get_records(ProvActivity))) == 1


def test_every_submission_is_named_with_its_digest(filled) -> None:
    body = prov("authority", pool(filled.registry, Q1), "Pooled")
    digests = {one.get("hs:sha256_of_package") for one in body["entity"].values()}
    assert {one.package for one in filled.state.submissions} <= digests


def test_another_program_reads_the_crate(filled, tmp_path: Path) -> None:
    made = crate(pool(filled.registry, Q1), "Pooled", {"figures.csv": "text/csv"}, "2026-04-20")
    (tmp_path / "ro-crate-metadata.json").write_text(json.dumps(made))
    (tmp_path / "figures.csv").write_text("x")
    read = ROCrate(str(tmp_path))
    assert read.name == "Pooled"
    assert {entity.id for entity in read.data_entities} >= {"figures.csv"}
