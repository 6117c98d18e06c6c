import pytest

from harmscope.taxonomy.codelists import codelist
from harmscope.taxonomy.readings import readings
from harmscope.taxonomy.systems import load_system, systems

LISTS = {
    "generation.ai_involvement": "ai-involvement",
    "content.hashes.alg": "hash-algorithm",
    "provenance.c2pa_state": "c2pa-state",
}


def test_every_source_type_has_a_reading():
    found = readings("iptc-dst")
    assert set(found) == set(load_system("iptc-dst").codes)
    assert found["trainedAlgorithmicMedia"] == ("generation.ai_involvement", "generated")
    unknown = [code for code, (_, value) in found.items() if value == "unknown"]
    assert unknown == ["softwareImage", "composite", "screenCapture", "virtualRecording"]


@pytest.mark.parametrize("ref", [info.ref for info in systems()])
def test_readings_use_known_codes(ref):
    for code, (path, value) in readings(ref).items():
        assert code in load_system(ref).codes
        assert value in codelist(LISTS[path]).codes


def test_a_system_without_readings_has_none():
    assert readings("garm") == {}
