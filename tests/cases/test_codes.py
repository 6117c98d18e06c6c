"""Codes are for ever: ``schemas/codes.csv`` lists each that was ever given, and only grows."""

import csv
import hashlib

from harmscope.resources import data_path
from harmscope.rules import CATALOGUE

FROZEN = 358
DIGEST = "6e80b79442ede2d7f0d5d2096ada5f381085b9435379d00ab534c39c9da457e9"
"""Of the first lines of the list, code and slug. New codes come behind them."""


def listed() -> list[dict[str, str]]:
    with data_path("schemas", "codes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_kind_of_finding_is_on_the_list_under_its_slug() -> None:
    active = {row["code"]: row["slug"] for row in listed() if not row["retired"]}
    assert active == {kind.code: kind.slug for kind in CATALOGUE.values()}


def test_no_code_is_given_twice() -> None:
    codes = [row["code"] for row in listed()]
    assert len(set(codes)) == len(codes)


def test_no_code_is_dropped_or_given_another_meaning() -> None:
    """A code that goes gets a version under ``retired``; its line stays."""
    lines = [f"{row['code']},{row['slug']}" for row in listed()[:FROZEN]]
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == DIGEST


def test_a_code_says_when_it_came_and_when_it_went() -> None:
    for row in listed():
        kind = CATALOGUE.get(row["code"])
        assert bool(row["retired"]) is (kind is None)
        assert kind is None or kind.since == row["introduced"]
