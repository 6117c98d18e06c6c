"""One record kind to its published JSON Schema: its shape, and the error rules it can say."""

from pydantic import BaseModel

from harmscope.rules import rules_for
from harmscope.schemagen.clean import Schema, clean

DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMMENT = "Generated from the models by `harmscope schema write`; do not edit."


def schema_id(kind: str, version: str) -> str:
    """The name of a published schema; a name, and no address to fetch anything from."""
    return f"urn:harmscope:schema:{kind}:{version}"


def of_model(kind: str, version: str, model: type[BaseModel]) -> Schema:
    """The schema of a record kind, as published.

    Every rule of severity error whose demand JSON Schema can say is one item of ``allOf``, with
    the rule's code in ``x-rule``.
    """
    shape = model.model_json_schema()
    rules = [
        {"x-rule": rule.code, **fragment}
        for rule in rules_for(kind)
        if rule.severity == "error" and rule.demand and (fragment := rule.demand.schema())
    ]
    head = {"$schema": DIALECT, "$id": schema_id(kind, version), "$comment": COMMENT}
    whole = {**shape, **head, **({"allOf": rules} if rules else {})}
    cleaned = clean(whole)
    assert isinstance(cleaned, dict)
    return cleaned
