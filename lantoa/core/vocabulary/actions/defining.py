"""Defining what a figure means: always a new version, beside the ones before it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from wagtail.log_actions import log

from lantoa.core.people.models import User
from lantoa.core.vocabulary.actions.editing import plain
from lantoa.core.vocabulary.actions.versions import keep_versions
from lantoa.core.vocabulary.models import Indicator, IndicatorVersion


@dataclass(frozen=True)
class Definition:
    """Everything one version says. valid_from: the first period end it counts; None: all periods"""

    name_vi: str
    name_en: str
    definition_vi: str
    definition_en: str
    unit_vi: str
    unit_en: str
    spec: dict[str, Any]
    basis: str
    source: str = ""
    unit_en_one: str = ""
    is_verified: bool = False
    disaggregations: tuple[str, ...] = ()
    higher_is_better: bool = True
    valid_from: date | None = None

    def values(self) -> dict[str, Any]:
        """As the columns of a version hold them."""
        return {**vars(self), "disaggregations": list(self.disaggregations)}

    def unsaved(self, code: str) -> IndicatorVersion:
        """A version to be looked at before anybody decides."""
        return IndicatorVersion(indicator_id=code, **self.values())


@transaction.atomic
def define(code: str, definition: Definition, *, by: User, at: datetime, is_public: bool = False) -> IndicatorVersion:
    """Make an indicator, or the next version of one; what the newest version says already makes none.

    is_public: of a new one; who may see one that is there is changed by `open_to_visitors` and `keep_internal`
    """
    last = Indicator.objects.aggregate(last=models.Max("position"))["last"]
    indicator, is_new = Indicator.objects.select_for_update().get_or_create(
        code=code, defaults={"position": 0 if last is None else last + 1, "is_public": is_public}
    )
    newest = indicator.versions.order_by("-version").first()
    if newest is not None and all(getattr(newest, name) == value for name, value in definition.values().items()):
        return newest
    version = IndicatorVersion.objects.create(
        indicator=indicator,
        version=1 if newest is None else newest.version + 1,
        created_by=by,
        created_at=at,
        **definition.values(),
    )
    keep_versions([version], by=by, at=at)
    before = {} if newest is None else {name: getattr(newest, name) for name in definition.values()}
    changes = {
        name: [plain(before.get(name)), plain(value)]
        for name, value in definition.values().items()
        if before.get(name) != value
    }
    log(
        indicator, "vocabulary.add" if is_new else "vocabulary.define", user=by, timestamp=at,
        data={"version": version.version, "changes": changes},
    )  # fmt: skip
    return version
