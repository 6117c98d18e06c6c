"""What is asked of work through the API: options in the address, or the body as JSON."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from harmscope.api.importing import importable
from harmscope.errors import offer
from harmscope.validation.schemas import versions
from harmscope.validation.verdict import REPORT
from harmscope.web.guard import NUL
from harmscope.web.research_tasks import FORMATS

_ID: Final = "9f1c2d3e4a5b69788796a5b4c3d2e1f0"
_Name = Annotated[str, Field(min_length=1, max_length=300)]
_Id = Annotated[str, Field(min_length=1, max_length=64)]


def _one_of(names: Callable[[], list[str]]) -> AfterValidator:
    """Takes one of some names; to a wrong one it offers the nearest."""

    def known(name: str) -> str:
        if name not in names():
            raise PydanticCustomError("name", "{fix}", {"fix": offer(name, names())})
        return name

    return AfterValidator(known)


def _enum(names: Callable[[], list[str]]) -> Callable[[dict[str, Any]], None]:
    """Shows the names in the OpenAPI document."""
    return lambda schema: schema.update(enum=names())


def _kinds() -> list[str]:
    return sorted([*versions(), REPORT])


def _systems() -> list[str]:
    return [one.name for one in importable()]


def _formats() -> list[str]:
    return list(FORMATS)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="after")
    def _are_texts(self) -> Self:
        """Refuses a character that no text holds and no database takes."""
        if NUL in "".join(_texts(self.model_dump())):
            raise PydanticCustomError("text", "A text has the character U+0000; leave it out")
        return self


class CheckOptions(_Asked):
    """How files are checked."""

    kind: Annotated[str, _one_of(_kinds)] | None = Field(
        None,
        description="What the records are, where they do not say so; "
        "dsa-report for a published report.",
        examples=["incident"],
        json_schema_extra=_enum(_kinds),
    )
    ruleset: Literal["default", "strict"] = Field("default", description="Which rules.")


class ImportOptions(_Asked):
    """How a log is brought in."""

    system: Annotated[str, _one_of(_systems)] = Field(
        description="What the files are; mapping for a table of one's own.",
        examples=["ozone"],
        json_schema_extra=_enum(_systems),
    )
    keep_text: bool = Field(False, description="Whether free texts stay in the records.")


class ReadingOptions(_Asked):
    """What a published report is; what is left out is found in the files."""

    kind: Annotated[str, _one_of(_formats)] | None = Field(
        None,
        description="The format.",
        examples=["dsa-report"],
        json_schema_extra=_enum(_formats),
    )
    service: _Name | None = Field(
        None, description="The service, where the files name none or several."
    )
    edition: _Name | None = Field(None, description="The edition.", examples=["2026-02"])


class ReportOptions(_Asked):
    """What a report counts, and how."""

    profile: _Name = Field("core", description="What is counted.", examples=["core"])
    period: _Name = Field(description="The days that it covers.", examples=["2026-H1"])
    service: _Name = Field("all", description="One service, or all.")
    tz: _Name = Field("UTC", description="The time zone of its days.", examples=["Europe/Berlin"])
    disclosure: _Name = Field("statutory", description="How exact it is.", examples=["public"])


class ReportAsked(ReportOptions):
    """A report of the records of a job."""

    job: _Id = Field(description="The import or check whose records it counts.", examples=[_ID])
    declared: str | None = Field(
        None, max_length=500_000, description="What no log holds: the text of a declared.toml."
    )


class ComparisonAsked(_Asked):
    """Reports of the library to compare, and what of them."""

    reports: list[_Id] = Field(
        min_length=1, max_length=200, description="Their ids.", examples=[[_ID]]
    )
    system: _Name | None = Field(
        None, description="The code system in which categories are compared.", examples=["harm"]
    )
    metrics: list[_Name] = Field(
        [], max_length=100, description="Metrics or concepts to keep; all where there is none."
    )
    period: _Name | None = Field(None, description="The period that figures must touch.")
    questions: Literal["garm-amr"] | None = Field(
        None, description="Keep the figures that answer this set of questions."
    )
    services: list[_Name] = Field(
        [], max_length=100, description="Services to keep; all where there is none."
    )


class KeepAsked(_Asked):
    """A report to put into the library."""

    job: _Id = Field(description="The reading or report that made it.", examples=[_ID])
    title: str = Field("", max_length=300, description="What it is called there.")
