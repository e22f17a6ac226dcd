"""A draft for an expert without an account: the page as readers will see it, where each part can be spoken of.

No cookie and no session; the address is the secret, so no answer is kept, found or told to another site.
"""

from dataclasses import dataclass
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.forms import ExpertCommentForm
from lantoa.desks.newsroom.models import ContentPage, ExpertComment, ExpertLink
from lantoa.desks.newsroom.queries import experts as queries
from lantoa.desks.newsroom.queries import files_of

_HEADERS = {
    "Cache-Control": "private, no-store, max-age=0",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
}


@dataclass(frozen=True)
class Reading:
    """What stands around a draft. refused: a comment that came back to be mended; language: of these words"""

    link: ExpertLink
    language: str
    comments: list[ExpertComment]
    refused: ExpertCommentForm | None = None

    def form_of(self, part: str) -> ExpertCommentForm:
        if self.refused is not None and self.refused.data.get("part", "") == part:
            return self.refused
        return ExpertCommentForm(initial={"part": part, "name": self.link.expert}, auto_id=f"say-{part or 'all'}-%s")


# What could be forged by another site would have to know the address, and then could send it itself.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, token: str) -> HttpResponse:
    language = _language(request)
    with translation.override(language):
        response = _answer(request, token, language)
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response


def _answer(request: HttpRequest, token: str, language: str) -> HttpResponse:
    now = timezone.now()
    try:
        link = queries.open_link(token, now=now)
    except queries.DeadLink:
        return _dead(request)
    said = queries.text_of(link)
    if request.method != "POST":
        return _draw(request, said, Reading(link, language, queries.comments_by(link)))
    parts = {part.key: part for part in queries.parts_of(said)}
    spoken_of = request.POST.get("part", "")
    form = ExpertCommentForm(request.POST, auto_id=f"say-{spoken_of or 'all'}-%s")
    if form.is_valid():
        part = parts.get(spoken_of)
        try:
            actions.comment(link, part, form.cleaned_data["text"], name=form.cleaned_data["name"], at=now)
        except actions.TooMany as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{request.path}#part-{spoken_of if part else 'all'}")
    return _draw(request, said, Reading(link, language, queries.comments_by(link), form), status=422)


def _draw(request: HttpRequest, said: ContentPage, reading: Reading, *, status: int = 200) -> HttpResponse:
    """With the templates of the portal, in the language of the text; what stands around it speaks the expert's."""
    with translation.override(said.locale.language_code):
        context: dict[str, Any] = {**said.get_context(request), "reading": reading}
        response = render(request, said.get_template(request), context, status=status)
        response.headers["Content-Language"] = said.locale.language_code
    # Wherever the text leads to one of its files: a block, a link in a paragraph, the button of a publication.
    for document in files_of(said):
        own = f"{request.path}files/{document.pk}/"
        response.content = response.content.replace(f'href="{document.url}"'.encode(), f'href="{own}"'.encode())
    return response


@require_safe
def file(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    """A file of the very draft that the link opens, as long as it opens; it may be public nowhere else."""
    language = _language(request)
    with translation.override(language):
        response = _file(request, token, pk)
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response


def _file(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    try:
        said = queries.text_of(queries.open_link(token, now=timezone.now()))
        found = next(document for document in files_of(said) if document.pk == pk)
        content = found.file.open("rb")
    except (queries.DeadLink, StopIteration, OSError):
        return _dead(request)
    return FileResponse(
        content,
        as_attachment=found.content_disposition != "inline",
        filename=found.filename,
        content_type=found.content_type,
        headers={"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"},
    )


def _dead(request: HttpRequest) -> HttpResponse:
    """One answer for all reasons, and few of them a minute: who guesses learns nothing."""
    if not ratelimit.consume(request, app="allauth.account", action="dead_link", limit_get=True):
        refused: Any = ratelimit.respond_429(request)
        return refused  # type: ignore[no-any-return]
    return render(request, "newsroom/reading_dead.html", status=404)


def _language(request: HttpRequest) -> str:
    """Vietnamese or English, as the browser asks: these words are the office's, and it speaks no more."""
    wanted = translation.get_language_from_request(request)
    return wanted if wanted in settings.OFFICE_LANGUAGES else "en"
