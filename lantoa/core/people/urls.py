from django.urls import path

from lantoa.core.people.views import accounts, agencies, audit, invitations, places, retention, second_steps

app_name = "people"
urlpatterns = [
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/invite/", invitations.invite, name="invite"),
    path("accounts/second-step/", second_steps.second_steps, name="account_second_steps"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/name/", accounts.rename, name="account_name"),
    path("accounts/<int:pk>/posts/", accounts.give_post, name="account_post"),
    path("accounts/<int:pk>/posts/<int:post>/end/", accounts.end_post, name="account_end_post"),
    path("accounts/<int:pk>/disable/", accounts.disable, name="account_disable"),
    path("accounts/<int:pk>/enable/", accounts.enable, name="account_enable"),
    path("accounts/<int:pk>/second-step/reset/", accounts.reset_second_step, name="account_reset_second_step"),
    path("accounts/<int:pk>/erase/", accounts.erase, name="account_erase"),
    path("accounts/<int:pk>/link/", invitations.give_link, name="account_link"),
    path("accounts/<int:pk>/link/revoke/", invitations.revoke, name="account_revoke"),
    path("audit/", audit.audit, name="audit"),
    path("audit/retention/", retention.retention, name="audit_retention"),
    path("audit/audit.csv", audit.audit_file, name="audit_file"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/new/", agencies.new, name="agency_new"),
    path("agencies/communes/", agencies.communes, name="agency_communes"),
    path("agency/<slug:code>/", agencies.agency, name="agency"),
    path("agency/<slug:code>/edit/", agencies.edit, name="agency_edit"),
    path("agency/<slug:code>/end/", agencies.end, name="agency_end"),
    path("agency/<slug:code>/merge/", agencies.merge, name="agency_merge"),
    path("agency/<slug:code>/unmerge/", agencies.unmerge, name="agency_unmerge"),
    path("agency/<slug:code>/delete/", agencies.delete, name="agency_delete"),
    path("places/", places.places, name="places"),
    path("places/new/", places.new, name="place_new"),
    path("place/<slug:code>/", places.place, name="place"),
    path("place/<slug:code>/edit/", places.edit, name="place_edit"),
    path("place/<slug:code>/end/", places.end, name="place_end"),
    path("place/<slug:code>/unend/", places.unend, name="place_unend"),
]
