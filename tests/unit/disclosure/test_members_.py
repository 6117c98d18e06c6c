from harmscope.disclosure.members_ import changed, select, strays, tree, without

RECORD = {"a": {"b": 1, "c": 2}, "d": [{"e": 1}, {"f": 2}], "g": "x"}


def test_what_is_named_is_kept_and_what_is_empty_goes() -> None:
    assert select(RECORD, tree(["a.b", "d.*.e"])) == {"a": {"b": 1}, "d": [{"e": 1}]}
    assert select(RECORD, tree(["a", "h"])) == {"a": {"b": 1, "c": 2}}
    assert select({"a": 1}, tree(["a.b"])) == {}


def test_what_is_not_named_is_a_stray() -> None:
    assert list(strays(RECORD, tree(["a.b", "d.*.e"]))) == ["/a/c", "/d/1/f", "/g"]
    assert list(strays({"a": {"b": {"c": 1}}}, tree(["a.b"]))) == ["/a/b"]
    assert list(strays({"a": 1}, tree(["a.b"]))) == ["/a"]


def test_a_member_is_taken_out_wherever_it_stands() -> None:
    assert without(RECORD, ["a", "b"]) == {**RECORD, "a": {"c": 2}}
    assert without({"a": {"b": 1}}, ["a", "b"]) == {}
    assert without({"d": [{"e": 1, "f": 2}]}, ["d", "*", "e"]) == {"d": [{"f": 2}]}


def test_a_change_leaves_the_record_given_alone() -> None:
    assert changed(RECORD, ["d", "*", "e"], lambda _: "new") == {
        **RECORD,
        "d": [{"e": "new"}, {"f": 2}],
    }
    assert RECORD["d"] == [{"e": 1}, {"f": 2}]
