import json
import warnings
from pathlib import Path

from prov.model import ProvActivity, ProvDerivation, ProvDocument, ProvEntity
from rocrate.rocrate import ROCrate

from desks import AT
from harmscope.model.period import parse_period
from harmscope.registry.pool import pool
from harmscope.registry.provenance import crate, prov
from harmscope.registry.publications import LICENCES, Wish
from harmscope.registry.publish import FILES, publish

IMPRINT = {"published_on": "2026-04-20", "licence": LICENCES["CC0-1.0"]._asdict()}


Q1 = parse_period("2026-Q1")


def test_another_program_reads_the_provenance(filled) -> None:
    body = prov("authority", pool(filled.registry, Q1), "Pooled")
    document = ProvDocument.deserialize(content=json.dumps(body), format="json")
    names = {str(one.identifier) for one in document.get_records(ProvEntity)}
    assert sum(name.startswith("submission:") for name in names) == 3
    assert len(list(document.get_records(ProvActivity))) == 1
    assert len(list(document.get_records(ProvDerivation))) >= 3


def test_every_group_of_figures_names_its_submissions(filled) -> None:
    made = pool(filled.registry, Q1)
    body = prov("authority", made, "Pooled")
    labels = {name: one["prov:label"] for name, one in body["entity"].items()}
    behind = {
        one["prov:usedEntity"]
        for one in body["wasDerivedFrom"].values()
        if labels[one["prov:generatedEntity"]] == "notices.received by harm and service"
    }
    assert behind == {f"submission:{one.id}" for one in made.used}


def test_names_with_spaces_can_be_read_by_another_program(filled) -> None:
    body = prov("Office of: the \u00e9tat", pool(filled.registry, Q1), "Pooled")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        document = ProvDocument.deserialize(content=json.dumps(body), format="json")
        assert "Office" in document.get_provn()


def test_every_submission_is_named_with_its_digest(filled) -> None:
    body = prov("authority", pool(filled.registry, Q1), "Pooled")
    digests = {one.get("hs:sha256_of_package") for one in body["entity"].values()}
    assert {one.package for one in filled.state.submissions} <= digests


def test_another_program_reads_the_crate(filled, tmp_path: Path) -> None:
    publish(filled.registry, Wish(Q1), tmp_path / "p", AT)
    read = ROCrate(str(tmp_path / "p"))
    assert read.name == "authority: 2026-01-01/2026-03-31"
    files = {path.name for path in (tmp_path / "p").iterdir()}
    assert {entity.id for entity in read.data_entities} == files - {"ro-crate-metadata.json"}


def test_no_entity_of_the_crate_is_described_twice(filled) -> None:
    graph = crate(pool(filled.registry, Q1), "Pooled", FILES, IMPRINT)["@graph"]
    ids = [one["@id"] for one in graph]
    assert len(ids) == len(set(ids))
