"""The submission: what a sender hands in, and the public half of the key it signs with."""

from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import Count, Day, Digest, Id, Label, Model, Ref, Text
from harmscope.model.dataset import Span

MemberPath = Annotated[str, Field(pattern=r"^data/[A-Za-z0-9][A-Za-z0-9._-]{0,199}$")]
KeyId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Sealed(Model):
    """What an encrypted member is inside: digest and size of its plain bytes."""

    method: Literal["age"]
    sha256: Digest
    bytes: Count


class Member(Model):
    """One file of the submission. ``rows`` counts its rows (header row of a data set included),
    for files of records; it is what shows a file that was cut at the end of a line. A publication
    comes as its document, the signed manifest that names its digest, and the key that signed."""

    path: MemberPath
    role: Literal["records", "report", "declared", "publication", "manifest", "key"]
    sha256: Digest
    bytes: Count
    rows: Count | None = None
    sealed: Sealed | None = None


class MadeBy(Model):
    """The program that packed the submission."""

    name: Label
    version: Label


class Submission(Model):
    """One sender's records or figures about one service and one period, or an authority's
    publication: ``service`` is then the name of the registry that published it.

    ``replaces`` is the id of the submission that this one corrects, ``because`` says why. The id
    of a submission is the SHA-256 digest of this statement in the canonical form of RFC 8785.
    """

    record: Literal["submission"]
    version: Literal["1.0"]
    sender: Id
    service: Label
    period: Span
    kind: Literal["records", "figures", "publication"]
    packed_on: Day
    taxonomy: Ref
    made_by: MadeBy
    members: Annotated[list[Member], Field(min_length=1)]
    replaces: Digest | None = None
    because: Text | None = None


class PublicKey(Model):
    """The public half of a signing key, as it is given to a registry.

    ``key_id`` is the start of the SHA-256 digest of the 32 key bytes; ``public_key`` is those bytes
    in base64. The key may sign from ``valid_from`` to ``valid_to``, both days inside.
    """

    record: Literal["key"]
    version: Literal["1.0"]
    key_id: KeyId
    name: Id
    algorithm: Literal["ed25519"]
    public_key: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]
    valid_from: Day
    valid_to: Day
