from django.urls import path

from lantoa.core.people.views import agencies

app_name = "people"
urlpatterns = [
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/new/", agencies.new, name="agency_new"),
    path("agencies/communes/", agencies.communes, name="agency_communes"),
    path("agency/<slug:code>/", agencies.agency, name="agency"),
    path("agency/<slug:code>/edit/", agencies.edit, name="agency_edit"),
    path("agency/<slug:code>/end/", agencies.end, name="agency_end"),
    path("agency/<slug:code>/merge/", agencies.merge, name="agency_merge"),
    path("agency/<slug:code>/unmerge/", agencies.unmerge, name="agency_unmerge"),
    path("agency/<slug:code>/delete/", agencies.delete, name="agency_delete"),
]
