"""Builds records of the model, in which a member without a value is left out."""

from typing import TypeVar

from harmscope.model.base import Model

M = TypeVar("M", bound=Model)


def given(model: type[M], **members: object) -> M:
    """The record with those members that are neither None nor empty lists or mappings."""
    kept = {name: value for name, value in members.items() if not _absent(name, value, model)}
    return model.model_validate(kept)


def _absent(name: str, value: object, model: type[Model]) -> bool:
    if value is None:
        return True
    return value in ([], {}) and not model.model_fields[name].is_required()
