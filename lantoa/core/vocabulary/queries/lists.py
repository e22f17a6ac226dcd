"""What the screens of the vocabulary show: lists with a search, where a row is used, and what happened to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from lantoa.base import quantities
from lantoa.base.folding import fold
from lantoa.core.vocabulary.models import IndicatorVersion, Kind, KindGroup, Measure, Term
from lantoa.core.vocabulary.queries.definitions import newest_definitions

_HISTORY = 30
# Changes that the name of what happened says already: a row that was added, an indicator opened or made internal.
_SAID_BY_LABEL = {"", "is_public"}
_ICONS = {
    "vocabulary.add": "plus",
    "vocabulary.mend": "pencil-line",
    "vocabulary.define": "file-pen-line",
    "vocabulary.move": "arrow-up-down",
    "vocabulary.open": "lock-open",
    "vocabulary.close": "lock",
    "vocabulary.share": "download",
}


@dataclass(frozen=True)
class Listed:
    """An indicator in the list: its newest definition, and whether it is still offered."""

    definition: IndicatorVersion
    is_ended: bool


@dataclass(frozen=True)
class Change:
    """One line of what happened to a row. label: what, in words; changes: (field, before, after)"""

    label: str
    icon: str
    who: str
    at: datetime
    changes: list[tuple[str, Any, Any]]
    source: str


def kinds(wanted: str = "") -> list[Kind]:
    """All kinds in their order, with the measures they ask for; three queries."""
    rows = Kind.objects.prefetch_related("measures__measure")
    return [row for row in rows if matches(wanted, row.code, row.name_vi, row.name_en, row.hint_vi, row.hint_en)]


def headings(wanted: str = "") -> list[KindGroup]:
    """All headings in their order, each with how many kinds stand under it as `kind_count`; one query."""
    rows = KindGroup.objects.annotate(kind_count=models.Count("kinds")).order_by("position", "code")
    return [row for row in rows if matches(wanted, row.code, row.name_vi, row.name_en)]


def headings_for(kind: Kind | None, *, day: date) -> "models.QuerySet[KindGroup]":
    """Those that a kind may stand under: shown on that day, and the one under which it stands."""
    shown = models.Q(valid_until=None) | models.Q(valid_until__gt=day)
    return KindGroup.objects.filter(shown | models.Q(pk=kind.group.pk) if kind and kind.group else shown)


def measures(wanted: str = "") -> list[Measure]:
    """All measures by name."""
    rows = sorted(Measure.objects.all(), key=lambda row: fold(row.name))
    return [row for row in rows if matches(wanted, row.code, row.name_vi, row.name_en, row.unit_vi, row.unit_en)]


def terms(dimension: str, wanted: str = "") -> list[Term]:
    rows = Term.objects.filter(dimension=dimension)
    return [row for row in rows if matches(wanted, row.code, row.name_vi, row.name_en)]


def said(name: str) -> str:
    """The name of a row in the active language where its catalogue has it, else as it stands."""
    return _(name) if name else ""


def term_counts() -> dict[str, int]:
    """How many values each dimension has."""
    return dict(Term.objects.order_by().values_list("dimension").annotate(count=models.Count("pk")))


def indicators(wanted: str = "", *, today: date) -> list[Listed]:
    """All indicators in their order, ended ones too; one query."""
    return [
        Listed(row, row.indicator.valid_until is not None and row.indicator.valid_until <= today)
        for row in newest_definitions()
        if matches(wanted, row.indicator_id, row.name_vi, row.name_en, row.definition_vi, row.definition_en)
    ]


def uses(*rows: models.Model) -> list[str]:
    """What points at these rows of one table, in whatever room: "12 entries of the ledger"."""
    found = []
    for relation in rows[0]._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and (said := _SAID.get(relation.related_model._meta.label)):
            other = relation.related_model._default_manager
            if count := other.filter(**{f"{relation.field.name}__in": rows}).count():
                found.append(said(count) % {"count": quantities.written(count)})
    return found


def record_count(row: Kind | Measure | Term) -> int:
    """How many records of the register, drafts too, hold a row and read by its name."""
    if isinstance(row, Measure):
        return apps.get_model("ledger.ActivityMeasure")._default_manager.filter(measure=row).count()
    column = row.dimension if isinstance(row, Term) else "kind"
    return apps.get_model("ledger.Activity")._default_manager.filter(**{column: row.code}).count()


def opened_count(versions: Sequence[IndicatorVersion]) -> int:
    """How many frozen figures of these versions stand in reviews that were opened to visitors."""
    figures = apps.get_model("reports.FrozenFigure")._default_manager
    return figures.filter(definition__in=versions, report__is_public=True).count()


def history(row: models.Model) -> list[Change]:
    """What people did to a row, newest first; two queries."""
    lines = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)
    ).select_related("user")
    return [
        Change(
            # A process that has read no log before knows the words only after it was asked whether there are any.
            label=str(registry.get_action_label(line.action)) if registry.action_exists(line.action) else line.action,
            icon=_ICONS.get(line.action, "circle-dot"),
            who=str(line.user or ""),
            at=line.timestamp,
            changes=[
                (field_name(name), _in_words(before), _in_words(after))
                for name, (before, after) in (line.data.get("changes") or {}).items()
                if name not in _SAID_BY_LABEL
                and not isinstance(before, dict | list)
                and not isinstance(after, dict | list)
            ],
            source=str(line.data.get("source") or ""),
        )
        for line in lines.order_by("-timestamp", "-pk")[:_HISTORY]
    ]


def _in_words(value: Any) -> Any:
    return (_("Yes") if value else _("No")) if isinstance(value, bool) else value


def matches(wanted: str, *texts: str) -> bool:
    """Every word of the search stands in one of the texts, whatever its accents."""
    there = fold(" ".join(texts))
    return all(word in there for word in fold(wanted).split())


def field_name(name: str) -> str:
    """What the log calls a column, in the words of the screens."""
    names = {
        "name_vi": _("Name in Vietnamese"),
        "name_en": _("Name in English"),
        "hint_vi": _("Hint in Vietnamese"),
        "hint_en": _("Hint in English"),
        "icon": _("Picture"),
        "group": pgettext("of kinds", "Heading"),
        "basis": _("Where it comes from"),
        "source": _("Legal text or document"),
        "is_verified": _("Checked against the official text"),
        "valid_from": _("Valid from"),
        "valid_until": _("Valid until"),
        "position": _("Place in the list"),
        "unit_vi": _("Unit in Vietnamese"),
        "unit_en": _("Unit in English"),
        "unit_en_one": _("Unit in English, of one"),
        "definition_vi": _("Definition in Vietnamese"),
        "definition_en": _("Definition in English"),
        "nature": _("How it behaves"),
        "whole": _("Only whole numbers make sense"),
        "dimensions": _("What it is sorted by"),
        "measures": _("Measures"),
    }
    return names.get(name, name)


_SAID: dict[str, Callable[[int], str]] = {
    "ledger.Activity": lambda n: ngettext("%(count)s record of the register", "%(count)s records of the register", n),
    "ledger.Entry": lambda n: ngettext("%(count)s entry of the ledger", "%(count)s entries of the ledger", n),
    "ledger.Line": lambda n: ngettext("%(count)s quantity in the ledger", "%(count)s quantities in the ledger", n),
    "programme.Target": lambda n: ngettext("%(count)s target", "%(count)s targets", n),
    "reports.FrozenFigure": lambda n: ngettext("%(count)s frozen figure", "%(count)s frozen figures", n),
}
