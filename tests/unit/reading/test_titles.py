from harmscope.reading.titles import title_of


def test_an_id_becomes_words() -> None:
    assert title_of("orders.act.effect_median") == "Orders: act, effect median"
    assert title_of("items.removed_share") == "Items: removed share"
