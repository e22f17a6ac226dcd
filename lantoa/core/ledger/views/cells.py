"""The cells of a row of the register, written in one go: two hundred rows would spend a page in a template's loops."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lantoa.base.templatetags.lantoa import days, icon, moment, quantity, state
from lantoa.core.ledger import queries
from lantoa.core.ledger.models import Activity
from lantoa.core.vocabulary.models import Dimension
from lantoa.core.vocabulary.templatetags.words import unit_of_thousandths

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "q": gettext_lazy("Words of the title"),
    "state": gettext_lazy("State"),
    "kind": gettext_lazy("Kind"),
    "agency": gettext_lazy("Agency"),
    "place": gettext_lazy("Place"),
    "programme": pgettext_lazy("a plan over years", "Programme"),
    "task": gettext_lazy("Task of the plan"),
    **{dimension.value: dimension.label for dimension in Dimension},
    "period": gettext_lazy("Period"),
    "since": gettext_lazy("From the day"),
    "until": gettext_lazy("Until the day"),
    "evidence": gettext_lazy("Evidence"),
    "imported": gettext_lazy("Recorded by import"),
    "looked": gettext_lazy("Looked through"),
    "day": gettext_lazy("Day"),
    "title": gettext_lazy("Activity"),
    "counted": gettext_lazy("Counted"),
    "sent": pgettext_lazy("a day", "Sent"),
    "source": gettext_lazy("Source"),
    "number": gettext_lazy("Number"),
}
NUMBERS = ("counted", "number")


class Cells:
    """The columns of a look, each with the beginning of its cells."""

    def __init__(self, columns: Sequence[str], names: queries.Names) -> None:
        number = mark_safe(' class="number"')
        self._names = names
        self._tick = _("Tick “%(title)s”")
        self._columns = [
            (name, format_html('<td{} data-label="{}">', number if name in NUMBERS else "", LABELS[name]))
            for name in columns
        ]

    def tick(self, row: Activity) -> str:
        """What the tick of a row is called."""
        return self._tick % {"title": row.title}

    def of(self, row: Activity) -> SafeString:
        cells = [head + conditional_escape(_shown(row, name, self._names)) + "</td>" for name, head in self._columns]
        return SafeString("".join(cells))  # each part escaped above


def text_of(row: Activity, name: str, names: queries.Names) -> str:
    """What stands in a column that is nothing but words."""
    if name == "source":
        return row.source
    if name == "number":
        return str(row.pk)
    if name in _NAMED:
        return names.name(name, getattr(row, f"{name}_id"))
    return names.name(name, getattr(row, name)) if name in _DIMENSIONS else ""


_NAMED = frozenset({"kind", "agency", "place", "programme", "task"})
_DIMENSIONS = frozenset(Dimension.values)


def _shown(row: Activity, name: str, names: queries.Names) -> str:
    if name == "day":
        return days(row.occurred_from, row.occurred_on)
    if name == "state":
        return state(row.state)
    if name == "counted":
        counted = (
            (quantity(one.quantity), unit_of_thousandths(one.measure, one.quantity)) for one in row.quantities.all()
        )
        return format_html(
            "<span>{}</span>",
            format_html_join(mark_safe("<br>"), '<span class="nowrap">{} {}</span>', counted),
        )
    if name == "sent":
        return moment(row.submitted_at)
    if name == "evidence":
        return _evidence(row)
    if name == "looked":
        return f"{row.looked_by} · {moment(row.looked_at)}" if row.looked_at else ""
    return text_of(row, name, names)


def _evidence(row: Activity) -> str:
    if row.has_evidence:  # type: ignore[attr-defined] # annotated by queries.complete
        return format_html("{}{}", icon("paperclip"), _("Yes"))
    return format_html('<span class="soft">{}</span>', _("No"))
