from dataclasses import replace

import pytest

from harmscope.taxonomy.harm import Exclusion, FacetDemand, harm
from harmscope.taxonomy.releases import FrozenId, frozen_ids, id_faults, release_faults


def changed(version, key, **fields):
    scheme = harm()
    category = replace(scheme.categories[key], **fields)
    return replace(scheme, version=version, categories={**scheme.categories, key: category})


def test_published_ids_are_kept_for_ever():
    assert id_faults(harm(), frozen_ids()) == []
    assert set(frozen_ids()) >= set(harm().categories)


def test_a_new_id_must_enter_the_list():
    frozen = {key: one for key, one in frozen_ids().items() if key != "ip"}
    assert id_faults(harm(), frozen) == ["ip is not in the list of published ids"]


def test_a_retired_id_is_never_used_again():
    frozen = {**frozen_ids(), "ip": FrozenId("ip", "1.0.0", "2.0.0")}
    assert id_faults(harm(), frozen) == ["ip was retired and may not be used again"]


def test_the_version_of_introduction_stays():
    frozen = {**frozen_ids(), "ip": FrozenId("ip", "0.9.0", "")}
    assert len(id_faults(harm(), frozen)) == 1


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"includes": ()}, "ip includes less"),
        ({"excludes": (Exclusion("everything"),)}, "ip excludes more"),
        ({"status": "retired", "deprecated_reason": "x"}, "ip is retired"),
        ({"required_facets": (FacetDemand("a.b", ("c",)),)}, "ip demands more of the facets"),
        ({"forbidden_facets": (FacetDemand("a.b", ("c",)),)}, "ip rules out more facets"),
    ],
)
def test_a_minor_release_cannot_narrow(fields, fault):
    assert fault in release_faults(harm(), changed("1.1.0", "ip", **fields))
    assert release_faults(harm(), changed("2.0.0", "ip", **fields)) == []


def test_a_minor_release_cannot_remove():
    scheme = harm()
    rest = {key: one for key, one in scheme.categories.items() if key != "ip"}
    assert release_faults(scheme, replace(scheme, version="1.1.0", categories=rest)) == [
        "ip is removed"
    ]


def test_a_deprecated_code_has_a_successor_or_a_reason():
    bare = changed("1.1.0", "ip", status="deprecated")
    assert release_faults(harm(), bare) == ["ip is deprecated without successor or reason"]
    good = changed("1.1.0", "ip", status="deprecated", replaced_by=("fraud",))
    assert release_faults(harm(), good) == []
    wrong = changed("1.1.0", "ip", status="deprecated", replaced_by=("nowhere",))
    assert release_faults(harm(), wrong) == ["ip names a successor that does not exist"]
