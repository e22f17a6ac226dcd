"""Fields that hold the code of a word. Offices add words, so the lists are read when they are shown."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel

from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import Dimension
from lantoa.desks.newsroom.blocks import indicator_choices


def term_field(name: Any, **kwargs: Any) -> "models.CharField[str, str]":
    """A code of a term; which dimension it is of says its panel."""
    return models.CharField(name, max_length=40, blank=True, **kwargs)


def term_panel(field: str, dimension: Dimension) -> FieldPanel:
    """A list of the terms of a dimension to choose from."""

    def choices() -> list[tuple[str, str]]:
        return [("", "---------"), *((term.code, term.name) for term in vocabulary.terms(dimension))]

    return FieldPanel(field, widget=_Choice(choices=choices))


def indicator_panel(field: str) -> FieldPanel:
    return FieldPanel(field, widget=_Choice(choices=indicator_choices))


# Django calls the function each time a list is drawn; its published types know lists alone.
_Choice: Any = forms.Select


def check_term(page: models.Model, field: str, dimension: Dimension) -> None:
    """raises: ValidationError, if the code is none of the dimension"""
    code = getattr(page, field)
    if code and code not in {term.code for term in vocabulary.terms(dimension)}:
        raise ValidationError({field: _("“%(code)s” is not in the list.") % {"code": code}})
