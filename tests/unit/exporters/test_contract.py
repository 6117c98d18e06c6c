from harmscope.exporters import EXPORTERS
from harmscope.exporters.contract import Item, Outcome


def test_every_exporter_has_what_the_contract_asks():
    for name, exporter in EXPORTERS.items():
        assert exporter.name == name
        assert exporter.batch > 0
        assert exporter.members
        assert exporter.choices


def test_an_item_is_whole_unless_it_says_what_is_missing():
    assert Item("1", {}).missing == ()
    assert Outcome().lacking.total() == 0
