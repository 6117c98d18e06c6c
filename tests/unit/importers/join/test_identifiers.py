import pytest

from harmscope.importers.join.identifiers import case_id, record_id
from harmscope.importers.pseudonyms import Pseudonyms

KEYED = Pseudonyms(bytes(32))


@pytest.mark.parametrize(
    "id_",
    ["7", "0123456789abcdef01234567", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "ab" * 32],
)
def test_counters_and_digests_stay(id_):
    assert record_id(("rows", id_), KEYED) == f"rows-{id_}"


@pytest.mark.parametrize(
    "id_", ["planted@mail.example", "handle", "did:plc:x", "203.0.113.7", "a b"]
)
def test_what_can_name_a_person_is_hashed(id_):
    found = record_id(("rows", id_), KEYED)
    assert id_ not in found
    assert len(found) == len("rows-") + 32


def test_the_events_of_one_row_have_ids_of_their_own():
    assert record_id(("rows#closed", "7"), KEYED) == "rows.closed-7"


def test_a_case_is_named_after_its_first_row():
    assert case_id(("rows", "7"), KEYED) == "case-rows-7"
