import pytest

from harmscope.importers.lemmy.deeds import ARRAYS, KINDS, SUBJECTS
from harmscope.taxonomy import codelist, load_system


@pytest.mark.parametrize(
    ("ref", "kind", "ours"),
    [("lemmy@0.19", "modlog-array", ARRAYS), ("lemmy@1.0", "modlog-kind", KINDS)],
)
def test_every_code_of_the_list_is_known(ref, kind, ours):
    codes = {code.code for code in load_system(ref).codes.values() if code.kind == kind}
    assert set(ours) == codes


def test_deeds_are_action_kinds_on_known_targets():
    deeds = [deed for _, deed in ARRAYS.values()] + list(KINDS.values())
    kinds = {"ban", *codelist("action-kind").codes}
    assert all(deed.kind in kinds and deed.target in SUBJECTS for deed in deeds if deed)
