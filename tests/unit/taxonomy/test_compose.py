from harmscope.taxonomy.compose import compose
from harmscope.taxonomy.sssom import Link


def link(subject, target, relation, rule, **more):
    return Link(subject, target, relation, rule, "category", **more)


def test_exact_passes_the_other_relation_on():
    there = {"a": (link("a", "h", "exactMatch", "equal", confidence=0.5),)}
    onward = {"h": (link("h", "z", "broadMatch", "rollup", confidence=0.5),)}
    (found,) = compose(there, onward)["a"]
    assert (found.object, found.relation, found.count_rule) == ("z", "broadMatch", "rollup")
    assert found.via == ("h",)
    assert found.confidence == 0.25


def test_the_strongest_path_to_an_object_is_kept():
    there = {
        "a": (
            link("a", "h1", "closeMatch", "approx"),
            link("a", "h2", "exactMatch", "equal"),
        )
    }
    onward = {
        "h1": (link("h1", "z", "closeMatch", "approx"),),
        "h2": (link("h2", "z", "closeMatch", "approx"),),
    }
    (found,) = compose(there, onward)["a"]
    assert (found.count_rule, found.via) == ("approx", ("h2",))


def test_conditions_add_up():
    there = {"a": (link("a", "h", "exactMatch", "equal", condition="one"),)}
    onward = {"h": (link("h", "z", "exactMatch", "equal", condition="two"),)}
    assert compose(there, onward)["a"][0].condition == "one and two"


def test_nothing_reached_is_said():
    there = {"a": (link("a", "h", "exactMatch", "equal"),), "b": ()}
    onward = {"h": (link("h", None, "exactMatch", "none"),)}
    found = compose(there, onward)
    assert found["a"][0].object is None
    assert found["a"][0].via == ("h",)
    assert found["b"][0].object is None
