"""The whole address book on one page."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtail_admin
from wagtail.documents import urls as wagtail_documents

from lantoa.desks.answers import urls as answers
from lantoa.desks.channels import urls as channels
from lantoa.desks.newsroom.views import reading
from lantoa.doors.office import views as office
from lantoa.doors.portal import notices as portal_notices
from lantoa.doors.portal import search as portal_search
from lantoa.doors.portal import views as portal

handler404 = "lantoa.doors.portal.views.not_found"
handler500 = "lantoa.doors.office.trouble.failed"

urlpatterns = [
    path("", portal.root, name="portal_root"),
    path("", include("lantoa.doors.office.urls")),
    # The office sends no e-mail: what allauth would do by e-mail is answered with whom to ask.
    re_path(r"^accounts/(?:password/(?:reset|set)|email|confirm-email|login/code)/", office.password_help),
    path("office/people/", include("lantoa.core.people.urls")),
    path("office/documents/", include("lantoa.core.documents.urls")),
    path("office/newsroom/imports/", include("lantoa.desks.intake.urls")),
    path("office/newsroom/", include("lantoa.desks.newsroom.urls")),
    path("office/words/", include("lantoa.core.vocabulary.urls")),
    path("office/programme/", include("lantoa.core.programme.urls")),
    path("office/answers/", include(answers.office)),
    path("office/reports/", include("lantoa.core.reports.urls")),
    path("office/views/", include("lantoa.desks.channels.urls")),
    path("office/searches/", portal_search.misses, name="portal_misses"),
    path("office/notices/", portal_notices.notices, name="portal_notices"),
    path("office/notices/new/", portal_notices.notice_new, name="portal_notice_new"),
    path("office/notices/<int:pk>/", portal_notices.notice_edit, name="portal_notice_edit"),
    path("office/notices/<int:pk>/end/", portal_notices.notice_end, name="portal_notice_end"),
    path("office/", include("lantoa.core.ledger.urls")),
    path("accounts/", include("allauth.urls")),
    re_path(r"^admin/(?:login|password_reset)/", office.admin_login),
    # Accounts, posts, the way of approval and the log are the office's own, see decision 0047; the other names drafts.
    re_path(r"^admin/(?:users|groups|workflows|reports/(?:site-history|page-types-usage))(?:/|$)", office.admin_closed),
    re_path(r"^admin/account/$", office.admin_account),
    path("admin/", include(wagtail_admin)),
    path("media/", include("lantoa.desks.media.urls")),
    path("drafts/<slug:token>/", reading.read, name="expert_reading"),
    path("drafts/<slug:token>/files/<int:pk>/", reading.file, name="expert_file"),
    path("documents/", include(wagtail_documents)),
    path("", include("lantoa.doors.portal.machines.root_urls")),
    path("api/", include("lantoa.doors.api.urls")),
    # Last: every other address under a language is a page, or none.
    *i18n_patterns(
        path("", include(answers.public)),
        path("", include(channels.public)),
        path("", include("lantoa.doors.portal.urls")),
    ),
]
