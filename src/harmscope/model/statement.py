"""The statement of reasons as the official API of the EU's DSA Transparency Database takes it.

Limits and lists follow the database's source code (commit 69e80a0b of 2026-06-24,
``StatementStoreRequest.php`` and ``Statement.php``). Members that are empty or null there are left
out here. ``created_at`` and ``platform_name`` are added by the server and stand in its dumps.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from harmscope.model.base import (
    AccountMeasure,
    AutomatedDecision,
    ContentType,
    Monetary,
    Provision,
    SourceType,
    StatementAccount,
    StatementGround,
    StatementLanguage,
    StatementTerritory,
    Visibility,
    YesNo,
)
from harmscope.taxonomy import load_system
from harmscope.times import DATE


@dataclass(frozen=True, slots=True)
class _CodeOf:
    """Marks a text as a code of one kind in either version of the database's lists."""

    kind: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        codes = {
            code.code: None
            for ref in ("dsa@v2", "dsa@v1")
            for code in load_system(ref).codes.values()
            if code.kind == self.kind and code.origin == "official"
        }
        return core_schema.literal_schema(list(codes))


Category = Annotated[str, _CodeOf("category")]
Keyword = Annotated[str, _CodeOf("keyword")]
Date = Annotated[str, Field(pattern=f"^{DATE}$", json_schema_extra={"format": "date"})]
Ean = Annotated[str, Field(pattern=r"^[0-9]{13}$")]
Short = Annotated[str, Field(min_length=1, max_length=500)]
Long = Annotated[str, Field(min_length=1, max_length=2000)]


class ContentId(BaseModel):
    """The number of a product; the only key that the database takes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    ean: Annotated[Ean | None, Field(alias="EAN-13")] = None


class Statement(BaseModel):
    """One statement of reasons, in the request's shape."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    puid: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]+$", max_length=500)]
    decision_visibility: list[Visibility] | None = None
    decision_visibility_other: Short | None = None
    end_date_visibility_restriction: Date | None = None
    decision_monetary: Monetary | None = None
    decision_monetary_other: Short | None = None
    end_date_monetary_restriction: Date | None = None
    decision_provision: Provision | None = None
    end_date_service_restriction: Date | None = None
    decision_account: AccountMeasure | None = None
    end_date_account_restriction: Date | None = None
    account_type: StatementAccount | None = None
    decision_ground: StatementGround
    decision_ground_reference_url: Short | None = None
    illegal_content_legal_ground: Short | None = None
    illegal_content_explanation: Long | None = None
    incompatible_content_ground: Short | None = None
    incompatible_content_explanation: Long | None = None
    incompatible_content_illegal: YesNo | None = None
    category: Category
    category_addition: list[Category] | None = None
    category_specification: list[Keyword] | None = None
    category_specification_other: Short | None = None
    content_type: Annotated[list[ContentType], Field(min_length=1)]
    content_type_other: Short | None = None
    content_language: StatementLanguage | None = None
    content_date: Date
    content_id: ContentId | None = None
    content_id_ean: Ean | None = None
    territorial_scope: list[StatementTerritory] | None = None
    application_date: Date
    decision_facts: Annotated[str, Field(min_length=1, max_length=5000)]
    source_type: SourceType
    source_identity: Short | None = None
    automated_detection: YesNo
    automated_decision: AutomatedDecision
    created_at: Date | None = None
    platform_name: Short | None = None
