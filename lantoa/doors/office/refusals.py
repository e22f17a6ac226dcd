"""What Wagtail would refuse with one sentence for everything: said as it is, with why and what to do instead."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents.permissions import permission_policy as of_documents
from wagtail.images.permissions import permission_policy as of_images
from wagtail.models import Page

from lantoa.core.people.views import guards
from lantoa.desks.media import queries as media
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ContentPage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Refusal:
    """may: the question that Wagtail asks of a page's permissions before it opens the address"""

    may: str
    title: "StrOrPromise"
    of_item: "StrOrPromise" = ""
    of_shelf: "StrOrPromise" = ""


_MOVE = Refusal(
    "can_move",
    _("This page stays where it is"),
    _("Readers know its address. The secretariat moves it, and then the old address leads to the new one."),
    _("Homes and sections keep their place: the address of everything under them begins with theirs."),
)
# By the names of Wagtail's addresses of pages.
REFUSALS = {
    "delete": Refusal(
        "can_delete",
        _("This page is not deleted"),
        _(
            "Readers have seen it, and its address stands in other places. Withdraw it instead: it leaves every list "
            "and shows your reason. A draft that nobody saw can be deleted."
        ),
        _("Homes and sections are not deleted: the address of everything under them begins with theirs."),
    ),
    "unpublish": Refusal(
        "can_unpublish",
        _("A public page is not simply taken off"),
        _(
            "Readers would find nothing and no reason. Withdraw it: it leaves every list, feed and search at once, and "
            "its address shows why. It can be put back."
        ),
        _("Homes and sections stay public: without them nothing under them could be found."),
    ),
    "copy": Refusal(
        "can_copy",
        _("This page is not copied"),
        of_shelf=_("Each language has one home and each section once. A new language is opened by the administrator."),
    ),
    "move": _MOVE,
    "move_confirm": _MOVE,
    "set_privacy": Refusal(
        "can_set_view_restrictions",
        _("The portal has no closed pages"),
        _("A page is public, or it is a draft. To show a draft to an expert, make a link for this expert at the item."),
        _("A page is public, or it is a draft. To show a draft to an expert, make a link for this expert at the item."),
    ),
    "edit": Refusal(
        "can_edit",
        _("This page is not yours to write"),
        _("It belongs to another agency. Ask its editors or the secretariat."),
        _("The secretariat keeps homes and sections. Tell them what should be otherwise."),
    ),
    "revisions_unschedule": Refusal(
        "can_unschedule",
        _("The moment is not yours to take back"),
        of_item=_("A reviewer of the agency or the secretariat approved it for that moment, and can take it back."),
    ),
}  # fmt: skip


_FILE_KEPT = _("Readers have this picture or file, or it waits with a text for its approval")
# Of what stands on a page; other files are asked about by Wagtail alone.
FILE_REFUSALS = {
    "edit": _(
        "What is said of it (alternative text, credit, licence, use of AI) is mended by the secretariat. For another "
        "picture or file add a new one, put it into the text and have that approved."
    ),
    "delete": _(
        "Nobody deletes it from under a text that was approved: it would vanish from the page without a review. Take "
        "it out of the text and have that approved; then it can be deleted."
    ),
}
# What Wagtail calls the number of a page in its addresses.
_NUMBERS = {"page_id", "parent_page_id", "page_to_move_id", "destination_id"}
_FILES = {"wagtailimages": (of_images, media.picture_of), "wagtaildocs": (of_documents, media.document_of)}


class RefusalMiddleware:
    """In front of Wagtail's views of pages and files: they would lead away to their first page with an apology."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        # Who asks is asked last: a public page that looks for its reader could not be kept for others.
        if match and match.route.startswith("admin/") and request.method == "POST" and request.user.is_anonymous:
            return _not_saved(request, match.url_name)
        if match and (hidden := _hidden(request, match, kwargs)):
            return _refused(request, REFUSALS["edit"], hidden)
        # What a script asks gets Wagtail's own answer, in the form that the script reads.
        if match is None or request.headers.get("x-requested-with"):
            return None
        if match.namespace in _FILES and match.url_name in FILE_REFUSALS:
            return _of_file(request, match.url_name, *_FILES[match.namespace], kwargs)
        if match.namespace != "wagtailadmin_pages" or match.url_name not in REFUSALS:
            return None
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        page = newsroom.page_numbered(kwargs.get("page_id", kwargs.get("page_to_move_id")))
        refusal = REFUSALS[match.url_name]
        if page is None or getattr(page.permissions_for_user(request.user), refusal.may)():
            return None
        return _refused(request, refusal, page)


def _hidden(request: HttpRequest, match: ResolverMatch, kwargs: dict[str, Any]) -> ContentPage | None:
    """A page asked for by its number that no list shows this person: a draft of another agency. Wagtail would say how
    it is called, which may be what is held back.
    """
    if not match.route.startswith("admin/"):
        return None
    numbers = {kwargs[name] for name in _NUMBERS & kwargs.keys()}
    if match.url_name == "wagtailadmin_choose_page_chosen_multiple" or kwargs.get("model_name") == "page":
        numbers |= {int(key) for key in request.GET.getlist("id") if key.isdecimal() and len(key) < 12}
    is_asked = numbers and request.user.has_perm("wagtailadmin.access_admin")
    return newsroom.item_hidden_from(request.user, numbers) if is_asked else None


def _not_saved(request: HttpRequest, asked: str | None) -> HttpResponse | None:
    """Wagtail would lead to the sign-in without a word, and from there to where the form was sent, which opens nothing.
    To scripts in the form that each reads: else they say that the server failed. None: as Wagtail answers.
    """
    if asked == "add_multiple":
        told = gettext("You are no longer signed in, and this file was not taken in. Sign in and send it again.")
        return JsonResponse({"success": False, "error_message": told})
    if request.headers.get("x-requested-with"):
        return None
    if request.accepts("text/html"):
        return guards.to_sign_in(request)
    told = gettext(
        "You are no longer signed in. What you type is kept in this browser: sign in, open this page again, and it is "
        "offered there."
    )
    # Of the codes that the script knows, the one whose words it shows as they are.
    return JsonResponse({"success": False, "error_code": "locked", "error_message": told}, status=403)


def _of_file(
    request: HttpRequest, asked: str, policy: Any, file_of: Callable[[int], Any], kwargs: dict[str, int]
) -> HttpResponse | None:
    file = file_of(*kwargs.values())
    action = "delete" if asked == "delete" else "change"
    if file is None or not policy.user_has_permission(request.user, action) or not media.uses_of(file):
        return None
    if policy.user_has_permission_for_instance(request.user, action, file):
        return None
    context = {"title": _FILE_KEPT, "text": FILE_REFUSALS[asked], "name": file.title}
    return render(request, "office/refused.html", context, status=403)


def _refused(request: HttpRequest, refusal: Refusal, page: Page) -> HttpResponse:
    is_item, may_edit = isinstance(page, ContentPage), page.permissions_for_user(request.user).can_edit()
    if not may_edit:
        refusal = REFUSALS["edit"]
    context = {
        "title": refusal.title,
        "text": refusal.of_item if is_item else refusal.of_shelf,
        "name": page.get_admin_display_title() if may_edit else page.title if page.live else "",
        "item_url": reverse("newsroom:item", args=[page.pk]) if is_item and may_edit else "",
    }
    return render(request, "office/refused.html", context, status=403)
