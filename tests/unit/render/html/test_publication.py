from html.parser import HTMLParser

import pytest

from harmscope.render.html.publication import publication_page, shown

ROW = {
    "metric": "notices.received",
    "unit": "notices",
    "period": "2026-01-01/2026-03-31",
    "harm": None,
    "service": None,
    "territory": None,
    "order_state": None,
    "value": 1250,
    "low": None,
    "high": None,
    "senders": 3,
    "of": 4,
}
DOCUMENT = {
    "title": "authority: <b>",
    "registry": "authority",
    "period": "2026-01-01/2026-03-31",
    "as_of": 9,
    "edition": 2,
    "services": {"behind": 3, "registered": 4},
    "absent": ["Delta <script>"],
    "disclosure": {
        "level": "public",
        "title": "Small counts hidden",
        "note": "Why.",
        "cells": 2,
        "share_shown": 0.5,
        "states": {"rounded": 1, "hidden": 1},
        "audit": {"attackers": [{"attacker": "reader", "narrowed_down": 0}]},
    },
    "definitions": {
        "notices.received": {"title": "Notices", "unit": "notices", "definition": "All of them."}
    },
    "figures": [ROW, {**ROW, "harm": "ncii", "value": None}],
    "corrections": [
        {
            "edition": 2,
            "replaces": 1,
            "because": [{"service": "Alpha", "kind": "correction", "because": "more"}],
            "figures": [{}],
        }
    ],
}


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({}, "1,250"),
        ({"value": None}, ":"),
        ({"value": None, "low": 100, "high": 249}, "100 to 249"),
        ({"value": None, "low": 1000000}, "1,000,000 and more"),
    ],
)
def test_a_cell_shows_a_number_a_band_or_a_colon(change: dict[str, object], text: str) -> None:
    assert shown({**ROW, **change}) == text


def test_the_page_holds_tables_protection_and_corrections() -> None:
    page = publication_page(DOCUMENT)
    for text in ("3 of 4 registered", "By harm", "Edition 2 replaces edition 1", "none that they"):
        assert text in page


def test_nothing_out_of_the_data_becomes_markup() -> None:
    page = publication_page(DOCUMENT)
    assert "<script" not in page
    assert "Delta &lt;script&gt;" in page
    HTMLParser().feed(page)
