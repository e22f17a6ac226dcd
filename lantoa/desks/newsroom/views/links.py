"""Links of published items that lead nowhere, for whoever may mend them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.desks.newsroom.queries import links as queries
from lantoa.desks.newsroom.rules import access

PAGE = 50


@require_GET
@office(access.works_here)
def broken(request: SignedIn) -> HttpResponse:
    page = Paginator(queries.broken_links_for(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "newsroom/links.html", {"page": page})
