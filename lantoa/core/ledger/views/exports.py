"""The register taken away: the same filters, columns and order as on the screen, and no more than one may see."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from lantoa.base import quantities
from lantoa.base.templatetags.lantoa import moment
from lantoa.core.ledger import queries
from lantoa.core.ledger.models import Activity, Qualifier
from lantoa.core.ledger.rules import looks
from lantoa.core.ledger.rules.looks import Look
from lantoa.core.ledger.views.cells import LABELS, text_of
from lantoa.core.ledger.views.listing import described
from lantoa.core.ledger.workbooks.table import Table, Value, csv_lines, write_xlsx
from lantoa.core.people import actions as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary.models import Measure

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@office()
def export(request: SignedIn, form: str) -> Any:
    """form: xlsx or csv"""
    if form not in {"xlsx", "csv"}:
        raise Http404
    names = queries.names()
    look = looks.read(dict(request.GET.lists()), names.lists)
    visible = queries.activities_visible_to(request.user)
    ids = queries.ids_in_order(visible, look, names)
    measures = queries.measures_in(visible, look) if "counted" in look.columns else []
    told = [
        (_("Register"), _("Filters: %(filters)s") % {"filters": "; ".join(described(look, names)) or _("none")}),
        (_("Taken by"), str(request.user)),
        (_("Taken at"), moment(timezone.now())),
        (pgettext("how many rows", "Number"), quantities.written(len(ids))),
    ]
    row_of = _Rows(look, names, measures)
    rows = (row_of(activity) for activity in queries.in_batches(ids, look))
    table = Table((_("About this file"), _("Activities")), told, row_of.headings(), rows)
    filters = urlencode([pair for pair in look.filters() if pair[0] != "q" and pair not in look.unknown])
    people.took_away("register", form=form, count=len(ids), filters=filters, by=request.user, at=timezone.now())
    name = f"lantoa-register-{timezone.localdate().isoformat()}.{form}"
    if form == "csv":
        lines = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
        lines.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return lines
    file = TemporaryFile()  # noqa: SIM115 the answer closes it
    write_xlsx(table, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


class _Rows:
    """One activity as a row. All words are looked up at once: lines of a CSV file are written after the view."""

    def __init__(self, look: Look, names: queries.Names, measures: Sequence[Measure]) -> None:
        self.columns = ("title", *look.columns)
        self.names = names
        self.measures = measures
        self.states = {state.value: str(state.label) for state in Activity.State}
        self.qualifiers = {qualifier.value: str(qualifier.label) for qualifier in Qualifier}
        self.yes, self.no = _("Yes"), _("No")

    def headings(self) -> list[tuple[str, type]]:
        return [heading for name in self.columns for heading in self._headings(name)]

    def __call__(self, activity: Activity) -> list[Value]:
        return [value for name in self.columns for value in self._values(activity, name)]

    def _headings(self, name: str) -> list[tuple[str, type]]:
        if name == "day":
            return [(pgettext("days", "From"), date), (_("Until"), date)]
        if name == "counted":
            return [(f"{measure.name} ({measure.unit})", Decimal) for measure in self.measures]
        return [(str(LABELS[name]), {"number": int, "sent": datetime}.get(name, str))]

    def _values(self, activity: Activity, name: str) -> Iterator[Value]:
        if name == "title":
            yield activity.title
        elif name == "day":
            yield from (activity.occurred_from, activity.occurred_on)
        elif name == "counted":
            counted = {row.measure_id: self._quantity(row.quantity, row.qualifier) for row in activity.quantities.all()}
            yield from (counted.get(measure.code) for measure in self.measures)
        elif name == "state":
            yield self.states[activity.state]
        elif name == "sent":
            yield _local(activity.submitted_at)
        elif name == "evidence":
            yield self.yes if activity.has_evidence else self.no  # type: ignore[attr-defined] # annotated for this column
        elif name == "looked":
            yield str(activity.looked_by) if activity.looked_at else ""
        elif name == "number":
            yield activity.pk
        else:
            yield text_of(activity, name, self.names)

    def _quantity(self, thousandths: int, qualifier: str) -> Value:
        """A number, or a text where it is not exact: "over 100" must not become 100."""
        value = quantities.to_decimal(thousandths)
        return f"{self.qualifiers[qualifier]} {quantities.written(value)}" if qualifier else value


def _local(at: datetime | None) -> datetime | None:
    return timezone.localtime(at).replace(tzinfo=None, second=0, microsecond=0) if at else None
