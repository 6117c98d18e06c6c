import pickle
from collections import Counter

from harmscope.validation.texts import KEPT, Common, Member, Texts


def seen(*facts: str) -> Texts:
    texts = Texts()
    texts.facts.extend(facts)
    return texts


def test_the_facts_of_every_decision_count() -> None:
    assert seen("a", "b", "a").common() == [Common("decisions.*.facts", 2, 3, exact=True)]


def test_statements_have_several_texts_and_empty_ones_are_none() -> None:
    texts = Texts()
    for _ in range(2):
        texts.statements.append(("a", "", None, None))
    assert texts.common() == [Common("decision_facts", 2, 2, exact=True)]


def test_no_text_is_kept_where_records_leave_the_process() -> None:
    texts = pickle.loads(pickle.dumps(seen("Zebra17")))
    assert b"Zebra17" not in pickle.dumps(texts)
    assert not texts.members["decisions.*.facts"].held
    assert texts == seen("Zebra17")


def test_two_halves_are_one_whole() -> None:
    half = seen("a", "b")
    half.merge(seen("a"))
    assert half == seen("a", "b", "a")


def test_a_common_text_is_found_among_very_many_and_never_counted_too_high() -> None:
    member, once, truth = Member(), Member(), Counter[str]()
    together: list[str] = []
    for number in range(20_000):
        text = "same" if number % 5 == 0 else f"text {number}"
        truth[text] += 1
        member.see([text])
        together.append(text)
        if number % 700 == 0:
            member.settle()
            once.see(together)
            together = []
            once.settle()
    once.see(together)
    assert once.settle() == member.settle()
    count = max(member.digests.values())
    assert member.off * (KEPT + 1) <= member.filled == 20_000
    assert truth["same"] - member.off <= count <= truth["same"]
    assert len(member.digests) <= KEPT
