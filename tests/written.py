"""Holds what the program writes against the schema that is published for it."""

import json
from typing import Any

from jsonschema_rs import validator_for

from harmscope.validation.schemas import published_schema


def held(document: dict[str, Any]) -> dict[str, Any]:
    """The document again, once its published schema takes it as JSON."""
    schema = published_schema(document["record"], document["version"])
    faults = list(validator_for(schema).iter_errors(json.loads(json.dumps(document))))
    assert not faults, [f"{fault.instance_path}: {fault.message}" for fault in faults]
    return document
