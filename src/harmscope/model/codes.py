"""Types for coded members. The codes themselves are data: ``taxonomy/codelists/*.csv``."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from harmscope.taxonomy.codelists import EXTENSION_PATTERN, codelist


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
DetectionSource = Annotated[str, Listed("detection-source")]
DetectionMethod = Annotated[str, Listed("detection-method")]
DecisionGround = Annotated[str, Listed("decision-ground")]
ActionKind = Annotated[str, Listed("action-kind")]
MisuseReason = Annotated[str, Listed("misuse-reason")]
ReversalCause = Annotated[str, Listed("reversal-cause")]
AppealChannel = Annotated[str, Listed("appeal-channel")]
AppealOutcome = Annotated[str, Listed("appeal-outcome")]
ReferralBody = Annotated[str, Listed("referral-body")]
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
