from django.urls import path

from lantoa.doors.office import entrance, heads, health, traces, views

app_name = "office"
urlpatterns = [
    path("healthz", health.health, name="health"),
    path("heads/", heads.page, {"language": "vi"}, name="heads"),
    path("en/heads/", heads.page, {"language": "en"}, name="heads_en"),
    path("heads.json", heads.feed, name="heads_feed"),
    path("figures/<str:public_id>/", traces.page, {"language": "vi"}, name="trace"),
    path("en/figures/<str:public_id>/", traces.page, {"language": "en"}, name="trace_en"),
    path("join/<str:token>/", entrance.join, name="join"),
    path("set-up/<str:token>/", entrance.set_up, name="set_up"),
    path("office/", views.front, name="home"),
    path("office/language/", views.language, name="language"),
    path("office/sessions/end/", views.end_sessions, name="end_sessions"),
    path("office/guide/", views.guide_page, name="guide"),
    path("office/design/", views.design_page, name="design"),
]
