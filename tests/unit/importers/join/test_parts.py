from harmscope.importers.join.parts import Parts


def test_parts_come_back_by_key_whatever_the_order():
    with Parts() as parts:
        for key, value in (("b", 2), ("a", 1), ("b", 1)):
            parts.add(("rows", key), {"value": value})
        found = [(key, [part["value"] for part in group]) for key, group in parts.notices()]
    assert found == [(("rows", "a"), [1]), (("rows", "b"), [1, 2])]
