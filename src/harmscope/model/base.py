"""What every record model shares: types, code lists and common parts.

Models are strict, closed, immutable and never null. A member whose value is not known is left out.
``null`` is refused, so there is one way to say "not known"; empty text or an empty list is never
used for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from harmscope.taxonomy.systems import EXTENSION_PATTERN, codelist
from harmscope.times import DATE, OFFSET, TIME

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

Jurisdiction = Annotated[str, Field(pattern=r"^(?:EEA|[A-Z]{2}(?:-[A-Z0-9]{1,3})?)$")]
"""Whose law: a country after ISO 3166-1 (``IN``, ``US``, ``GB``), a part of one after ISO 3166-2
(``US-CA``), the European Union (``EU``) or the European Economic Area (``EEA``)."""

Zone = Annotated[str, Field(pattern=r"^[A-Za-z0-9_+/-]{1,64}$")]
"""A time zone name of the IANA database, or ``UTC``."""

Ref = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*@[A-Za-z0-9.-]+$")]
"""A versioned code system, such as ``dsa@v2`` or ``harm@1.0.0``."""

Safeguard = Annotated[
    str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}@[A-Za-z0-9][A-Za-z0-9.-]{0,63}$")
]
"""The version of a safeguard, ``name@version``: ``prompt-filter@llama-guard-3-8b``. The name is
that of its place in the service and stays; where the version changes, a series breaks."""

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


class Written(BaseModel):
    """Base of records that only the program writes: a member that may be null says so, and one
    that may be missing has a default."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Given = TypeVar("Given", bound=Model)


def given(model: type[Given], **members: object) -> Given:
    """The record with those members that are neither None nor empty lists or mappings."""
    kept = {name: value for name, value in members.items() if not _absent(name, value, model)}
    return model.model_validate(kept)


def _absent(name: str, value: object, model: type[Model]) -> bool:
    if value is None:
        return True
    return value in ([], {}) and not model.model_fields[name].is_required()


M = TypeVar("M", bound=Mapping[str, object])


def filled(members: M) -> M:
    """The members that say something: without null, empty text, empty lists and empty objects."""
    # Of what is not true, numbers and False say something: they are equal to 0.
    return cast("M", {name: value for name, value in members.items() if value or value == 0})


# Types for coded members. The codes themselves are data: ``taxonomy/codelists/*.csv``.


@dataclass(frozen=True, slots=True)
class Listed:
    """Marks a text member as a code of the list ``name``."""

    name: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        listed = codelist(self.name)
        codes = core_schema.literal_schema(list(listed.codes))
        if not listed.open:
            return codes
        extension = core_schema.str_schema(pattern=f"^{EXTENSION_PATTERN}$")
        return core_schema.union_schema([codes, extension])


NoticeKind = Annotated[str, Listed("notice-kind")]
NoticeOutcome = Annotated[str, Listed("notice-outcome")]
RefusalReason = Annotated[str, Listed("refusal-reason")]
ActedOn = Annotated[str, Listed("acted-on")]
RequesterRelation = Annotated[str, Listed("requester-relation")]
OrderKind = Annotated[str, Listed("order-kind")]
RequestElement = Annotated[str, Listed("request-element")]
Automation = Annotated[str, Listed("automation")]
SubjectOrigin = Annotated[str, Listed("subject-origin")]
SubjectKind = Annotated[str, Listed("subject-kind")]
Target = Annotated[str, Listed("target")]
Mode = Annotated[str, Listed("mode")]
Legality = Annotated[str, Listed("legality")]
SuitabilityTier = Annotated[str, Listed("suitability-tier")]
Medium = Annotated[str, Listed("medium")]
AiInvolvement = Annotated[str, Listed("ai-involvement")]
Answer = Annotated[str, Listed("answer")]
AgeBand = Annotated[str, Listed("age-band")]
ConsentState = Annotated[str, Listed("consent")]
GenerationSurface = Annotated[str, Listed("generation-surface")]
InputKind = Annotated[str, Listed("input-kind")]
SafeguardState = Annotated[str, Listed("safeguard-state")]
C2paState = Annotated[str, Listed("c2pa-state")]
NoHarm = Annotated[str, Listed("no-harm")]
DetectionSource = Annotated[str, Listed("detection-source")]
DetectionMethod = Annotated[str, Listed("detection-method")]
DecisionGround = Annotated[str, Listed("decision-ground")]
ActionKind = Annotated[str, Listed("action-kind")]
MisuseReason = Annotated[str, Listed("misuse-reason")]
ReversalCause = Annotated[str, Listed("reversal-cause")]
AppealChannel = Annotated[str, Listed("appeal-channel")]
AppealOutcome = Annotated[str, Listed("appeal-outcome")]
ReferralBody = Annotated[str, Listed("referral-body")]
ReferralContent = Annotated[str, Listed("referral-content")]
HashAlgorithm = Annotated[str, Listed("hash-algorithm")]
DisclosureLevel = Annotated[str, Listed("disclosure")]
Capability = Annotated[str, Listed("capability")]
RecordPart = Annotated[str, Listed("record-part")]
FigureStatus = Annotated[str, Listed("figure-status")]
Estimand = Annotated[str, Listed("estimand")]
Assurance = Annotated[str, Listed("assurance")]
Unit = Annotated[str, Listed("unit")]
AccountType = Annotated[str, Listed("account-type")]
NativeRole = Annotated[str, Listed("native-role")]
ExposureUnit = Annotated[str, Listed("exposure-unit")]
SampleDesign = Annotated[str, Listed("sample-design")]
CoverageExtent = Annotated[str, Listed("coverage")]
MeasureKind = Annotated[str, Listed("measure-kind")]
Visibility = Annotated[str, Listed("dsa-decision-visibility")]
Monetary = Annotated[str, Listed("dsa-decision-monetary")]
Provision = Annotated[str, Listed("dsa-decision-provision")]
AccountMeasure = Annotated[str, Listed("dsa-decision-account")]
StatementAccount = Annotated[str, Listed("dsa-account-type")]
StatementGround = Annotated[str, Listed("dsa-decision-ground")]
ContentType = Annotated[str, Listed("dsa-content-type")]
SourceType = Annotated[str, Listed("dsa-source-type")]
AutomatedDecision = Annotated[str, Listed("dsa-automated-decision")]
YesNo = Annotated[str, Listed("dsa-yes-no")]
StatementTerritory = Annotated[str, Listed("dsa-territorial-scope")]
StatementLanguage = Annotated[str, Listed("dsa-language")]


# Parts that notices and incidents both have: native codes, harm, and the source of a record.

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
