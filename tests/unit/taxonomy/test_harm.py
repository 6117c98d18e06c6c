import pytest

from harmscope.errors import UserError
from harmscope.taxonomy.harm import harm


def test_two_levels():
    categories = harm().categories.values()
    assert sum(one.parent is None for one in categories) == 23
    assert sum(one.parent is not None for one in categories) == 76


def test_synthetic_imagery_demands_its_facets():
    demands = {one.path: one for one in harm().categories["ncii.synthetic"].required_facets}
    assert demands["depicted.real_person"].one_of == ("yes",)
    assert "generated" in demands["generation.ai_involvement"].one_of
    assert demands["generation.ai_involvement"].implied == "synthetic"


def test_everything_about_children_demands_the_minor_facet():
    for category in harm().categories.values():
        if harm().top(category.id) == "csea":
            assert ("depicted.minor", ("yes",)) in [
                (one.path, one.one_of) for one in category.required_facets
            ]


def test_the_primary_category_follows_precedence_then_detail():
    scheme = harm()
    assert scheme.primary(["ip.copyright", "csea.links", "ncii"]) == "csea.links"
    assert scheme.primary(["hate", "hate.attack"]) == "hate.attack"
    assert scheme.primary([]) is None


def test_children():
    assert [one.id for one in harm().children("defamation")] == ["defamation.synthetic"]


def test_an_unknown_version_is_refused():
    with pytest.raises(UserError, match=r"1\.0\.0"):
        harm("9.9.9")
