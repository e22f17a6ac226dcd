"""Writing the row that says whose installation this is."""

from typing import Any

from lantoa.base.models import Installation


def name_installation(name_vi: str, name_en: str) -> Installation:
    """Say whose installation this is; nothing else of the row changes."""
    installation, _ = Installation.objects.update_or_create(pk=1, defaults={"name_vi": name_vi, "name_en": name_en})
    return installation


def mark_sample(mark: dict[str, Any]) -> Installation:
    """Say that everything recorded so far is the sample's. mark: counts to compare with later, see Installation"""
    installation, _ = Installation.objects.update_or_create(pk=1, defaults={"is_sample": True, "sample_mark": mark})
    return installation
