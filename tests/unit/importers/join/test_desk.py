from harmscope.importers.allocation import Allocated
from harmscope.importers.join.desk import Desk, coded, natives, ranked
from harmscope.importers.pseudonyms import Pseudonyms

A = {"scheme": "coral@2026", "code": "SPAM"}
B = {"scheme": "coral@2026", "code": "AD"}


def test_ranked_by_frequency_then_by_place():
    assert ranked([B, A, A]) == [A, B]
    assert ranked([B, A]) == [B, A]


def test_an_event_without_codes_has_none(event):
    assert natives(event("notice", 1, 1)) == []


def test_a_code_under_several_parents_is_asked_by_its_key(event):
    asked = []

    def allocate(scheme, codes):
        asked.append((scheme, list(codes)))
        return Allocated()

    desk = Desk("s", "i", Pseudonyms(bytes(32)), allocate)
    coded([event("notice", 1, 1, case={"native": [A | {"parent": "P"}]})], desk)
    assert asked == [("coral@2026", ["P/SPAM"])]
