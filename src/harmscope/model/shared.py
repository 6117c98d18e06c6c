"""Parts that notices and incidents both have: native codes, harm, and the source of a record."""

from typing import Annotated

from pydantic import Field

from harmscope.model.base import Digest, Id, Label, Model, Moment, Ref
from harmscope.model.codes import NativeRole

HarmId = Annotated[str, Field(pattern=r"^[a-z][a-z-]*(?:\.[a-z][a-z-]*)?$")]
"""An id of the harm taxonomy, such as ``ncii`` or ``ncii.synthetic``."""

NativeCode = Annotated[str, Field(min_length=1, max_length=200)]


class Native(Model):
    """A code as the platform wrote it, with the code list and its version.

    Identity of a code is (system, version, parent, code): give ``parent`` where one code stands
    under several, as the DSA's ``KEYWORD_OTHER`` does. ``role`` tells the main category from
    additional ones and from keywords.
    """

    scheme: Ref
    code: NativeCode
    parent: NativeCode | None = None
    role: NativeRole | None = None


class Harm(Model):
    """Where a case lies in the harm taxonomy; left out where no count rule carries it there."""

    primary: HarmId
    also: Annotated[list[HarmId], Field(min_length=1)] | None = None


class Source(Model):
    """Where a record came from: id and digest in the source, importer, the platform's own reference
    for it, and when it was filed with a registry."""

    id: Id | None = None
    digest: Digest | None = None
    importer: Label | None = None
    reference: Label | None = None
    filed_at: Moment | None = None
