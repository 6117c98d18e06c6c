"""Measures of authorities, read for the page that sets them beside published figures."""

from pathlib import Path
from typing import Any

from harmscope.errors import UserError
from harmscope.formats.door import read_json, shown
from harmscope.formats.write import whole
from harmscope.model.measure import Measure
from harmscope.render.html.publication_page import measures_page
from harmscope.validation import Options, validate

_FIX = "name the publication.json that harmscope registry publish wrote"


def page(publication: Path, measures: Path, target: Path) -> None:
    """Write the page about the measures in ``measures`` beside the figures of ``publication``.

    Raises UserError where a measure is not valid, or the publication is none.
    """
    with whole(target) as file:
        file.write(measures_page(_document(publication), read(measures)).encode())


def read(path: Path) -> list[Measure]:
    """The measures in a file of records, by day. Raises UserError where one is not valid."""
    kept: list[dict[str, object]] = []
    verdict = validate([path], Options(), kept.append)
    if verdict.fails():
        fix = "run harmscope validate on it and mend what it names"
        raise UserError(shown(path.name), "it holds records that are not valid", fix)
    found = [Measure.model_validate(one) for one in kept if one["record"] == "measure"]
    return sorted(found, key=lambda one: (one.start, one.measure_id))


def _document(path: Path) -> dict[str, Any]:
    body = read_json(path, _FIX)
    if not isinstance(body, dict) or body.get("record") != "publication":
        raise UserError(shown(str(path)), "this is no publication", _FIX)
    return body
