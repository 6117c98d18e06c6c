"""What every record model shares: strict, closed, immutable, and never null.

A member whose value is not known is left out. ``null`` is refused, so there is one way to say
"not known", and empty text or an empty list is never used for it.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from harmscope.model.dates import DATE, OFFSET, TIME

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,511}$")]
"""An identifier, unique in its data set. Letters, digits, ``.``, ``_``, ``:``, ``-``."""

Day = Annotated[str, Field(pattern=f"^{DATE}$", json_schema_extra={"format": "date"})]
"""A calendar day, ``YYYY-MM-DD``."""

Moment = Annotated[str, Field(pattern=f"^{DATE}(?:T{TIME}{OFFSET})?$")]
"""A time with offset after RFC 3339, or a day where only the day is known.

Midnight is never invented: a source that knows only the day gives the day.
"""

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")]
"""A language tag after BCP 47, its primary subtag in lower case."""

Territory = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""A country after ISO 3166-1 alpha-2; Greece is ``GR``."""

Zone = Annotated[str, Field(pattern=r"^[A-Za-z0-9_+/-]{1,64}$")]
"""A time zone name of the IANA database, or ``UTC``."""

Ref = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*@[A-Za-z0-9.-]+$")]
"""A versioned code system, such as ``dsa@v2`` or ``harm@1.0.0``."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 digest in lower-case hexadecimal."""

KeyedHash = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""A keyed hash (HMAC-SHA-256, first 128 bits) of an identifier; the key stays with its owner."""

Count = Annotated[int, Field(ge=0, le=2**53 - 1)]
"""A whole number that JSON readers keep exactly."""

Text = Annotated[str, Field(min_length=1, max_length=5000)]
Label = Annotated[str, Field(min_length=1, max_length=500)]


class Model(BaseModel):
    """Base of all models: unknown members, wrong types and null are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _refuse_null(cls, data: Any) -> Any:
        if isinstance(data, dict) and any(value is None for value in data.values()):
            raise ValueError("null is not a value here: leave the member out")
        return data

    def as_dict(self) -> dict[str, Any]:
        """The record as JSON shows it: what was not given is left out."""
        return self.model_dump(mode="json", exclude_unset=True, exclude_none=True)
