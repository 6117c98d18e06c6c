"""The statement: the description of a submission that is signed, and the id made of it."""

import hashlib
import json

import rfc8785
from pydantic import ValidationError

from harmscope.formats.json_ import Refused as BadJson
from harmscope.formats.json_ import parse
from harmscope.model.submission import Submission
from harmscope.submission.problems import Refused

NAME = "submission.json"
SIGNATURE = "submission.dsse.json"
VERSIONS = ("1.0",)
_NESTING = 16


def written(statement: Submission) -> bytes:
    """The bytes that are stored and signed."""
    return json.dumps(statement.as_dict(), indent=2, ensure_ascii=False).encode() + b"\n"


def read(data: bytes) -> Submission:
    """The statement. Raises Refused ``wrong_schema_version`` or ``bad_statement``."""
    try:
        body = parse(data, _NESTING)
    except BadJson:
        raise Refused("bad_statement", NAME) from None
    if not isinstance(body, dict) or body.get("record") != "submission":
        raise Refused("bad_statement", NAME)
    if body.get("version") not in VERSIONS:
        raise Refused("wrong_schema_version", NAME)
    try:
        return Submission.model_validate(body)
    except ValidationError:
        raise Refused("bad_statement", NAME) from None


def submission_id(statement: Submission) -> str:
    """SHA-256 of the statement in the canonical form of RFC 8785."""
    return content_id(statement.as_dict())


def content_id(body: dict[str, object]) -> str:
    """SHA-256, in hexadecimal, of a JSON object in the canonical form of RFC 8785."""
    return hashlib.sha256(rfc8785.dumps(body)).hexdigest()  # type: ignore[arg-type]
