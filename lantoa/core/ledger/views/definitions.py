"""What a definition that is not saved yet would count: the ledger's answer inside the form of the vocabulary."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from lantoa.base import periods
from lantoa.core.ledger import queries
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary.models import Indicator
from lantoa.core.vocabulary.rules import access
from lantoa.core.vocabulary.views.indicators import definition_form, definition_page


@require_POST
@office(access.may_edit)
def preview(request: SignedIn) -> HttpResponse:
    """The form as it was sent, with its value for this year above it; nothing is saved."""
    indicator = Indicator.objects.filter(code=request.POST.get("indicator", "")).first()
    form = definition_form(request, indicator)
    shown: dict[str, Any] = {}
    if form.is_valid() and form.definition:
        definition = form.definition.unsaved(indicator.code if indicator else "")
        shown["preview"] = queries.figure(definition, periods.year(timezone.localdate().year))
    return definition_page(request, form, indicator, **shown)
