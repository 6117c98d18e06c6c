""""""

from html.parser import HTMLParser
from typing import Any

import pytest

from harmscope.model.measure import Measure
from harmscope.render.html.publication_page import (
    WIDEST,
    crossed,
    measures_page,
    publication_page,
    published_cell,
)
from harmscope.render.table import shown

SERVICES = ("Alpha", "Beta")


def row(
    value: int | None, harm: str | None = None, service: str | None = None
) -> dict[str, object]:
    return {"value": value, "harm": harm, "service": service, "senders": 2, "of": 3}


def groups(*services: str) -> dict[tuple[str, ...], list[dict[str, object]]]:
    return {
        (): [row(9)],
        ("harm",): [row(9, "hate")],
        ("service",): [row(i, None, name) for i, name in enumerate(services)],
        ("harm", "service"): [row(7, "hate", services[0])],
    }


def table(*services: str) -> dict[str, object] | None:
    return crossed(groups(*services), lambda one: str(one["value"]), lambda _, code: code.upper())


def test_totals_stand_along_the_edges() -> None:
    made = table(*SERVICES)
    assert made is not None
    assert made["heads"] == ["All services", "Alpha", "Beta", "Services behind"]
    assert made["rows"] == [
        {"codes": ["All harms"], "cells": ["9", "0", "1", "2 of 3"]},
        {"codes": ["HATE"], "cells": ["9", "7", "", "2 of 3"]},
    ]


def test_too_many_services_are_listed_instead() -> None:
    assert table(*(f"S{i}" for i in range(WIDEST + 1))) is None


def test_without_a_split_by_both_there_is_no_such_table() -> None:
    assert crossed({(): [row(9)], ("harm",): [row(9, "hate")]}, str, lambda _, code: code) is None


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
    "published_on": "2026-04-20",
    "licence": {"id": "CC-BY-4.0", "name": "CC BY 4.0", "url": "https://example.org/licence"},
    "contact": "figures desk",
    "title": "authority: <b>",
    "registry": "authority",
    "period": "2026-01-01/2026-03-31",
    "as_of": 9,
    "edition": 2,
    "services": {"behind": 3, "registered": 4},
    "absent": ["Delta <script>"],
    "partly": ["Beta"],
    "disclosure": {
        "level": "public",
        "title": "Small counts hidden",
        "note": "Why.",
        "cells": 2,
        "share_shown": 0.5,
        "states": {"rounded": 1, "hidden": 1},
        "protected_units": ["notices"],
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
        ({"value": None}, "withheld"),
        ({"value": None, "low": 100, "high": 249}, "100 to 249"),
        ({"value": None, "low": 1000000}, "at least 1,000,000"),
        ({"value": None, "obs_status": "Q"}, "withheld"),
        ({"value": None, "obs_status": "M"}, "no cases"),
        ({"value": None, "obs_status": "O", "senders": 0}, "not recorded"),
        ({"value": None, "obs_status": "O", "senders": 2}, "not recorded"),
        ({"value": None, "obs_status": "O", "senders": 2, "unit": "share"}, "not comparable"),
        ({"value": None, "obs_status": "O", "senders": 2, "authorities": 2}, "not known"),
        ({"value": None, "low": 0.25, "high": 0.5, "unit": "share"}, "25.0 % to 50.0 %"),
    ],
)
def test_a_cell_shows_its_figure_or_why_there_is_none(change: dict[str, object], text: str) -> None:
    assert shown(published_cell({**ROW, **change})) == text


def test_the_page_holds_tables_protection_and_corrections() -> None:
    page = publication_page(DOCUMENT)
    for text in ("3 of 4 registered", "By harm", "Edition 2 replaces edition 1", "down none"):
        assert text in page
    for text in ("20 April 2026", 'href="https://example.org/licence"', "figures desk"):
        assert text in page
    assert page.index("down none") < page.index("<table")


def test_an_exact_page_does_not_claim_protection() -> None:
    disclosure = {
        **DOCUMENT["disclosure"],
        "protected_units": [],
        "judged_by": "public",
        "audit": {"attackers": [{"attacker": "reader", "narrowed_down": 7}]},
    }
    page = publication_page({**DOCUMENT, "disclosure": disclosure})
    assert "Nothing is withheld. Tested by the level public, 7" in page
    assert "linear programs" not in page


def test_sections_come_in_the_order_of_the_figures() -> None:
    later = {"title": "Appeals", "unit": "appeals", "definition": "All."}
    definitions = {"appeals.filed": later, **DOCUMENT["definitions"]}
    more = [{**ROW, "metric": "appeals.filed", "unit": "appeals"}]
    page = publication_page(
        {**DOCUMENT, "definitions": definitions, "figures": [*DOCUMENT["figures"], *more]}
    )
    assert page.index('id="notices-received"') > page.index('id="totals"')
    assert page.index("All of them.") < page.index("Appeals")
    # A metric that is not split stands among the totals only.
    assert 'id="appeals-filed"' not in page


def joint(document: dict[str, Any]) -> dict[str, Any]:
    """The document as one of two authorities."""
    figures = [one | {"authorities": 2} for one in document["figures"]]
    nobody = figures[0] | {"metric": "appeals.filed", "unit": "appeals", "senders": 0}
    nobody |= {"authorities": 0, "value": None, "obs_status": "O"}
    limits = figures[0] | {"value": None, "low": 1200, "high": 1500, "rounding": None}
    taken = {
        **{"authority": "Avia", "title": "Avia", "period": document["period"], "edition": 3},
        **{"published_on": "2026-05-04", "sha256": "ab" * 32, "key_id": "k", "level": "public"},
        **{"services": {"behind": 2, "registered": 4}, "withheld": 1234, "narrowed_down": 0},
    }
    held = [{"authority": name, "service": "S", "start": "", "end": ""} for name in ("Avia", None)]
    title = {**document["definitions"]["notices.received"], "title": "Appeals filed"}
    return document | {
        "figures": [limits, *figures[1:], nobody],
        "definitions": document["definitions"] | {"appeals.filed": title},
        "behind": {"holders": held, "without": []},
        "taken_in": [taken],
        "counted_twice": [{"service": "Wideweb", "authorities": ["Avia", "Borea"]}],
        "absent": ["Cordria"],
    }


def test_a_joint_page_opens_with_a_sentence_and_says_how_to_read_it() -> None:
    page = " ".join(publication_page(joint(DOCUMENT)).split())
    assert "<h1>2 authorities, one set of figures</h1>" in page
    assert (
        "January to March 2026: between 1,200 and 1,500, at 3 services under 2 authorities." in page
    )
    assert "Wideweb may be counted twice." in page
    assert "Not in these numbers:</strong> Cordria." in page
    assert "Nobody here records: Appeals filed." in page
    assert page.count("Cordria") == 1
    order = ["glance", "totals", "authorities", "protection", "files", "sources"]
    places = [page.index(f'<section id="{name}"') for name in order]
    assert places == sorted(places)
    assert "1,234" in page


def test_a_page_of_one_authority_stays_as_it_was() -> None:
    page = publication_page(DOCUMENT)
    assert "<h1>Pooled figures</h1>" in page
    assert page.index('<section id="protection"') < page.index('<section id="totals"')
    assert "How to read the numbers" not in page


def test_nothing_out_of_the_data_becomes_markup() -> None:
    page = publication_page(DOCUMENT)
    assert "<script" not in page
    assert "Delta &lt;script&gt;" in page
    HTMLParser().feed(page)


MEASURE = Measure(
    record="measure",
    version="1.0",
    measure_id="m-1",
    service="Lumen <b>",
    authority="Digital Office",
    jurisdiction="MY",
    kind="restriction",
    start="2026-01-11",
    end="2026-01-23",
    harms=["ncii.synthetic"],
)
ROW_OF_MEASURES = {
    "metric": "notices.received",
    "unit": "notices",
    "service": "Lumen <b>",
    "territory": None,
    "order_state": None,
    "harm": None,
    "value": None,
    "low": None,
    "high": None,
}
DOCUMENT_OF_MEASURES = {
    "registry": "authority",
    "period": "2026-01-01/2026-03-31",
    "as_of": 9,
    "disclosure": {"level": "public"},
    "definitions": {"notices.received": {"title": "Notices"}},
    "figures": [ROW_OF_MEASURES, {**ROW_OF_MEASURES, "harm": "hate", "value": 40}],
}


def test_measures_stand_beside_the_figures_of_their_service() -> None:
    page = measures_page(DOCUMENT_OF_MEASURES, [MEASURE])
    for text in (
        "Restriction",
        "Digital Office",
        "11 January 2026",
        "<td>40</td>",
        "<td>withheld</td>",
    ):
        assert text in page
    assert "Lumen &lt;b&gt;" in page
    assert "outside the period" not in page


def test_a_measure_outside_the_period_is_marked() -> None:
    later = MEASURE.model_copy(update={"start": "2026-04-02", "end": None, "service": "Quill"})
    page = measures_page(DOCUMENT_OF_MEASURES, [later])
    assert "outside the period" in page
    assert "No figures of this service were published" in page
