"""django-stubs, taught that a foreign key with `to_field` holds that field's type and not the primary key's.

Our keys hold codes (`to_field="code"`); without this, mypy takes `agency_id` in filters and `values_list` for an int.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.db.models.fields.related import ForeignKey
from mypy.checker import TypeChecker
from mypy.nodes import TypeInfo
from mypy.plugin import MethodContext
from mypy.types import Instance, UnionType
from mypy.types import Type as MypyType
from mypy_django_plugin.django.context import DjangoContext
from mypy_django_plugin.lib import helpers
from mypy_django_plugin.main import NewSemanalDjangoPlugin
from mypy_django_plugin.main import plugin as django_plugin
from mypy_django_plugin.transformers import querysets

_lookup_type = DjangoContext.get_field_lookup_exact_type
_get_type = DjangoContext.get_field_get_type
_resolve = DjangoContext._resolve_field_from_parts
_row_type = querysets.get_field_type_from_lookup


def _lookup_type_of_key(self: DjangoContext, api: TypeChecker, field: Any) -> MypyType:
    """filter(agency__in=...): the model or the code."""
    target = _target(field)
    info = helpers.lookup_class_typeinfo(api, field.related_model) if target else None
    if target is None or info is None:
        return _lookup_type(self, api, field)
    return UnionType.make_union([Instance(info, []), _lookup_type(self, api, target)])


def _get_type_of_key(
    self: DjangoContext, api: TypeChecker, model_info: TypeInfo | None, field: Any, *, method: str
) -> MypyType:
    """values_list("agency"): the code, or None where the key may be empty."""
    target = _target(field)
    info = helpers.lookup_class_typeinfo(api, target.__class__) if target else None
    if info is None or method not in {"values", "values_list"}:
        return _get_type(self, api, model_info, field, method=method)
    return helpers.get_private_descriptor_type(info, "_pyi_private_get_type", is_nullable=field.null)


def _resolve_key(self: DjangoContext, field_parts: Iterable[str], model_cls: type[Model]) -> tuple[Any, type[Model]]:
    """filter(agency_id=...): upstream answers with the primary key of the other table."""
    parts = list(field_parts)
    field, observed = _resolve(self, parts, model_cls)
    owner = _resolve(self, parts[:-1], model_cls)[1] if len(parts) > 1 else model_cls
    return _named_target(owner, parts[-1]) or field, observed


def _row_type_of_key(
    ctx: MethodContext, django_context: DjangoContext, model_cls: type[Model], *, method: str, lookup: str, **rest: Any
) -> MypyType | None:
    """values_list("agency_id"): as values_list("agency")."""
    if _named_target(model_cls, lookup):
        lookup = lookup.removesuffix("_id")
    return _row_type(ctx, django_context, model_cls, method=method, lookup=lookup, **rest)


def _named_target(model_cls: type[Model], name: str) -> "Field[Any, Any] | None":
    try:
        return _target(model_cls._meta.get_field(name)) if name.endswith("_id") else None
    except FieldDoesNotExist:
        return None


def _target(field: Any) -> "Field[Any, Any] | None":
    """The field of the other table that a key with to_field holds; None for every other field."""
    if not isinstance(field, ForeignKey) or not field.to_fields[0]:
        return None
    target = field.target_field
    return target if not target.primary_key else None


def plugin(version: str) -> type[NewSemanalDjangoPlugin]:
    DjangoContext.get_field_lookup_exact_type = _lookup_type_of_key  # type: ignore[method-assign]
    DjangoContext.get_field_get_type = _get_type_of_key  # type: ignore[method-assign]
    DjangoContext._resolve_field_from_parts = _resolve_key  # type: ignore[method-assign]
    querysets.get_field_type_from_lookup = _row_type_of_key
    return django_plugin(version)
