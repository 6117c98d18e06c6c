import pytest

from harmscope.importers.ozone.tools import automation, is_automated, said_automated


@pytest.mark.parametrize(
    ("tool", "automated"),
    [
        ({"name": "ozone-ui/workspace"}, False),
        ({"name": "automod"}, True),
        ({"name": "ozone-ui/x", "meta": {"isAutomated": True}}, True),
        ({"name": ""}, None),
        (None, None),
    ],
)
def test_who_wrote_the_event(entry, tool, automated):
    assert is_automated(entry(modTool=tool)) is automated


def test_nothing_is_said_where_nothing_is_known(entry):
    assert automation(entry()) == {}
    assert automation(entry(modTool={"name": "automod"})) == {"automation": "full"}


def test_the_name_of_a_tool_says_nothing_of_a_report(entry):
    assert said_automated(entry(modTool={"name": "automod"})) is None
    assert said_automated(entry(modTool={"name": "x", "meta": {"isAutomated": True}})) is True
