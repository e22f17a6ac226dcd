"""The way to a new item: what one writes and where it stands, then Wagtail's form."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.forms import NAMES
from lantoa.desks.newsroom.models import ItemKind
from lantoa.desks.newsroom.queries import writing as queries
from lantoa.desks.newsroom.rules import access
from lantoa.desks.newsroom.views.items import allowed

_NOTES = {
    ItemKind.ARTICLE: _("News, a story, an interview"),
    ItemKind.EVENT: _("What people can come to, with its hours and place"),
    ItemKind.PUBLICATION: _("A book, brochure, map or film to take away"),
    ItemKind.PRESS_RELEASE: _("For the press, held back until an hour if need be"),
    ItemKind.LANDING: _("One page that leads one audience to what is meant for it"),
    ItemKind.PROFILE: _("The place in facts, each with the day it was checked"),
    ItemKind.PARTNER: _("A twinned place or partner, and the agreement with it"),
    ItemKind.PROJECT: _("A project that calls for investment, and who answers"),
}


@require_GET
@office(access.works_here)
def write(request: SignedIn) -> HttpResponse:
    languages = queries.languages_open()
    asked = request.GET.get("language", "")
    language = asked if asked in languages else next(iter(languages), "")
    may_write = access.may_write(request.user)
    ways = queries.ways_to_write(request.user, language) if may_write else []
    context = {
        "languages": languages if ways else [],
        "language": language,
        "ways": [(way, _NOTES[way.kind]) for way in ways],
        "may_write": may_write,
    }
    return render(request, "newsroom/write.html", context)


@require_POST
@office(access.works_here)
def begin_version(request: SignedIn, pk: int) -> HttpResponse:
    shown = allowed(request, pk, access.may_begin_version)
    language = request.POST.get("language", "")
    try:
        made = actions.begin_version(shown, language, by=request.user)
    except actions.NotNow as error:
        messages.error(request, str(error))
        return redirect("newsroom:item", pk)
    said = gettext("A draft for this language, %(language)s: write the translation over the text that stands in it.")
    messages.success(request, said % {"language": NAMES[made.language]})
    return redirect("wagtailadmin_pages:edit", made.pk)
