"""Wagtail's editor as a part of the office: its colours and type, the way back, and no doors to what is closed."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.admin.views.pages.listing import ExplorableIndexView as Pages
from wagtail.models import Site
from wagtail.sites.views import IndexView as Sites

from lantoa.doors.office import comparing

STYLES = ("lantoa/css/tokens.css", "lantoa/css/fonts.css", "office/admin.css")
# Accounts, posts, the way of approval and the log are the office's own; which kind was edited last names drafts of
# other agencies. Wagtail's help lies outside, in English.
CLOSED = {"users", "groups", "workflows", "workflow-tasks", "site-history", "page-types-usage"}
OUTSIDE = ("whats-new-in-wagtail", "editor-guide")


@hooks.register("insert_global_admin_css")
def office_look() -> SafeString:
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(name),) for name in STYLES))


@hooks.register("insert_global_admin_js")
def office_names() -> SafeString:
    # Calendars are drawn while the page is read: their script is no module, which would come after them.
    modules = ((static(name),) for name in ("office/admin.js", "lantoa/js/sent.js"))
    return format_html('<script src="{}"></script>', static("office/dates.js")) + format_html_join(
        "", '<script src="{}" type="module"></script>', modules
    )


class _OfTheText(ContentCheckerItem):
    """Looks at what the editor writes, not at head and foot of the portal; the description for search engines is the
    standfirst, which is asked for.
    """

    axe_include: ClassVar = ["#main"]
    axe_run_only: ClassVar = [rule for rule in ContentCheckerItem.axe_run_only if rule != "empty-meta-description"]


@hooks.register("construct_wagtail_userbar")
def check_the_text(_request: HttpRequest, items: list[Any], page: Any = None) -> None:
    items[:] = [_OfTheText() if isinstance(item, ContentCheckerItem) else item for item in items]


@hooks.register("register_admin_menu_item")
def way_back() -> MenuItem:
    return MenuItem(_("Back to the office"), reverse("office:home"), name="office", icon_name="arrow-left", order=1)


@hooks.register("construct_settings_menu")
@hooks.register("construct_reports_menu")
def hide_closed(_request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in CLOSED]


@hooks.register("construct_help_menu")
def hide_outside(_request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if not item.name.startswith(OUTSIDE)]


# Wagtail makes these headings out of the fields' English names.
for _column in Sites.columns:
    if _column.name in {"port", "site_name", "root_page"}:
        _column.label = capfirst(Site._meta.get_field(_column.name).verbose_name)


# Wagtail names the languages in the list of homes, and not where it looks through all pages.
Pages.show_locale_labels = property(lambda view: view.parent_page.is_root() or view.is_searching_whole_tree)

comparing.register()
