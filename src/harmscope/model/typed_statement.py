"""Statements of reasons as dictionaries, for code that builds them.

Generated from the models by ``python -m harmscope.generate``; edit the models instead. Any member
may be missing, because records are built step by step: whether one is complete, validation says.
"""

from typing import TypedDict

ContentId = TypedDict("ContentId", {"EAN-13": str}, total=False)
"""The number of a product; the only key that the database takes."""


class Statement(TypedDict, total=False):
    """One statement of reasons, in the request's shape."""

    puid: str
    decision_visibility: list[str]
    decision_visibility_other: str
    end_date_visibility_restriction: str
    decision_monetary: str
    decision_monetary_other: str
    end_date_monetary_restriction: str
    decision_provision: str
    end_date_service_restriction: str
    decision_account: str
    end_date_account_restriction: str
    account_type: str
    decision_ground: str
    decision_ground_reference_url: str
    illegal_content_legal_ground: str
    illegal_content_explanation: str
    incompatible_content_ground: str
    incompatible_content_explanation: str
    incompatible_content_illegal: str
    category: str
    category_addition: list[str]
    category_specification: list[str]
    category_specification_other: str
    content_type: list[str]
    content_type_other: str
    content_language: str
    content_date: str
    content_id: ContentId
    content_id_ean: str
    territorial_scope: list[str]
    application_date: str
    decision_facts: str
    source_type: str
    source_identity: str
    automated_detection: str
    automated_decision: str
    created_at: str
    platform_name: str
