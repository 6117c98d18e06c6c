"""Files that a request of the API brings: as a form, or one file as the whole body."""

import hashlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, Any, BinaryIO, Final
from urllib.parse import unquote

from anyio.to_thread import run_sync
from fastapi import Depends, Header, Request
from starlette.datastructures import UploadFile

from harmscope.formats.door import sha256_of
from harmscope.web.asking import configuration_of, form_of
from harmscope.web.configuration import MEBI
from harmscope.web.guard import JSON, media_of
from harmscope.web.problem_details import Problem

FORM: Final = "multipart/form-data"
_NOT_FILES: Final = ("application/x-www-form-urlencoded",)


@dataclass(slots=True)
class Brought:
    """Open files with their names, by the name of the field that they came in. One that came as
    the whole body is in the field ``files``."""

    fields: dict[str, list[tuple[str, BinaryIO]]] = field(default_factory=dict)

    def files(self, name: str = "files") -> list[tuple[str, BinaryIO]]:
        """The files of a field, each from its start."""
        found = self.fields.get(name, [])
        for _, file in found:
            file.seek(0)
        return found

    def digest(self) -> str:
        """The SHA-256 of all names and contents."""
        total = hashlib.sha256()
        for name in sorted(self.fields):
            for given, file in self.files(name):
                total.update(f"{name}\0{given}\0".encode("utf-8", "replace"))
                total.update(sha256_of(file).encode())
        return total.hexdigest()


FileName = Annotated[
    str | None,
    Header(
        alias="File-Name",
        max_length=400,
        description="The name of the file where it is the whole body, percent-encoded where it "
        "has other letters than a to z: its ending says what form it has.",
        examples=["records.jsonl"],
    ),
]


async def brought(request: Request, file_name: FileName = None) -> AsyncIterator[Brought]:
    """A dependency: the files of a request. Raises Problem where it brings none."""
    limits = configuration_of(request).limits
    media = media_of(request)
    if media in _NOT_FILES:
        fix = "send multipart/form-data, or the file itself as application/octet-stream"
        raise Problem(415, "A file cannot be sent in this form.", fix)
    if media == FORM:
        data = await form_of(request, limits.files)
        try:
            found = Brought()
            for name, value in data.multi_items():
                if not isinstance(value, UploadFile):
                    fix = "put options into the address, such as ?kind=incident"
                    raise Problem(422, "A field of the form is no file.", fix)
                if value.filename:
                    found.fields.setdefault(name, []).append((value.filename, value.file))
            yield _some(found)
        finally:
            await data.close()
        return
    incoming = configuration_of(request).data / "incoming"
    with tempfile.TemporaryFile(dir=str(incoming)) as file:
        await _written(request, file, limits.upload)
        name = unquote(file_name or "")
        if file.tell() and not name:
            raise Problem(422, "The file has no name.", "add the header File-Name: records.jsonl")
        yield _some(Brought({"files": [(name, file)]} if file.tell() else {}))


def _some(found: Brought) -> Brought:
    if not found.fields.get("files"):
        fix = "send one as the body, or some in the field files of a form"
        raise Problem(422, "There is no file.", fix)
    return found


async def _written(request: Request, file: Any, most: int) -> None:
    """Write the body to a file as it comes."""
    size, block = 0, bytearray()
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise Problem(413, "The file is too large.", "send less at once, or compress it")
        block += part
        if len(block) >= MEBI:
            await run_sync(file.write, bytes(block))
            block.clear()
    await run_sync(file.write, bytes(block))


def as_json(request: Request) -> None:
    """A dependency: the body is JSON."""
    if media_of(request) != JSON:
        raise Problem(415, "The body is not JSON.", "send it as application/json")


Files = Annotated[Brought, Depends(brought)]


def body_of_files(**more: str) -> dict[str, Any]:
    """How the OpenAPI document shows such a body; ``more`` are further fields of the form, each
    one file, and what they are."""
    binary = {"type": "string", "contentMediaType": "application/octet-stream"}
    own = {name: {**binary, "description": words} for name, words in more.items()}
    files = {"type": "array", "items": binary, "minItems": 1, "description": "The files."}
    schema = {"type": "object", "required": ["files"], "properties": {"files": files, **own}}
    content = {FORM: {"schema": schema}, "application/octet-stream": {"schema": {}}}
    return {"requestBody": {"required": True, "content": content}}
