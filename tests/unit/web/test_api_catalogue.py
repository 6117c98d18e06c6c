"""The API for anybody: categories, systems, rules, schemas."""

import json

import pytest

from api_client import refused

WAYS = ("taxonomy", "taxonomy/hate", "taxonomy/search?q=hate", "systems", "systems/garm", "rules")
WAYS += ("rules/HS101", "schemas", "schemas/incident")


@pytest.mark.parametrize("way", WAYS)
def test_anybody_may_read_and_keep_it(server, way):
    anybody = server.stranger()
    given = anybody.get(way)
    assert given.status_code == 200, given.text
    assert given.headers["Cache-Control"] == "public, max-age=3600"
    again = anybody.get(way, headers={"If-None-Match": f'"other", {given.headers["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert anybody.get(way, headers={"If-None-Match": '"other"'}).content == given.content


def test_a_category_tells_what_it_means_and_its_names_elsewhere(server):
    shown = server.stranger().get("taxonomy/csea.sextortion").json()
    [category] = shown["categories"]
    assert category["label"] == "Sexual extortion of a child"
    assert category["boundary"]
    assert category["elsewhere"]["dsa@v2"]
    assert not shown["codes"]


def test_every_category_and_every_code_has_its_address(server):
    anybody = server.stranger()
    listed = anybody.get("taxonomy").json()["categories"]
    assert len(listed) == 99
    assert anybody.get(listed[7]["url"]).json()["categories"][0]["id"] == listed[7]["id"]
    for system in ("dsa@v2", "meta-cser@2022", "ozone@2026"):
        for one in anybody.get(f"systems/{system}").json()["codes"]:
            hits = anybody.get("taxonomy/search", params={"q": one["code"]}).json()["hits"]
            found = [hit for hit in hits if (hit["system"], hit["key"]) == (system, one["key"])]
            if found:
                [code] = anybody.get(found[0]["url"]).json()["codes"]
                assert code["key"] == one["key"]
                break
        else:
            raise AssertionError(f"no code of {system} is found")


def test_a_rule_tells_its_lists_of_codes(server):
    anybody = server.stranger()
    assert anybody.get("rules/date_not_real").json()["code"] == "HS101"
    [codes] = anybody.get("rules/HS130").json()["lists"]
    assert "hate" in codes["codes"]
    assert anybody.get("rules").json()["rules"][0]["code"]


def test_a_schema_is_given_as_it_is_published(server, root):
    anybody = server.stranger()
    rows = anybody.get("schemas").json()["schemas"]
    row = next(one for one in rows if one["name"] == "dataset@1.0")
    given = anybody.get(row["url"])
    assert given.headers["Content-Type"] == "application/schema+json"
    published = root / "schemas" / "dataset" / "1.0.schema.json"
    assert given.json() == json.loads(published.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("way", "fix"),
    [
        ("taxonomy/hatee", "did you mean"),
        ("systems/garmm", "did you mean"),
        ("rules/HS999999", "harmscope rules"),
        ("schemas/incident@..", "see /api/v1/schemas"),
        ("schemas/..%2F..%2Fpyproject", ""),
        ("nothing", ""),
    ],
)
def test_what_there_is_not_is_a_problem(server, way, fix):
    body = refused(server.stranger().get(way), 404)
    assert fix in body.get("fix", "")
    assert ".." not in json.dumps(body)


def test_a_wrong_value_is_a_problem(server):
    anybody = server.stranger()
    assert "q" in refused(anybody.get("taxonomy/search"), 422)["detail"]
    refused(anybody.get("taxonomy/search", params={"q": "hate", "limit": 0}), 422)
    refused(anybody.put("rules"), 405)
