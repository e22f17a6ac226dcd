"""The way to a new item: what one writes and where it stands, then Wagtail's form."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.desks.newsroom.models import ItemKind
from lantoa.desks.newsroom.queries import writing as queries
from lantoa.desks.newsroom.rules import access

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
