import pytest

from harmscope.importers.coop.codes import SCHEME, automation, effect, harms, policies, told
from harmscope.importers.own_codes import OwnCodes
from harmscope.taxonomy import load_system


def test_an_action_does_what_the_mapping_says(entry, scribe):
    scribe.own = OwnCodes(actions={"Delete": "visibility.removed"})
    assert effect("Delete", entry(), scribe, "action_name") == "visibility.removed"
    assert effect("Invented", entry(), scribe, "action_name") == ""
    assert scribe.task.tally.total("warning") == 1


@pytest.mark.parametrize(
    ("source", "automation_"),
    [("mrt-decision", "none"), ("retroaction", "full"), ("post-actions", None)],
)
def test_who_acted(entry, source, automation_):
    assert automation(entry(action_source=source)).get("automation") == automation_


def test_every_source_of_the_list_is_decided_on(entry):
    sources = [
        code.code for code in load_system(SCHEME).codes.values() if code.kind == "action-source"
    ]
    unsaid = [one for one in sources if not automation(entry(action_source=one))]
    assert unsaid == ["post-actions"]


@pytest.mark.parametrize(
    "cell", ['[{"id":"1","name":"A","userStrikeCount":1}]', [{"id": "1", "name": "A"}]]
)
def test_policies_as_text_and_as_list(entry, cell):
    assert policies(entry(policies=cell), "policies") == [{"id": "1", "name": "A"}]


@pytest.mark.parametrize("cell", ["", "no json", "{}", None, "[1]"])
def test_what_is_no_list_has_no_policies(entry, cell):
    assert policies(entry(policies=cell), "policies") == []


def test_policies_are_mapped_by_id_or_name(entry, scribe):
    own = OwnCodes({"policies": {"1": ("hate",), "B": ("fraud",)}})
    assert harms([{"id": "1", "name": "A"}, {"id": "2", "name": "B"}], own) == (
        ["hate", "fraud"],
        True,
    )
    scribe.own = own
    told([{"name": "C"}], entry(), scribe, "policies")
    assert scribe.task.tally.total("warning") == 1
