from harmscope.validation.part import Part


def test_a_part_starts_empty() -> None:
    part = Part("r.jsonl")
    assert (part.accepted, part.rejected, part.headers, part.records) == (0, 0, 0, 0)
    assert part.opening is None
